/**
 * The evidence within a window of articles: rarity of terms around each article's day, candidates by
 * shared key terms, and the comparison of each pair of candidates.
 */
import { compare, type PairFacts, type Prepared, prepare } from './features.ts'
import { backgroundDf } from './idf.ts'
import { logistic, pairVector } from './join.ts'
import { storyKeys } from './keys.ts'
import type { IdfOf, StoryProfile } from './profile.ts'

export interface WindowArticle {
  readonly profile: StoryProfile
  readonly publishedMs: number | null
}

export interface WindowPolicy {
  /** Two dated articles further apart are not compared. */
  readonly windowDays: number
  /** Days to either side in which a term's rarity is counted. */
  readonly idfDays: number
  /** Articles looked at under one key, the most recent first. */
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
/** The background counts as this share of its articles: it warms the window, it does not drown it. */
const BACKGROUND_SHARE = 0.05
const PRIOR_ARTICLES = 100

/** Rarity from articles counted around a day, with the background behind them. */
export function blendedIdf(language: string, articles: number, countOf: (key: string) => number): IdfOf {
  const background = backgroundDf(language)
  const total = articles + (background?.articles ?? 0) * BACKGROUND_SHARE + PRIOR_ARTICLES
  return (key) =>
    Math.log((total + 1) / (countOf(key) + (background?.df.get(key) ?? 0) * BACKGROUND_SHARE + 1))
}

/** Articles under the IDF of their own days. */
export function prepareWindow(
  articles: readonly WindowArticle[],
  policy: WindowPolicy = WINDOW_POLICY,
): Prepared[] {
  const counts = new Map<string, { articles: number; df: Map<string, number> }>()
  for (const article of articles) {
    const name = `${article.profile.language} ${dayOf(article)}`
    let day = counts.get(name)
    if (day === undefined) counts.set(name, (day = { articles: 0, df: new Map() }))
    day.articles++
    for (const { key } of article.profile.terms) day.df.set(key, (day.df.get(key) ?? 0) + 1)
  }
  const idfs = new Map<string, IdfOf>()
  return articles.map((article) => {
    const { language } = article.profile
    const day = dayOf(article)
    const name = `${language} ${day}`
    let idf = idfs.get(name)
    if (idf === undefined) {
      const days =
        day === null
          ? [null]
          : Array.from({ length: 2 * policy.idfDays + 1 }, (_, k) => day - policy.idfDays + k)
      const near = days.flatMap((d) => counts.get(`${language} ${d}`) ?? [])
      const known = new Map<string, number>()
      const raw = blendedIdf(
        language,
        near.reduce((sum, { articles: n }) => sum + n, 0),
        (key) => near.reduce((sum, { df }) => sum + (df.get(key) ?? 0), 0),
      )
      idf = (key, lang) => {
        let value = known.get(key)
        if (value === undefined) known.set(key, (value = raw(key, lang)))
        return value
      }
      idfs.set(name, idf)
    }
    return prepare(article.profile, article.publishedMs, idf)
  })
}

function dayOf(article: WindowArticle): number | null {
  return article.publishedMs === null ? null : Math.floor(article.publishedMs / DAY_MS)
}

/** Evidence between two articles, by their index. */
export interface Edge {
  readonly a: number
  readonly b: number
  readonly facts: PairFacts
  readonly probability: number
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
    const keys = storyKeys(article.profile, (term) => own.terms.get(term)?.idf ?? 0)
    for (const key of keys) {
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
        scores.set(b, (scores.get(b) ?? 0) + key.value * (prepared[b]!.terms.get(key.term)?.value ?? 0))
      }
      list.push(a)
    }
    const best = [...scores]
      .map(([b, dot]) => ({ b, cosine: dot / (own.norm * prepared[b]!.norm + 1e-9) }))
      .sort((x, y) => y.cosine - x.cosine || x.b - y.b)
      .slice(0, article.profile.bodyWords === 0 ? policy.maxTitleCandidates : policy.maxCandidates)
    for (const { b } of best) visit(b, a, compare(prepared[b]!, own))
  }
}

/** Pairs less likely than this say nothing worth keeping. */
export const MIN_PROBABILITY = 0.01

/** The pairs of a window that the pair model takes to be possible. */
export function windowEdges(
  articles: readonly WindowArticle[],
  prepared: readonly Prepared[],
  weights: readonly number[],
  policy: WindowPolicy = WINDOW_POLICY,
): Edge[] {
  const edges: Edge[] = []
  const visit = (a: number, b: number, facts: PairFacts): void => {
    const probability = logistic(weights, pairVector(facts))
    if (probability >= MIN_PROBABILITY) edges.push({ a, b, facts, probability })
  }
  eachPair(articles, prepared, visit, policy)
  return edges
}
