import type { OpenDeps } from '../runtime/deps.ts'
import { replayable } from '../store/pipeline-state.ts'
import { sendBack } from '../store/transitions.ts'

const MOST = 5_000

/** Sends articles back: to extraction where their bytes are kept, else to be fetched. Gives how many. */
export async function replayFrom(
  deps: OpenDeps,
  which: { readonly reason: string } | { readonly articles: readonly number[] },
): Promise<number> {
  const found = await replayable(deps.pool, 'reason' in which ? which : { ids: which.articles }, MOST)
  const stored = found.filter((row) => row.has_document).map((row) => row.id)
  const others = found.filter((row) => !row.has_document && row.has_url).map((row) => row.id)
  const moved = [
    ...(await sendBack(deps.pool, stored, 'fetched')),
    ...(await sendBack(deps.pool, others, 'discovered')),
  ]
  if (stored.length) await deps.queues.ringOnce('extract', stored)
  return moved.length
}
