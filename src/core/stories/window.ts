/**
 * The evidence within a window of articles: rarity of terms around each article's day, candidates by
 * shared key terms, and the comparison of each pair of candidates.
 */
import { mostLikely } from './pair/apart.ts'
import { boilerplateTerms, sharedParts } from './pair/boilerplate.ts'
import type { PairFacts } from './pair/facts.ts'
import { compare } from './pair/features.ts'
import { pairProbability } from './pair/join.ts'
import { type Prepared, prepare } from './pair/prepared.ts'
import { formTerms, recurringForms } from './pair/recurring-forms.ts'
import { type StoryKey, storyKeys } from './profile/keys.ts'
import type { IdfOf } from './profile/lexicon.ts'
import type { StoryProfile } from './profile/story-profile.ts'
import {
  blendedIdf,
  countDays,
  createOtherDays,
  type DayCounts,
  type History,
  type LanguageDays,
  type NearCounts,
} from './rarity.ts'

export interface WindowArticle {
  readonly profile: StoryProfile
  readonly publishedMs: number | null
  readonly id?: number
  /** Ids of articles that have the same words in the same form with other facts, as found by the search for copies. */
  readonly templatedWith?: readonly number[]
}

export interface WindowPolicy {
  /** Two dated articles further apart are not compared. */
  readonly windowDays: number
  /** Days to either side in which a term's rarity is counted. */
  readonly idfDays: number
  /** How many articles are read under one key, the most recent first. */
  readonly maxPerKey: number
  readonly maxCandidates: number
  /** The same for a title alone: cheap to compare, and stories of many titles need it. */
  readonly maxTitleCandidates: number
}

export const WINDOW_POLICY: WindowPolicy = {
  windowDays: 10,
  idfDays: 2,
  maxPerKey: 400,
  maxCandidates: 60,
  maxTitleCandidates: 100,
}

const DAY_MS = 86_400_000

/** Makes articles ready for comparing outside a window, as they arrive: rarity by the other days of the stream alone. */
export interface Rarity {
  prepare(profile: StoryProfile, publishedMs: number | null): Prepared
}

const NO_PARTS: ReadonlySet<number> = new Set()

/** Keeps what it works out: use it for as long as the history stays. */
export function createRarity(history: History): Rarity {
  const otherDays = createOtherDays(history)
  const idfs = new Map<string, IdfOf>()
  return {
    prepare: (profile, publishedMs) => {
      const day = publishedMs === null ? null : Math.floor(publishedMs / DAY_MS)
      const others = otherDays(profile.language, day)
      const isSure = profile.alternatives.length === 0
      const idf: IdfOf = (key, language) => {
        const name = `${language} ${day} ${isSure}`
        let of = idfs.get(name)
        if (of === undefined)
          idfs.set(name, (of = blendedIdf(language, undefined, otherDays(language, day), isSure)))
        return of(key, language)
      }
      return prepare(profile, publishedMs, idf, boilerplateTerms(profile, NO_PARTS, others))
    },
  }
}

/** Articles with the rarity of their own days, without the boilerplate in them and the words of recurring forms. */
export function prepareWindow(
  articles: readonly WindowArticle[],
  history: History = new Map(),
  policy: WindowPolicy = WINDOW_POLICY,
): Prepared[] {
  const counts = countDays(articles)
  const undated = countUndated(articles)
  const otherDays = createOtherDays(history)
  const shared = sharedParts(articles)
  const forms = recurringForms(articles)
  const idfs = new Map<string, IdfOf>()
  const idfOf = (language: string, day: number | null, isSure: boolean): IdfOf => {
    const name = `${language} ${day} ${isSure}`
    let idf = idfs.get(name)
    if (idf === undefined) {
      const near = nearCounts(counts.get(language), undated.get(language), day, policy.idfDays)
      idfs.set(name, (idf = blendedIdf(language, near, otherDays(language, day), isSure)))
    }
    return idf
  }
  return articles.map(({ profile, publishedMs }) => {
    const day = publishedMs === null ? null : Math.floor(publishedMs / DAY_MS)
    return prepare(
      profile,
      publishedMs,
      (key, language) => idfOf(language, day, profile.alternatives.length === 0)(key, language),
      boilerplateTerms(profile, shared, otherDays(profile.language, day)),
      formTerms(profile, forms),
    )
  })
}

function countUndated(articles: readonly WindowArticle[]): Map<string, DayCounts> {
  const undated = articles.filter(({ publishedMs }) => publishedMs === null)
  const counts = countDays(undated.map(({ profile }) => ({ profile, publishedMs: 0 })))
  return new Map([...counts].flatMap(([language, days]) => [...days.values()].map((of) => [language, of])))
}

