/**
 * What the story decision keeps of an article: its weightiest terms with their places, the title as a
 * sequence, and hashes of what is quoted. Small (about 1 KB) so that it lies in a column beside the
 * article and no candidate is ever read again.
 */

import { headline } from './headline.ts'
import { lexiconOf, type Meaning, meaningOf, type TermCount } from './lexicon.ts'
import { printedDate } from './printed-date.ts'
import { type Form, type Forms, fold, formsOf, JOINED, OPENS } from './words.ts'

export const IN_TITLE = 1
export const IN_LEAD = 2
export const IS_NAME = 4
export const IS_NUMBER = 8

export interface StoryTerm {
  readonly key: string
  /** log(1 + weighted count); IDF is not in it, for that moves with the window. */
  readonly weight: number
  /** Sum of IN_TITLE, IN_LEAD, IS_NAME, IS_NUMBER. */
  readonly flags: number
}

export interface StoryProfile {
  /** Two-letter language of the terms, `und` if not known. */
  readonly language: string
  readonly bodyWords: number
  readonly terms: readonly StoryTerm[]
  /** Stems of the title in order, stop words left out. */
  readonly title: readonly string[]
  /** 32-bit hashes of the four-word runs within quotation marks. */
  readonly quotes: readonly number[]
  /** Years that the text names, at most six. */
  readonly years: readonly number[]
  /** Months that the text names beside a number (bit 0 is January), and weekdays near the top (bit 0 is Monday). */
  readonly months: number
  readonly weekdays: number
  /** What is counted, with how many: `pirat 23`. The first that the text names. */
  readonly counted: readonly string[]
  /** A full date printed at the top: milliseconds, for texts that came without a date. */
  readonly printedMs: number | null
}

export interface StoryText {
  readonly title: string | null
  readonly body: string | null
  readonly language: string | null
}

export interface ProfilePolicy {
  readonly maxWords: number
  readonly leadWords: number
  readonly maxTerms: number
  readonly maxNumbers: number
  readonly maxQuotes: number
  readonly maxCounted: number
  /** Words from the top in which a weekday tells when it happened. */
  readonly weekdayWords: number
  readonly titleWeight: number
  readonly leadWeight: number
}

export const PROFILE_POLICY: ProfilePolicy = {
  maxWords: 900,
  leadWords: 60,
  maxTerms: 64,
  maxNumbers: 12,
  maxQuotes: 24,
  maxCounted: 12,
  weekdayWords: 150,
  titleWeight: 3,
  leadWeight: 1,
}

/** Rarity of a term: gives a weight that grows as fewer articles have it. */
export type IdfOf = (key: string, language: string) => number

/** Characters of the body in which a date line would stand. */
const HEAD = 200

