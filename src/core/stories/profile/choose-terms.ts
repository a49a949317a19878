import type { TermCount } from './lexicon.ts'
import { IN_LEAD, IN_TITLE, IS_NAME, IS_NUMBER } from './story-profile.ts'

/** Limits and weights, see `ProfilePolicy`. */
interface TermPolicy {
  readonly maxTerms: number
  readonly maxNumbers: number
  readonly titleWeight: number
  readonly leadWeight: number
}

export interface ChosenTerm {
  readonly key: string
  readonly weight: number
  /** Sum of IN_TITLE, IN_LEAD, IS_NAME, IS_NUMBER. */
  readonly flags: number
  readonly part: number
  readonly count: TermCount
}

/**
 * The terms that a profile keeps, the highest weight × IDF first: at most `maxTerms` words, of which those of the title are always
 * kept, and at most `maxNumbers` numbers.
 */
export function chooseTerms(counts: readonly TermCount[], policy: TermPolicy): readonly ChosenTerm[] {
  const terms = counts.map((count) => {
    const weight = Math.log(
      1 + policy.titleWeight * count.title + policy.leadWeight * count.lead + count.body,
    )
    const flags =
      (count.title > 0 ? IN_TITLE : 0) |
      (count.lead > 0 ? IN_LEAD : 0) |
      (count.name > count.lower ? IS_NAME : 0) |
      (count.number ? IS_NUMBER : 0)
    return { key: count.key, weight, flags, rank: weight * count.idf, part: count.part, count }
  })
  // Most terms are not kept: only those that can be are sorted.
  const least = nthHighest(
    terms.filter(({ flags }) => (flags & IS_NUMBER) === 0),
    policy.maxTerms,
  )
  let numbers = 0
  let others = 0
  return terms
    .filter(({ rank, flags }) => rank >= least || (flags & (IS_NUMBER | IN_TITLE)) !== 0)
    .sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1))
    .filter(({ flags }) => {
      if (flags & IS_NUMBER) return numbers++ < policy.maxNumbers
      return others++ < policy.maxTerms || (flags & IN_TITLE) !== 0
    })
}

/** The nth highest rank of a list; negative infinity where the list has at most n members. */
function nthHighest(list: readonly { readonly rank: number }[], n: number): number {
  if (list.length <= n) return Number.NEGATIVE_INFINITY
  return Float64Array.from(list, ({ rank }) => rank).sort()[list.length - n] as number
}
