import { markRequestsHandled, waitingRequests } from '../../store/operations/enqueue-requests.ts'
import type { Deps } from '../deps.ts'
import { enqueueEach } from './enqueue.ts'

const REQUESTS_PER_ROUND = 500

/**
 * Handles addresses that were enqueued in SQL. A round that ends halfway is repeated by the next one: the articles that it
 * made are known then.
 *
 * @returns how many requests were handled
 */
export async function takeEnqueueRequests(deps: Pick<Deps, 'pool' | 'http'>): Promise<number> {
  const requests = await waitingRequests(deps.pool, REQUESTS_PER_ROUND)
  if (!requests.length) return 0
  const each = await enqueueEach(
    deps,
    requests.map((request) => request.url),
  )
  await markRequestsHandled(
    deps.pool,
    each.map((one, i) => ({
      id: requests[i]!.id,
      articleId: 'articleId' in one ? one.articleId : null,
      refused: 'message' in one ? one.message : null,
    })),
  )
  return requests.length
}
