import { forgetOldShingles } from '../../store/copies/outlet-shingles.ts'
import { loosenObjects, objectsBefore } from '../../store/documents/objects.ts'
import { forgetOldRequests } from '../../store/operations/enqueue-requests.ts'
import {
  dropOldPartitions,
  endOfOldPartitions,
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

/** Runs once an hour: makes the partitions of the coming weeks, and drops whole partitions older than their retention. */
export async function retain(deps: Deps): Promise<Retained> {
  const now = deps.now()
  const made = await ensurePartitions(deps.pool, now, WEEKS_AHEAD)
  const documentsBefore = daysBefore(now, deps.policy.documentsDays)
  await loosenOld(deps, documentsBefore)
  const dropped = [
    ...(await dropOldPartitions(deps.pool, 'documents', documentsBefore)),
    ...(await dropOldPartitions(deps.pool, 'article_fingerprints', daysBefore(now, deps.policy.keysDays))),
    ...(await dropOldPartitions(deps.pool, 'article_terms', daysBefore(now, deps.policy.keysDays))),
    ...(await dropOldPartitions(deps.pool, 'article_profiles', daysBefore(now, deps.policy.keysDays))),
    ...(await dropOldPartitions(deps.pool, 'feed_polls', daysBefore(now, deps.policy.pollHistoryDays))),
  ]
  const events = await forgetOldEvents(deps.pool, daysBefore(now, deps.policy.outboxDays))
  await forgetOldRequests(deps.pool, daysBefore(now, deps.policy.pollHistoryDays))
  await forgetIdleAddresses(deps.pool, daysBefore(now, 2))
  const blocks = await forgetRareBlocks(deps.pool, daysBefore(now, 30))
  // Copies are searched within two weeks: a block that nobody repeated in three months is not boilerplate any more.
  const shingles = await forgetOldShingles(deps.pool, daysBefore(now, 90))
  return { made, dropped, events, blocks, shingles }
}

const LOOSEN_BATCH = 10_000
/** Until the partition is dropped: an object that is found to have a document before would not be checked again. */
const LOOSEN_MINUTES = 60

/** Makes the objects of the documents whose partition is dropped now due for deletion after that. */
async function loosenOld(deps: Deps, before: Date): Promise<void> {
  const until = await endOfOldPartitions(deps.pool, 'documents', before)
  if (until === null) return
  for (let last = ''; ; ) {
    const objects = await objectsBefore(deps.pool, until, last, LOOSEN_BATCH)
    if (!objects.length) return
    last = objects.at(-1)!
    await loosenObjects(deps.pool, objects, LOOSEN_MINUTES)
  }
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000)
}
