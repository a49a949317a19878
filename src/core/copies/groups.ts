/**
 * Groups articles that are copies of one text, from all pairs at once: the most certain pair first, independent of the order of
 * arrival. With it the repair pass corrects the decision made at arrival (decision.ts), which knows only earlier articles: two
 * copies that were clustered at the same moment, or an original that arrived last.
 */
import { isBare, titlesSaySo } from './bare-title.ts'
import {
  type ComparedPairs,
  type CopyArticle,
  type CopyEdge,
  comparePairs,
  type OutletShingles,
} from './compared-pairs.ts'
import { originOf } from './origin.ts'
import { COPY_POLICY, type CopyPolicy } from './policy.ts'
import { overlapOf } from './similarity.ts'

export interface CopyGroups {
  readonly groups: readonly CopyGroup[]
  /** Pairs of ids with the same words and other facts: reports of two events made from one form. */
  readonly templated: readonly (readonly [number, number])[]
}

export interface CopyGroup {
  readonly original: CopyArticle
  readonly members: readonly CopyArticle[]
}

/** With a weaker match, the group's original must match too, and two groups are never merged. */
export const STRONG = 0.5
/** An excerpt is less than this share of its source; it does not show whether two other texts have one source. */
export const EXCERPT = 0.3
/** Two groups are merged only if they have this share of names in common: a round-up contains many texts and must not merge them. */
export const MIN_NAMES_TO_JOIN = 0.3
/** The same for words. */
const MIN_SHARE_TO_JOIN = 0.15
/** Texts of similar length: neither is an excerpt of the other. */
const ALIKE_IN_SIZE = 0.5

/**
 * The groups of two or more among `articles`. `pairs` are indexes of articles that share fingerprint keys; the order of both does
 * not matter. Pairs in `settled` are copies without a comparison; text that an outlet repeats is ignored.
 */
export function groupCopies(
  articles: readonly CopyArticle[],
  pairs: readonly (readonly [number, number])[],
  settled: readonly (readonly [number, number])[] = [],
  repeated: OutletShingles = new Map(),
  policy: CopyPolicy = COPY_POLICY,
): CopyGroups {
  const order = articles.map((_, i) => i).sort((x, y) => bySortKey(articles[x]!, articles[y]!))
  const sorted = order.map((i) => articles[i]!)
  const placeOf = new Map(order.map((i, place) => [i, place]))
  const place = ([x, y]: readonly [number, number]): [number, number] => {
    const [a, b] = [placeOf.get(x)!, placeOf.get(y)!]
    return a < b ? [a, b] : [b, a]
  }
  const { edges, templates, templated } = comparePairs(sorted, pairs.map(place), repeated, policy)
  const groups = joinEdges(sorted, edges, templates, settled.map(place))
  joinTitles(sorted, groups, pairs.map(place))
  return {
    groups: groups
      .filter((members) => members.length > 1)
      .map((members) => {
        const list = members.map((i) => sorted[i]!)
        const { original } = originOf(list)
        return { original: list.find(({ id }) => id === original.id)!, members: list }
      }),
    templated: templated.map(([a, b]) => [sorted[a]!.id, sorted[b]!.id]),
  }
}

function bySortKey(a: CopyArticle, b: CopyArticle): number {
  return (
    (a.publishedMs ?? 0) - (b.publishedMs ?? 0) ||
    (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id - b.id)
  )
}

function joinEdges(
  articles: readonly CopyArticle[],
  edges: readonly CopyEdge[],
  templates: ComparedPairs['templates'],
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

/** Articles with only a title join the group of the same outlet, day and title, and do not merge groups. */
function joinTitles(
  articles: readonly CopyArticle[],
  groups: number[][],
  pairs: readonly (readonly [number, number])[],
): void {
  const said = pairs
    .filter(([a, b]) => titlesSaySo(articles[a]!, articles[b]!))
    .sort(([a, b], [c, d]) => b - d || a - c)
  const groupOf = new Map(groups.flatMap((members) => members.map((i) => [i, members] as const)))
  // First to an article with a text, so that two articles with only a title meet in its group.
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

/** A weak match also needs a match with the original of the larger group, or with most of its members, for each new member. */
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

/** An excerpt does not merge the groups of two texts, and a text that contains several others does not merge their groups. */
function mayMeet(
  articles: readonly CopyArticle[],
  { a, b, overlap }: CopyEdge,
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
