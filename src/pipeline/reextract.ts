import { EXTRACTOR_VERSION } from '../store/extracted.ts'
import { reextractCursor, saveReextractCursor, sendBackOutdated } from '../store/replays.ts'
import type { Deps } from './deps.ts'
import { stages } from './stages.ts'

/** Few enough that live news never waits long behind them. */
const PER_ROUND = 64

/**
 * A new extractor reads again what an older one read, in the background: a few articles a round, the newest first, and
 * only while the extract queue has nothing else to do. Each is read once a version, also where it comes to nothing;
 * bytes that have outlived their retention cannot be read again.
 */
export async function reextractRound(deps: Deps, version = EXTRACTOR_VERSION): Promise<number> {
  const known = await reextractCursor(deps.pool)
  const cursor = known?.version === version ? known : { version, before: Number.MAX_SAFE_INTEGER }
  if (cursor.before === 0 || (await deps.queues.waiting('extract')) > 0) return 0
  const ids = await sendBackOutdated(deps.pool, cursor, PER_ROUND)
  await saveReextractCursor(deps.pool, { version, before: ids.length ? Math.min(...ids) : 0 })
  await deps.queues.ring('extract', ids, stages.extract.perJob)
  return ids.length
}
