import { transaction } from '../../adapters/postgres/db.ts'
import { planRepair } from '../../core/stories/repair-plan.ts'
import { clusteredSinceRepair } from '../../store/copies/repairs.ts'
import {
  countTerms,
  loadHistory,
  publishRarity,
  rarityState,
} from '../../store/stories/document-frequencies.ts'
import {
  applyRepair,
  handEdits,
  loadRepairWindow,
  newSinceRepair,
  noteRepaired,
  OVERLAP_S,
} from '../../store/stories/repairs.ts'
import type { Deps } from '../deps.ts'
import { repairCopies } from './copies.ts'
import { nameTopTerms } from './top-terms.ts'

export interface Repaired {
  readonly merged: number
  readonly split: number
  /** Articles that are now a copy of another article than before, or no longer a copy. */
  readonly relinked: number
}

const DAY_MS = 86_400_000
/** Published time around new articles that is examined again. */
const AROUND_DAYS = 3
/** Undated articles count as new for as long as stories look back. */
const UNDATED_DAYS = 10
/** The most articles that one round reads; older ones stay as they were decided. */
const MAX_ARTICLES = 30_000
/** A stream with fewer counted articles than this is young. */
const YOUNG_ARTICLES = 10_000
/** The counts are published when they have changed by this share. */
const MATERIAL = 0.05

/**
 * Decides again on what is new since the last round. Copies come first, since only originals make stories. Then the stories:
 * the whole window is grouped again, and where the groups differ from the stories, stories are merged and split. What people
 * decided by hand is kept. While the stream is so young that one day of news changes which terms are rare in it, all of it is
 * grouped again; `everything` asks for that even after a small change.
 */
export async function repairRound(deps: Deps, everything = false): Promise<Repaired> {
  const news = await newSinceRepair(deps.pool)
  if (!news) return { merged: 0, split: 0, relinked: 0 }
  const relinked = await repairCopies(deps, news.days)
  const rarity = await countAgain(deps, news.days)
  const isYoung = rarity.articles < YOUNG_ARTICLES && (rarity.hasChanged || everything)
  const articles = await loadRepairWindow(
    deps.pool,
    isYoung ? [{ from: '-infinity', to: 'infinity' }] : rangesAround(news.days),
    news.undated || isYoung ? UNDATED_DAYS : 0,
    MAX_ARTICLES,
  )
  const plan = planRepair(articles, await handEdits(deps.pool), await loadHistory(deps.pool))
  const fresh = await clusteredSinceRepair(deps.pool, OVERLAP_S)
  const repaired = await transaction(deps.pool, async (tx) => {
    const done = await applyRepair(tx, articles, plan)
    await noteRepaired(tx, news.until)
    return done
  })
  await nameTopTerms(deps, [...new Set([...fresh, ...plan.moves.flatMap((move) => move.articles)])])
  return { ...repaired, relinked }
}

/**
 * Counts the terms of the days that got new articles. Workers read the counts again when they have grown by a twentieth:
 * less than that changes no decision that the repair would not put right.
 */
async function countAgain(
  deps: Deps,
  days: readonly string[],
): Promise<{ articles: number; hasChanged: boolean }> {
  return transaction(deps.pool, async (tx) => {
    await countTerms(tx, days)
    const { articles, published } = await rarityState(tx)
    const hasChanged = Math.abs(articles - published) > published * MATERIAL
    if (hasChanged) await publishRarity(tx, articles)
    return { articles, hasChanged }
  })
}

/** Ranges of days that reach `AROUND_DAYS` around each of `days`; overlapping ones are one. */
function rangesAround(days: readonly string[]): { from: string; to: string }[] {
  const ranges: { from: number; to: number }[] = []
  for (const day of days.map((d) => Date.parse(d) / DAY_MS).sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && day - AROUND_DAYS <= last.to + 1) last.to = day + AROUND_DAYS
    else ranges.push({ from: day - AROUND_DAYS, to: day + AROUND_DAYS })
  }
  const text = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
  return ranges.map(({ from, to }) => ({ from: text(from), to: text(to) }))
}