/** Of the days around one; undated articles are each other's. */
function nearCounts(
  days: LanguageDays | undefined,
  undated: DayCounts | undefined,
  day: number | null,
  idfDays: number,
): NearCounts {
  const near =
    day === null ? [undated] : Array.from({ length: 2 * idfDays + 1 }, (_, k) => days?.get(day - idfDays + k))
  const counts = near.filter((of) => of !== undefined)
  return {
    articles: counts.reduce((sum, { articles }) => sum + articles, 0),
    countOf: (key) => counts.reduce((sum, { df }) => sum + (df.get(key) ?? 0), 0),
  }
}

/** Evidence between two articles, by their index. */
export interface Edge {
  readonly a: number
  readonly b: number
  readonly facts: PairFacts
  readonly probability: number
  /** The highest probability that the pair can have, whatever the other articles of the window are (see apart.ts). */
  readonly atMost: number
}

/** Compares the pairs worth comparing, found as the database finds them: by shared keys, within the window, bounded. */
export function eachPair(
  articles: readonly WindowArticle[],
  prepared: readonly Prepared[],
  visit: (a: number, b: number, facts: PairFacts) => void,
  policy: WindowPolicy = WINDOW_POLICY,
): void {
  const byKey = new Map<number, number[]>()
  for (const [a, article] of articles.entries()) {
    const own = prepared[a]!
    const scores = new Map<number, number>()
    for (const [key, mine] of keysOf(own)) {
      const list = byKey.get(key.hash)
      if (list === undefined) {
        byKey.set(key.hash, [a])
        continue
      }
      let seen = 0
      for (let i = list.length - 1; i >= 0 && seen < policy.maxPerKey; i--) {
        const b = list[i]!
        const other = articles[b]!
        if (
          article.publishedMs !== null &&
          other.publishedMs !== null &&
          Math.abs(article.publishedMs - other.publishedMs) > policy.windowDays * DAY_MS
        )
          continue
        seen++
        const its = inLanguage(prepared[b]!, mine.profile.language)
        scores.set(b, (scores.get(b) ?? 0) + key.value * (its.terms.get(key.term)?.value ?? 0))
      }
      list.push(a)
    }
    const best = [...scores]
      .map(([b, dot]) => ({ b, cosine: dot / (own.norm * prepared[b]!.norm + 1e-9) }))
      .sort((x, y) => y.cosine - x.cosine || x.b - y.b)
      .slice(0, own.isBare ? policy.maxTitleCandidates : policy.maxCandidates)
    for (const { b } of best) visit(b, a, compare(prepared[b]!, own))
  }
}

/** The terms that an article is found by, in each language that it could be in. */
function keysOf(own: Prepared): (readonly [StoryKey, Prepared])[] {
  return [own, ...own.alternatives.values()].flatMap((read) =>
    storyKeys(read.profile, (term) => read.terms.get(term)?.idf ?? 0)
      .filter(({ term }) => read.terms.has(term))
      .map((key) => [key, read] as const),
  )
}

function inLanguage(article: Prepared, language: string): Prepared {
  return article.alternatives.get(language) ?? article
}

/** Pairs less likely than this say nothing worth keeping. */
const MIN_PROBABILITY = 0.01

function areTemplated(a: WindowArticle, b: WindowArticle): boolean {
  return (
    (b.id !== undefined && a.templatedWith?.includes(b.id) === true) ||
    (a.id !== undefined && b.templatedWith?.includes(a.id) === true)
  )
}

/** What the pair model says of a pair; null where it says nothing worth keeping. */
export function edgeOf(
  articles: readonly WindowArticle[],
  prepared: readonly Prepared[],
  { a, b, facts }: Pick<Edge, 'a' | 'b' | 'facts'>,
  weights: readonly number[],
): Edge | null {
  const atMost = mostLikely(prepared[a]!, prepared[b]!, areTemplated(articles[a]!, articles[b]!))
  const probability = Math.min(pairProbability(weights, facts), atMost)
  return probability < MIN_PROBABILITY ? null : { a, b, facts, probability, atMost }
}

/** The pairs of a window that the pair model takes to be possible. */
export function windowEdges(
  articles: readonly WindowArticle[],
  prepared: readonly Prepared[],
  weights: readonly number[],
  policy: WindowPolicy = WINDOW_POLICY,
): Edge[] {
  const edges: Edge[] = []
  const visit = (a: number, b: number, facts: PairFacts): void => {
    const edge = edgeOf(articles, prepared, { a, b, facts }, weights)
    if (edge !== null) edges.push(edge)
  }
  eachPair(articles, prepared, visit, policy)
  return edges
}
