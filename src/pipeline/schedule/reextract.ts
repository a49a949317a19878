import { EXTRACTOR_VERSION } from '../../store/articles/extracted.ts'
import { reextractCursor, saveReextractCursor, sendBackOutdated } from '../../store/operations/replays.ts'
import type { Deps } from '../deps.ts'
import { stages } from '../stages.ts'

/** Few enough that live news never waits long behind them. */
const PER_ROUND = 64
/** While an upgrade replaces one worker after the other, one of the version before would read them again as of old. */
const GRACE_MS = 600_000
/** Of a version that has just been seen: every article is still to come. */
const TOP = Number.MAX_SAFE_INTEGER

/**
 * A new extractor reads again what an older one read, in the background: a few articles a round, the newest first, and
 * only while the extract queue has nothing else to do. It begins `graceMs` after a scheduler of this version was first
 * seen. Each is read once a version, also where it comes to nothing; bytes that have outlived their retention cannot be
 * read again. Returns the number of articles sent back.
 */
export async function reextractRound(
  deps: Deps,
  version = EXTRACTOR_VERSION,
  graceMs = GRACE_MS,
): Promise<number> {
  const cursor = await reextractCursor(deps.pool)
  if (cursor?.version !== version) {
    await saveReextractCursor(deps.pool, { version, before: TOP })
    return 0
  }
  if (cursor.before === 0 || (cursor.before === TOP && cursor.savedAgoMs < graceMs)) return 0
  if ((await deps.queues.waiting('extract')) > 0) return 0
  const ids = await sendBackOutdated(deps.pool, cursor, PER_ROUND)
  await saveReextractCursor(deps.pool, { version, before: ids.length ? Math.min(...ids) : 0 })
  await deps.queues.enqueue('extract', ids, stages.extract.perJob)
  return ids.length
}
