import { forgetOldShingles } from '../../store/copies/outlet-shingles.ts'
import { forgetOldRequests } from '../../store/operations/enqueue-requests.ts'
import {
  dropOldPartitions,
  ensurePartitions,
  forgetOldEvents,
  forgetRareBlocks,
} from '../../store/operations/partitions.ts'
import { forgetIdleAddresses } from '../../store/sources/address-pacing.ts'
import type { Deps } from '../deps.ts'

const WEEKS_AHEAD = 4

export interface Retained {
  readonly made: number
  readonly dropped: readonly string[]
  readonly events: number
  readonly blocks: number
  readonly shingles: number
}

/** Once an hour: partitions for the weeks to come, and what has outlived its retention goes, whole partitions at a time. */
export async function retain(deps: Deps): Promise<Retained> {
  const now = deps.now()
  const made = await ensurePartitions(deps.pool, now, WEEKS_AHEAD)
  const dropped = [
    ...(await dropOldPartitions(deps.pool, 'documents', daysBefore(now, deps.policy.documentsDays))),
    ...(await dropOldPartitions(deps.pool, 'article_fingerprints', daysBefore(now, deps.policy.keysDays))),
    ...(await dropOldPartitions(deps.pool, 'article_terms', daysBefore(now, deps.policy.keysDays))),
    ...(await dropOldPartitions(deps.pool, 'article_profiles', daysBefore(now, deps.policy.keysDays))),
    ...(await dropOldPartitions(deps.pool, 'feed_polls', daysBefore(now, deps.policy.pollHistoryDays))),
  ]
  const events = await forgetOldEvents(deps.pool, daysBefore(now, deps.policy.outboxDays))
  await forgetOldRequests(deps.pool, daysBefore(now, deps.policy.pollHistoryDays))
  await forgetIdleAddresses(deps.pool, daysBefore(now, 2))
  const blocks = await forgetRareBlocks(deps.pool, daysBefore(now, 30))
  // Copies are looked for within two weeks: what nobody repeated in three months is no boilerplate of today.
  const shingles = await forgetOldShingles(deps.pool, daysBefore(now, 90))
  return { made, dropped, events, blocks, shingles }
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000)
}
