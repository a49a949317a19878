import { EXTRACTOR_VERSION } from '../../store/articles/extracted.ts'
import { reextractCursor, saveReextractCursor, sendBackOutdated } from '../../store/operations/replays.ts'
import type { Deps } from '../deps.ts'
import { stages } from '../stages.ts'

/** Few enough that live news never waits long for them. */
const PER_ROUND = 64
/** During an upgrade, a worker that still has the version before would read them by the old rules again. */
const GRACE_MS = 600_000
/** For a version that was just seen for the first time: every article is still to be read. */
const TOP = Number.MAX_SAFE_INTEGER

/**
 * A new extractor reads again what an older one read, in the background: a few articles a round, the newest first, and only
 * while the extract queue is otherwise empty. It begins `graceMs` after a scheduler of this version was first seen. Each
 * article is read once for a version, also where the result is nothing. Bytes that retention has dropped cannot be read
 * again. @returns the number of articles sent back
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
