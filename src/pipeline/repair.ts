import { transaction } from '../adapters/db.ts'
import { planRepair } from '../core/stories/decision.ts'
import { clusteredSinceRepair } from '../store/copy-repairs.ts'
import {
  applyRepair,
  handEdits,
  loadRepairWindow,
  newSinceRepair,
  noteRepaired,
  OVERLAP_S,
} from '../store/repairs.ts'
import type { Deps } from './deps.ts'
import { repairCopies } from './repair-copies.ts'
import { nameTopTerms } from './top-terms.ts'

export interface Repaired {
  readonly merged: number
  readonly split: number
  /** Articles that turned out to be a copy of another article than before, or of none. */
  readonly relinked: number
}

const DAY_MS = 86_400_000
/** Published time around what is new that is looked at again. */
const AROUND_DAYS = 3
/** Undated articles are new for as long as stories look back. */
const UNDATED_DAYS = 10
/** Most that one look takes in; what is older than that stays as it was decided. */
const MAX_ARTICLES = 30_000

/**
 * A second look at what is new since the last one. First the copies, since only originals make stories; then the
 * stories around it: the whole window is grouped again, and where the groups differ from the stories, stories are
 * merged and split. What people decided by hand is kept.
 */
export async function repairRound(deps: Deps): Promise<Repaired> {
  const news = await newSinceRepair(deps.pool)
  if (!news) return { merged: 0, split: 0, relinked: 0 }
  const relinked = await repairCopies(deps, news.days)
  const articles = await loadRepairWindow(
    deps.pool,
    rangesAround(news.days),
    news.undated ? UNDATED_DAYS : 0,
    MAX_ARTICLES,
  )
  const plan = planRepair(articles, await handEdits(deps.pool))
  const fresh = await clusteredSinceRepair(deps.pool, OVERLAP_S)
  const repaired = await transaction(deps.pool, async (tx) => {
    const done = await applyRepair(tx, articles, plan)
    await noteRepaired(tx, news.until)
    return done
  })
  await nameTopTerms(deps, [...new Set([...fresh, ...plan.moves.flatMap((move) => move.articles)])])
  return { ...repaired, relinked }
}

/** Ranges of days that reach `AROUND_DAYS` around each of `days`; overlapping ones are one. */
export function rangesAround(days: readonly string[]): { from: string; to: string }[] {
  const ranges: { from: number; to: number }[] = []
  for (const day of days.map((d) => Date.parse(d) / DAY_MS).sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && day - AROUND_DAYS <= last.to + 1) last.to = day + AROUND_DAYS
    else ranges.push({ from: day - AROUND_DAYS, to: day + AROUND_DAYS })
  }
  const text = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
  return ranges.map(({ from, to }) => ({ from: text(from), to: text(to) }))
}
