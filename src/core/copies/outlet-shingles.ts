/**
 * The shingles that an outlet repeats: they are in three or more of its articles that have little else in common. They are
 * boilerplate (appeals, disclaimers, background blocks) and are ignored when texts are compared.
 */
import type { CopyArticle } from './compared-pairs.ts'
import { COPY_POLICY, type CopyPolicy } from './policy.ts'
import { overlapOf } from './similarity.ts'

/** A shingle in this many unrelated articles is the outlet's boilerplate. */
const REPEATED_IN = 3
/** With how many articles of the outlet an article is compared. */
const MAX_HELD = 8

/** By outlet: repeated shingles, with in how many unrelated articles of `articles` each was seen. */
export function repeatedShingles(
  articles: readonly CopyArticle[],
  pairs: readonly (readonly [number, number])[],
  policy: CopyPolicy = COPY_POLICY,
): Map<string | number, Map<number, number>> {
  const near = new Map<number, Set<number>>()
  for (const [a, b] of pairs)
    if (articles[a]!.outlet !== null && articles[a]!.outlet === articles[b]!.outlet)
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const)
        near.set(one, (near.get(one) ?? new Set<number>()).add(other))
  const found = new Map<string | number, Map<number, number>>()
  for (const [own, others] of near) {
    if (others.size + 1 < REPEATED_IN) continue
    const held = unrelated(articles, own, others, policy)
    if (held.length < REPEATED_IN) continue
    const counts = new Map<number, number>()
    for (const i of held)
      for (const hash of articles[i]!.text.shingleSet)
        if (articles[own]!.text.shingleSet.has(hash)) counts.set(hash, (counts.get(hash) ?? 0) + 1)
    const outlet = articles[own]!.outlet!
    const known = found.get(outlet) ?? new Map<number, number>()
    found.set(outlet, known)
    for (const [hash, n] of counts) if (n >= REPEATED_IN) known.set(hash, Math.max(n, known.get(hash) ?? 0))
  }
  return found
}

/** `own` and those of `others` that have little in common with it and with each other. */
function unrelated(
  articles: readonly CopyArticle[],
  own: number,
  others: ReadonlySet<number>,
  policy: CopyPolicy,
): number[] {
  const held = [own]
  const bySortKey = [...others].sort((x, y) => (articles[x]!.sortKey < articles[y]!.sortKey ? -1 : 1))
  for (const i of bySortKey) {
    if (held.length > MAX_HELD) break
    if (held.every((k) => overlapOf(articles[i]!.text, articles[k]!.text).share < policy.minShare))
      held.push(i)
  }
  return held
}
