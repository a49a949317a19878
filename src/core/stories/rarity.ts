/**
 * How rare a term is in the stream of this installation: document frequencies by language and day. An article is compared
 * with the days other than its own. A story's own articles therefore never make its words common.
 */
import { backgroundDf } from './idf.ts'
import type { IdfOf } from './profile/lexicon.ts'
import type { ProfilePart } from './profile/parts.ts'
import type { StoryProfile } from './profile/story-profile.ts'
import { isWrittenInSyllables } from './profile/syllables.ts'

export interface DayCounts {
  articles: number
  /** Articles by term, and by part under `partKey`. */
  readonly df: Map<string, number>
}

/** Of one language, by days since 1970. */
export type LanguageDays = ReadonlyMap<number, DayCounts>
/** By language. */
export type History = ReadonlyMap<string, LanguageDays>

export interface RarityPolicy {
  /** Days before and after an article that count as its own, and say nothing about what is rare. */
  readonly ownDays: number
  /** The history counts as at most this many articles. */
  readonly historyArticles: number
  /** What is kept: the latest days, more of them while they have few articles, and the most frequent terms of a day. */
  readonly minDays: number
  readonly maxDays: number
  readonly enoughArticles: number
  readonly maxTermsPerDay: number
}

export const RARITY_POLICY: RarityPolicy = {
  ownDays: 10,
  historyArticles: 300,
  minDays: 60,
  maxDays: 400,
  enoughArticles: 2_000,
  maxTermsPerDay: 2_500,
}

/** The background counts as this share of its articles: it warms the window, it does not drown it. */
const BACKGROUND_SHARE = 0.05
const PRIOR_ARTICLES = 100
/**
 * Where history and background are fewer than this, this many articles are assumed of which nothing is known. Else all words of a
 * new stream in a language without a background would be about equally rare. Nothing is assumed for a language written in
 * syllables, for a syllable that nobody has counted is no rare word; nor for a language that an article is only perhaps in,
 * for there the words of its true language would all be rare.
 */
const LEAST_KNOWN = 60

/** The key of a part among the terms of a day; no term begins like this. */
export function partKey({ hash }: ProfilePart): string {
  return `=${hash}`
}

/** Counts the terms and parts of articles by language and day. Undated articles are not counted, because they have no day. */
export function countDays(
  articles: Iterable<{ readonly profile: StoryProfile; readonly publishedMs: number | null }>,
): Map<string, Map<number, DayCounts>> {
  const counts = new Map<string, Map<number, DayCounts>>()
  for (const { profile, publishedMs } of articles) {
    if (publishedMs === null) continue
    const day = Math.floor(publishedMs / DAY_MS)
    let days = counts.get(profile.language)
    if (days === undefined) counts.set(profile.language, (days = new Map()))
    let of = days.get(day)
    if (of === undefined) days.set(day, (of = { articles: 0, df: new Map() }))
    of.articles++
    for (const { key } of profile.terms) of.df.set(key, (of.df.get(key) ?? 0) + 1)
    for (const key of new Set(profile.parts.map(partKey))) of.df.set(key, (of.df.get(key) ?? 0) + 1)
  }
  return counts
}

const DAY_MS = 86_400_000

/** The terms of a day that are kept: the commonest, and of equals the first by name, so that equal days keep equal terms. */
function keptTerms({ df }: DayCounts, policy: RarityPolicy = RARITY_POLICY): [string, number][] {
  const all = [...df]
  if (all.length <= policy.maxTermsPerDay) return all
  return all.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, policy.maxTermsPerDay)
}

/** The first day of a language that is kept, from the articles of each of its days. */
export function firstKeptDay(
  days: Iterable<readonly [number, number]>,
  policy: RarityPolicy = RARITY_POLICY,
): number {
  let [first, held, articles] = [Number.POSITIVE_INFINITY, 0, 0]
  for (const [day, count] of [...days].sort(([a], [b]) => b - a)) {
    if (held >= policy.maxDays || (held >= policy.minDays && articles >= policy.enoughArticles)) break
    first = day
    held++
    articles += count
  }
  return first
}

