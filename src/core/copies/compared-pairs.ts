/**
 * Compares the texts of pairs that share fingerprint keys, without the text that their outlets repeat: which pairs are copies,
 * and which were made from one form with other facts.
 */
import { isBare } from './bare-title.ts'
import type { CopyFacts } from './origin.ts'
import type { CopyPolicy } from './policy.ts'
import { type ComparableText, type Overlap, overlapOf } from './similarity.ts'
import { copyVerdict, isPlaceholder } from './verdict.ts'

export interface CopyArticle extends CopyFacts {
  readonly text: ComparableText
}

/** By outlet: the shingles that it repeats (outlet-shingles.ts). */
export type OutletShingles = ReadonlyMap<string | number, ReadonlySet<number>>

/** Two articles that are one text. */
export interface CopyEdge {
  readonly a: number
  readonly b: number
  readonly overlap: Overlap
}

export interface ComparedPairs {
  readonly edges: readonly CopyEdge[]
  /** Pairs with the same words but other facts, or with a block that both contain: the number of shared shingles, by pair. */
  readonly templates: ReadonlyMap<number, ReadonlyMap<number, number>>
  /** Of these the pairs with other facts. */
  readonly templated: readonly (readonly [number, number])[]
}

export function comparePairs(
  articles: readonly CopyArticle[],
  pairs: readonly (readonly [number, number])[],
  repeated: OutletShingles,
  policy: CopyPolicy,
): ComparedPairs {
  const boilerplate = outletBoilerplate(articles, pairs, policy)
  const edges: CopyEdge[] = []
  const templates = new Map<number, Map<number, number>>()
  const templated: (readonly [number, number])[] = []
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
    else if (verdict === 'templated' || verdict === 'shared_block') {
      if (verdict === 'templated') templated.push([a, b])
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const of = templates.get(one) ?? new Map<number, number>()
        of.set(other, overlap.shared)
        templates.set(one, of)
      }
    }
  }
  edges.sort(
    (p, q) =>
      q.overlap.share - p.overlap.share || q.overlap.shared - p.overlap.shared || p.a - q.a || p.b - q.b,
  )
  return { edges, templates, templated }
}

/** For pairs of one outlet: the shingles that a third article of the outlet has too, which is not a copy of either. */
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
  const known = new Map<string, boolean>()
  const isCopy = (a: number, b: number): boolean => {
    const name = a < b ? `${a} ${b}` : `${b} ${a}`
    let is = known.get(name)
    if (is === undefined) {
      const overlap = overlapOf(articles[a]!.text, articles[b]!.text)
      is = overlap.share >= policy.minShareSameOutlet && !isPlaceholder(overlap, true, policy)
      known.set(name, is)
    }
    return is
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
