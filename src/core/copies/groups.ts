/**
 * Groups of articles that are one text, from all of the pairs at once: the surest first, whatever order the articles
 * came in. The repair pass puts right with it what the online decision (`copies.ts`), which sees only what is there
 * already, could not know: two copies that were clustered at the same moment, an original that came last.
 */
import { isBare, titlesSaySo } from './bare-title.ts'
import { type CopyFacts, originOf } from './origin.ts'
import {
  COPY_POLICY,
  type ComparableText,
  type CopyPolicy,
  copyVerdict,
  type Overlap,
  overlapOf,
} from './similarity.ts'

export interface CopyArticle extends CopyFacts {
  readonly text: ComparableText
}

/** By outlet: the shingles that it repeats (outlet-shingles.ts). */
export type OutletShingles = ReadonlyMap<string | number, ReadonlySet<number>>

export interface CopyGroup {
  readonly original: CopyArticle
  readonly members: readonly CopyArticle[]
}

interface Edge {
  readonly a: number
  readonly b: number
  readonly overlap: Overlap
}

/** Weaker matches than this need the group's original to match as well, and join no two groups. */
export const STRONG = 0.5
/** An excerpt is less than this of the text it was taken from; it says nothing about who else took from where. */
export const EXCERPT = 0.3
/** Two groups are one only if they also speak of the same names: a round-up holds many texts and joins none. */
export const MIN_NAMES_TO_JOIN = 0.3
/** The same of words. */
const MIN_SHARE_TO_JOIN = 0.15
/** Texts of one length: neither is an excerpt of the other. */
const ALIKE_IN_SIZE = 0.5

/**
 * The groups of two and more among `articles`. `pairs` are indexes of what shares fingerprint keys; the order of either
 * makes no difference. `settled` pairs are one text whatever they look like now; what outlets repeat does not count.
 */
export function groupCopies(
  articles: readonly CopyArticle[],
  pairs: readonly (readonly [number, number])[],
  settled: readonly (readonly [number, number])[] = [],
  repeated: OutletShingles = new Map(),
  policy: CopyPolicy = COPY_POLICY,
): CopyGroup[] {
  const order = articles.map((_, i) => i).sort((x, y) => bySortKey(articles[x]!, articles[y]!))
  const sorted = order.map((i) => articles[i]!)
  const placeOf = new Map(order.map((i, place) => [i, place]))
  const place = ([x, y]: readonly [number, number]): [number, number] => {
    const [a, b] = [placeOf.get(x)!, placeOf.get(y)!]
    return a < b ? [a, b] : [b, a]
  }
  const { edges, templates } = comparePairs(sorted, pairs.map(place), repeated, policy)
  const groups = joinEdges(sorted, edges, templates, settled.map(place))
  joinTitles(sorted, groups, pairs.map(place))
  return groups
    .filter((members) => members.length > 1)
    .map((members) => {
      const list = members.map((i) => sorted[i]!)
      const { original } = originOf(list)
      return { original: list.find(({ id }) => id === original.id)!, members: list }
    })
}

function bySortKey(a: CopyArticle, b: CopyArticle): number {
  return (
    (a.publishedMs ?? 0) - (b.publishedMs ?? 0) ||
    (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id - b.id)
  )
}

interface Compared {
  readonly edges: readonly Edge[]
  /** The same words with other facts: shingles shared, by pair. */
  readonly templates: ReadonlyMap<number, ReadonlyMap<number, number>>
}

function comparePairs(
  articles: readonly CopyArticle[],
  pairs: readonly (readonly [number, number])[],
  repeated: OutletShingles,
  policy: CopyPolicy,
): Compared {
  const boilerplate = outletBoilerplate(articles, pairs, policy)
  const edges: Edge[] = []
  const templates = new Map<number, Map<number, number>>()
  const seen = new Set<string>()
  for (const [a, b] of pairs) {
    const name = `${a} ${b}`
    if (a === b || seen.has(name) || isBare(articles[a]!) || isBare(articles[b]!)) continue
    seen.add(name)
    const [x, y] = [articles[a]!, articles[b]!]
    const sameOutlet = x.outlet !== null && x.outlet === y.outlet
    const own = [
      ...(x.outlet === null ? [] : [repeated.get(x.outlet)]),
      ...(sameOutlet ? [boilerplate.get(name)] : y.outlet === null ? [] : [repeated.get(y.outlet)]),
    ].filter((set) => set !== undefined)
    const overlap = overlapOf(
      x.text,
      y.text,
      own.length ? { has: (hash) => own.some((set) => set.has(hash)) } : undefined,
    )
    const verdict = copyVerdict(overlap, sameOutlet, policy)
    if (verdict === 'copy') edges.push({ a, b, overlap })
    else if (verdict === 'templated')
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const of = templates.get(one) ?? new Map<number, number>()
        of.set(other, overlap.shared)
        templates.set(one, of)
      }
  }
  edges.sort(
    (p, q) =>
      q.overlap.share - p.overlap.share || q.overlap.shared - p.overlap.shared || p.a - q.a || p.b - q.b,
  )
  return { edges, templates }
}

