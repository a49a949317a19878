/**
 * An article together with those that are likeliest to report the same event: its company. A name, a number or a word that
 * all of them have, and that the company of another article has not, distinguishes two similar events. Two single articles
 * might each have left it out, but not six.
 */

import { IS_NAME, IS_NUMBER } from '../profile/story-profile.ts'
import type { Prepared } from './prepared.ts'

export const COMPANY_FEATURES = [
  'telling_name_most',
  'telling_name_least',
  'telling_number_most',
  'telling_number_least',
  'telling_word_most',
  'telling_word_least',
] as const

/** Articles that are asked, and how likely they must be to be asked. */
export const MAX_COMPANY = 6
const MIN_COMPANY = 0.2
/** How many of its terms are kept: the rarest that most of its articles have. */
const MAX_TERMS = 128

const WORD = 0
const NAME = 1
const NUMBER = 2

/** What a company speaks of, by rising term so that two are compared in one walk. */
export interface Company {
  readonly terms: Int32Array
  /** Share of the company that has the term, times its rarity. */
  readonly told: Float32Array
  readonly kind: Uint8Array
}

export interface Companion {
  readonly other: number
  readonly probability: number
}

interface Term {
  readonly id: number
  readonly idf: number
  readonly kind: number
}

/** @param nearest for each article its companions, `MAX_COMPANY` at most */
export function companies(
  prepared: readonly Prepared[],
  nearest: (i: number) => readonly Companion[],
): Company[] {
  const idOf = new Map<string, number>()
  const terms = prepared.map((article) =>
    [...article.terms].map(([key, { idf, flags }]): Term => {
      let id = idOf.get(key)
      if (id === undefined) idOf.set(key, (id = idOf.size))
      return { id, idf, kind: flags & IS_NUMBER ? NUMBER : flags & IS_NAME ? NAME : WORD }
    }),
  )
  return prepared.map((_, i) => {
    const sums = new Map<number, { readonly term: Term; share: number }>()
    let whole = 0
    const ask = (article: number, weight: number): void => {
      whole += weight
      for (const term of terms[article]!) {
        const sum = sums.get(term.id)
        if (sum === undefined) sums.set(term.id, { term, share: weight })
        else sum.share += weight
      }
    }
    ask(i, 1)
    for (const { other, probability } of nearest(i)) if (probability >= MIN_COMPANY) ask(other, probability)
    const kept = [...sums.values()]
      .map(({ term, share }) => ({ ...term, told: (share / whole) * term.idf }))
      .sort((x, y) => y.told - x.told || x.id - y.id)
      .slice(0, MAX_TERMS)
      .sort((x, y) => x.id - y.id)
    return {
      terms: Int32Array.from(kept, ({ id }) => id),
      told: Float32Array.from(kept, ({ told }) => told),
      kind: Uint8Array.from(kept, ({ kind }) => kind),
    }
  })
}

/** The most telling term of either, by kind, that the other has not or hardly has; in the order of `COMPANY_FEATURES`. */
export function tellApart(x: Company, y: Company): number[] {
  const xTells = [0, 0, 0]
  const yTells = [0, 0, 0]
  let i = 0
  let k = 0
  while (i < x.terms.length || k < y.terms.length) {
    const termX = x.terms[i] ?? Number.POSITIVE_INFINITY
    const termY = y.terms[k] ?? Number.POSITIVE_INFINITY
    const kind = (termX <= termY ? x.kind[i] : y.kind[k])!
    const more = (termX <= termY ? x.told[i++]! : 0) - (termY <= termX ? y.told[k++]! : 0)
    if (more > xTells[kind]!) xTells[kind] = more
    else if (-more > yTells[kind]!) yTells[kind] = -more
  }
  return [NAME, NUMBER, WORD].flatMap((kind) => [
    Math.max(xTells[kind]!, yTells[kind]!),
    Math.min(xTells[kind]!, yTells[kind]!),
  ])
}