/** What would be kept of these counts: for streams held in memory. */
export function boundHistory(history: History, policy: RarityPolicy = RARITY_POLICY): History {
  return new Map(
    [...history].map(([language, days]) => {
      const first = firstKeptDay(
        [...days].map(([day, { articles }]) => [day, articles] as const),
        policy,
      )
      const kept = [...days].filter(([day]) => day >= first)
      return [
        language,
        new Map(
          kept.map(([day, counts]) => [
            day,
            { articles: counts.articles, df: new Map(keptTerms(counts, policy)) },
          ]),
        ),
      ]
    }),
  )
}

/** Other days than those of one article. */
export interface OtherDays {
  readonly articles: number
  countOf(key: string): number
}

const NO_DAYS: OtherDays = { articles: 0, countOf: () => 0 }

/** Reads from a history the counts of other days than an article's own; sums over all days are made once. */
export function createOtherDays(
  history: History,
  policy: RarityPolicy = RARITY_POLICY,
): (language: string, day: number | null) => OtherDays {
  const totals = new Map<string, DayCounts>()
  const totalOf = (language: string, days: LanguageDays): DayCounts => {
    let total = totals.get(language)
    if (total !== undefined) return total
    total = { articles: 0, df: new Map() }
    for (const { articles, df } of days.values()) {
      total.articles += articles
      for (const [key, count] of df) total.df.set(key, (total.df.get(key) ?? 0) + count)
    }
    totals.set(language, total)
    return total
  }
  const known = new Map<string, OtherDays>()
  return (language, day) => {
    const days = history.get(language)
    if (day === null || days === undefined) return NO_DAYS
    const name = `${language} ${day}`
    const asked = known.get(name)
    if (asked !== undefined) return asked
    const total = totalOf(language, days)
    const own: DayCounts[] = []
    for (let d = day - policy.ownDays; d <= day + policy.ownDays; d++)
      own.push(...(days.get(d) ? [days.get(d)!] : []))
    const others: OtherDays = {
      articles: total.articles - own.reduce((sum, { articles }) => sum + articles, 0),
      countOf: (key) => {
        let count = total.df.get(key) ?? 0
        if (count > 0) for (const { df } of own) count -= df.get(key) ?? 0
        return count
      },
    }
    known.set(name, others)
    return others
  }
}

/** Articles near in time, counted beside the other days. */
export interface NearCounts {
  readonly articles: number
  countOf(key: string): number
}

const NOTHING_NEAR: NearCounts = { articles: 0, countOf: () => 0 }

/**
 * Rarity from the articles of the days around, the other days of the stream and the background. Values are cached: use it as
 * long as none of the three changes.
 */
export function blendedIdf(
  language: string,
  near: NearCounts = NOTHING_NEAR,
  others: OtherDays = NO_DAYS,
  isSure = true,
  policy: RarityPolicy = RARITY_POLICY,
): IdfOf {
  const background = backgroundDf(language)
  const scale = others.articles > 0 ? Math.min(1, policy.historyArticles / others.articles) : 0
  const known = others.articles * scale + (background?.articles ?? 0) * BACKGROUND_SHARE
  const least = isSure && !isWrittenInSyllables(language) ? LEAST_KNOWN : 0
  const total = near.articles + Math.max(known, least) + PRIOR_ARTICLES
  const values = new Map<string, number>()
  return (key) => {
    let value = values.get(key)
    if (value === undefined) {
      const count =
        near.countOf(key) +
        (scale > 0 ? others.countOf(key) * scale : 0) +
        (background?.df.get(key) ?? 0) * BACKGROUND_SHARE
      value = Math.log((total + 1) / (count + 1))
      values.set(key, value)
    }
    return value
  }
}