export function profileOf(text: StoryText, idf: IdfOf, policy: ProfilePolicy = PROFILE_POLICY): StoryProfile {
  const language = (text.language ?? 'und').slice(0, 2).toLowerCase().replace('un', 'und')
  const lexicon = lexiconOf(language, idf)
  const counts: TermCount[] = []
  const years = new Set<number>()
  const counted = new Set<string>()
  let months = 0
  let weekdays = 0
  const countOf = (term: TermCount): TermCount => {
    if (term.text !== lexicon.texts) {
      term.text = lexicon.texts
      term.title = term.lead = term.body = term.name = term.lower = 0
      counts.push(term)
    }
    return term
  }

  /** Dates and counts: what the neighbour of a number makes of it. */
  const readNumber = ({ forms, gaps }: Forms, at: number): void => {
    const [before, next] = [forms[at - 1], forms[at + 1]]
    const after = next && meaningOf(next, lexicon)
    let month = after?.month ?? -1
    if (month < 0 && before) month = meaningOf(before, lexicon).month
    if (month >= 0) months |= 1 << month
    else if (
      next?.kind === 'word' &&
      ((gaps[at + 1] as number) & JOINED) !== 0 &&
      next.key.length > 2 &&
      counted.size < policy.maxCounted
    ) {
      const number = (forms[at] as Form).key
      const term = /^(?:19|20)\d\d$/.test(number) ? null : (after as Meaning).term
      if (term !== null) counted.add(`${term.key} ${number}`)
    }
  }
  const titleWords = text.title ? formsOf(headline(text.title), 60) : NO_WORDS
  const capitalsTell = !isTitleCase(titleWords)
  const title: string[] = []
  for (const [i, form] of titleWords.forms.entries()) {
    const meaning = meaningOf(form, lexicon)
    if (form.kind === 'number') readNumber(titleWords, i)
    else weekdays |= meaning.weekday
    if (meaning.year !== 0) years.add(meaning.year)
    if (meaning.term === null) continue
    title.push(meaning.term.key)
    const count = countOf(meaning.term)
    count.title++
    if (capitalsTell && form.capital && ((titleWords.gaps[i] as number) & OPENS) === 0) count.name++
  }
  const body = text.body ?? ''
  const bodyWords = formsOf(body, policy.maxWords)
  for (let i = 0; i < bodyWords.forms.length; i++) {
    const form = bodyWords.forms[i] as Form
    const meaning = meaningOf(form, lexicon)
    if (form.kind === 'number') readNumber(bodyWords, i)
    else if (i < policy.weekdayWords) weekdays |= meaning.weekday
    if (meaning.year !== 0) years.add(meaning.year)
    if (meaning.term === null) continue
    const count = countOf(meaning.term)
    if (i < policy.leadWords) count.lead++
    count.body++
    if (form.capital) {
      if (((bodyWords.gaps[i] as number) & OPENS) === 0) count.name++
    } else count.lower++
  }

  const terms = counts.map((count) => {
    const weight = Math.log(
      1 + policy.titleWeight * count.title + policy.leadWeight * count.lead + count.body,
    )
    const flags =
      (count.title > 0 ? IN_TITLE : 0) |
      (count.lead > 0 ? IN_LEAD : 0) |
      (count.name > count.lower ? IS_NAME : 0) |
      (count.number ? IS_NUMBER : 0)
    return { key: count.key, weight, flags, rank: weight * count.idf }
  })
  // Most terms are none of the foremost: only those that can be are put in order.
  const least = nthHighest(
    terms.filter(({ flags }) => (flags & IS_NUMBER) === 0),
    policy.maxTerms,
  )
  let numbers = 0
  let others = 0
  const chosen = terms
    .filter(({ rank, flags }) => rank >= least || (flags & (IS_NUMBER | IN_TITLE)) !== 0)
    .sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1))
    .filter(({ flags }) => {
      if (flags & IS_NUMBER) return numbers++ < policy.maxNumbers
      return others++ < policy.maxTerms || (flags & IN_TITLE) !== 0
    })
    .map(({ key, weight, flags }) => ({ key, weight: Math.round(weight * 100) / 100, flags }))

  return {
    language,
    bodyWords: bodyWords.forms.length,
    terms: chosen,
    title,
    quotes: quoteHashes(body, policy.maxQuotes),
    years: [...years].slice(0, 6),
    months,
    weekdays,
    counted: [...counted],
    printedMs: printedDate(`${text.title ?? ''} ${body.slice(0, HEAD)}`),
  }
}

/** The rank of the nth of a list by descending rank; below any where there are not so many. */
function nthHighest(list: readonly { readonly rank: number }[], n: number): number {
  if (list.length <= n) return Number.NEGATIVE_INFINITY
  return Float64Array.from(list, ({ rank }) => rank).sort()[list.length - n] as number
}

const NO_WORDS: Forms = { forms: [], gaps: [] }

function isTitleCase({ forms, gaps }: Forms): boolean {
  let long = 0
  let capital = 0
  for (const [i, form] of forms.entries())
    if (((gaps[i] as number) & OPENS) === 0 && form.kind === 'word' && form.raw.length > 3) {
      long++
      if (form.capital) capital++
    }
  return long > 0 && capital / long > 0.6
}

const QUOTED = /["“„«]([^"“”„«»]{20,400})["”»]/g
const QUOTE_RUN = 4

/** Hashes of the runs of four words within quotation marks, at most `limit`, the smallest kept. */
export function quoteHashes(body: string, limit: number): number[] {
  const found = new Set<number>()
  for (const match of body.slice(0, 8000).matchAll(QUOTED)) {
    const spoken = (match[1] ?? '')
      .split(/[^\p{L}\p{N}\p{M}'’]+/u)
      .filter(Boolean)
      .map((w) => fold(w.includes("'") || w.includes('’') ? w.replace(/['’]/g, '') : w))
    for (let i = 0; i + QUOTE_RUN <= spoken.length; i++) {
      let hash = hashOn(FNV_BASIS, spoken[i] as string)
      for (let k = i + 1; k < i + QUOTE_RUN; k++) hash = hashOn(hashOn(hash, ' '), spoken[k] as string)
      found.add(hash | 0)
    }
  }
  return [...found].sort((a, b) => a - b).slice(0, limit)
}

/** FNV-1a, 32 bits, signed so that it fits Postgres `integer`. */
export function hash32(text: string): number {
  return hashOn(FNV_BASIS, text) | 0
}

const FNV_BASIS = 0x811c9dc5

/** The hash of what `hash` is of, and `text` behind it. */
function hashOn(hash: number, text: string): number {
  let h = hash
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}