/** For pairs of one outlet: what a third article of it has as well, which is no copy of either. */
function outletBoilerplate(
  articles: readonly CopyArticle[],
  pairs: readonly (readonly [number, number])[],
  policy: CopyPolicy,
): Map<string, ReadonlySet<number>> {
  const own = pairs.filter(
    ([a, b]) => articles[a]!.outlet !== null && articles[a]!.outlet === articles[b]!.outlet,
  )
  const near = new Map<number, Set<number>>()
  for (const [a, b] of own)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const set = near.get(one) ?? new Set<number>()
      set.add(other)
      near.set(one, set)
    }
  const shares = new Map<string, number>()
  const isCopy = (a: number, b: number): boolean => {
    const name = a < b ? `${a} ${b}` : `${b} ${a}`
    let share = shares.get(name)
    if (share === undefined) shares.set(name, (share = overlapOf(articles[a]!.text, articles[b]!.text).share))
    return share >= policy.minShareSameOutlet
  }
  const found = new Map<string, ReadonlySet<number>>()
  for (const [a, b] of own) {
    const shared = new Set<number>()
    for (const third of near.get(a)!) {
      if (third === b || isCopy(a, third) || isCopy(b, third)) continue
      const its = articles[third]!.text.shingleSet
      for (const hash of articles[b]!.text.shingleSet)
        if (articles[a]!.text.shingleSet.has(hash) && its.has(hash)) shared.add(hash)
    }
    if (shared.size > 0) found.set(`${a} ${b}`, shared)
  }
  return found
}

function joinEdges(
  articles: readonly CopyArticle[],
  edges: readonly Edge[],
  templates: Compared['templates'],
  settled: readonly (readonly [number, number])[],
): number[][] {
  const groupOf = articles.map((_, i) => i)
  const members = articles.map((_, i) => [i])
  const matches = new Map<number, Set<number>>()
  for (const { a, b } of edges)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const set = matches.get(one) ?? new Set<number>()
      set.add(other)
      matches.set(one, set)
    }
  const isTemplate = (one: readonly number[], other: readonly number[], shared: number): boolean =>
    one.some((i) => {
      const of = templates.get(i)
      return of !== undefined && other.some((k) => (of.get(k) ?? 0) >= shared)
    })
  const join = (g: number, h: number): void => {
    if (g === h) return
    const [into, from] = members[g]!.length >= members[h]!.length ? [g, h] : [h, g]
    for (const i of members[from]!) groupOf[i] = into
    members[into]!.push(...members[from]!)
    members[from] = []
  }
  for (const [a, b] of settled) join(groupOf[a]!, groupOf[b]!)
  for (const edge of edges) {
    const [g, h] = [groupOf[edge.a]!, groupOf[edge.b]!]
    if (g === h) continue
    const [one, other] = [members[g]!, members[h]!]
    if (isTemplate(one, other, edge.overlap.shared)) continue
    if (edge.overlap.share < STRONG && !groupAgrees(articles, one, other, matches)) continue
    if (!mayMeet(articles, edge, one, other)) continue
    join(g, h)
  }
  return members
}

/** Titles alone go where outlet, day and title send them, and bring nobody together. */
function joinTitles(
  articles: readonly CopyArticle[],
  groups: number[][],
  pairs: readonly (readonly [number, number])[],
): void {
  const said = pairs
    .filter(([a, b]) => titlesSaySo(articles[a]!, articles[b]!))
    .sort(([a, b], [c, d]) => b - d || a - c)
  const groupOf = new Map(groups.flatMap((members) => members.map((i) => [i, members] as const)))
  // To a text first, so that two bare titles meet there and not before.
  for (const withText of [true, false])
    for (const [a, b] of said)
      for (const [bare, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const [own, others] = [groupOf.get(bare)!, groupOf.get(other)!]
        if (!isBare(articles[bare]!) || isBare(articles[other]!) === withText) continue
        if (own.length > 1 || own === others) continue
        own.length = 0
        others.push(bare)
        groupOf.set(bare, others)
      }
}

/** A weak match takes the consent of the larger group: of its original, or of most of it, to each that comes in. */
function groupAgrees(
  articles: readonly CopyArticle[],
  one: readonly number[],
  other: readonly number[],
  matches: ReadonlyMap<number, ReadonlySet<number>>,
): boolean {
  const [few, group] = one.length <= other.length ? [one, other] : [other, one]
  if (group.length === 1) return true
  const { original } = originOf(group.map((i) => articles[i]!))
  return few.every((newcomer) => {
    const agreed = group.filter((i) => matches.get(newcomer)?.has(i))
    return (
      agreed.some((i) => articles[i]!.id === original.id) ||
      (agreed.length > 1 && agreed.length * 2 > group.length)
    )
  })
}

/** An excerpt joins no two texts, and a text that holds others joins none of them to each other. */
function mayMeet(
  articles: readonly CopyArticle[],
  { a, b, overlap }: Edge,
  one: readonly number[],
  other: readonly number[],
): boolean {
  const words = (i: number): number => articles[i]!.words
  const [short, group] = words(a) <= words(b) ? [a, one] : [b, other]
  if (overlap.shareOfLonger < EXCERPT && group.some((i) => words(i) * ALIKE_IN_SIZE > words(short)))
    return false
  return haveInCommon(articles, b, one, a) && haveInCommon(articles, a, other, b)
}

/** Whether `newcomer`, which comes in by way of `door`, has words or names in common with the fullest of the others. */
function haveInCommon(
  articles: readonly CopyArticle[],
  newcomer: number,
  group: readonly number[],
  door: number,
): boolean {
  let witness: number | null = null
  for (const i of group)
    if (i !== door && (witness === null || articles[i]!.words > articles[witness]!.words)) witness = i
  if (witness === null) return true
  const { share, names } = overlapOf(articles[newcomer]!.text, articles[witness]!.text)
  return share >= MIN_SHARE_TO_JOIN || (names ?? 0) >= MIN_NAMES_TO_JOIN
}
