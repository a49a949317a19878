import { transaction } from '../../adapters/postgres/db.ts'
import { WINDOW_POLICY } from '../../core/stories/window.ts'
import { countTerms } from '../../store/stories/document-frequencies.ts'
import {
  countOldProfiles,
  daysOf,
  judgeAgain,
  loadOldProfiles,
  type ProfileFilter,
  replaceProfiles,
} from '../../store/stories/profile-replays.ts'
import { keysOf } from '../cluster/step.ts'
import type { Deps } from '../deps.ts'

const BATCH = 200

export interface ReplayedProfiles {
  /** Profiles of an older form that were found. */
  readonly old: number
  /** How many of them were made again. */
  readonly made: number
}

/**
 * Makes stored profiles of an older form again, from the stored texts. The next repair then decides again on the stories of
 * its window; older ones stay as they are, and so does what people have merged and split.
 */
export async function replayProfiles(
  deps: Deps,
  filter: ProfileFilter,
  dryRun: boolean,
  onProgress: (made: number, old: number) => void = () => {},
): Promise<ReplayedProfiles> {
  const old = await countOldProfiles(deps.pool, filter)
  let made = 0
  if (dryRun) return { old, made }
  const days = new Set<string>()
  for (let after = 0; ; ) {
    const inputs = await loadOldProfiles(deps.pool, filter, after, BATCH)
    if (!inputs.length) break
    after = inputs.at(-1)!.id
    const fresh = inputs.map((input) => ({ id: input.id, keys: keysOf(input) }))
    made += await transaction(deps.pool, (tx) => replaceProfiles(tx, fresh))
    for (const day of await daysOf(
      deps.pool,
      inputs.map(({ id }) => id),
    ))
      days.add(day)
    onProgress(made, old)
  }
  if (made > 0)
    await transaction(deps.pool, async (tx) => {
      await countTerms(tx, [...days])
      await judgeAgain(tx, WINDOW_POLICY.windowDays)
    })
  return { old, made }
}
