/**
 * What the story decision keeps of an article: its weightiest terms with their places, the title as a
 * sequence, and hashes of what is quoted. Small (about 1 KB) so that it lies in a column beside the
 * article and no candidate is ever read again.
 */

import { MONTHS, WEEKDAYS } from './calendar.ts'
import { headline } from './headline.ts'
import { printedDate } from './printed-date.ts'
import { stem } from './stem.ts'
import stopWordTable from './stop-words.json' with { type: 'json' }
import { fold, type Word, words } from './words.ts'

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

const stopWords = new Map<string, ReadonlySet<string>>()

function stopWordsOf(language: string): ReadonlySet<string> {
  let set = stopWords.get(language)
  if (set === undefined) {
    const list = (stopWordTable as Readonly<Record<string, string>>)[
      language === 'nb' || language === 'nn' ? 'no' : language
    ]
    set = new Set((list ?? stopWordTable.en).split(' ').flatMap((w) => words(w).map((x) => x.key)))
    stopWords.set(language, set)
  }
  return set
}

interface Count {
  title: number
  lead: number
  body: number
  name: number
  lower: number
  number: boolean
}

/** Characters of the body in which a date line would stand. */
const HEAD = 200

export function profileOf(text: StoryText, idf: IdfOf, policy: ProfilePolicy = PROFILE_POLICY): StoryProfile {
  const language = (text.language ?? 'und').slice(0, 2).toLowerCase().replace('un', 'und')
  const stop = stopWordsOf(language)
  const stems = new Map<string, string | null>()
  const counts = new Map<string, Count>()

  const years = new Set<number>()
  const counted = new Set<string>()
  let months = 0
  let weekdays = 0
  const termOf = (word: Word): string | null => {
    if (word.kind === 'number') {
      const n = word.key
      if (/^(?:199|20[0-4])\d$/.test(n)) years.add(Number(n))
      return n.length < 2 || /^(?:19|20)\d\d$/.test(n) ? null : `#${n}`
    }
    let term = stems.get(word.key)
    if (term === undefined) {
      const short = word.key.length < 2 && !/\p{sc=Han}/u.test(word.key)
      term = short || stop.has(word.key) ? null : stem(word.key, language)
      stems.set(word.key, term)
    }
    return term
  }
  const countOf = (term: string, number: boolean): Count => {
    let count = counts.get(term)
    if (count === undefined)
      counts.set(term, (count = { title: 0, lead: 0, body: 0, name: 0, lower: 0, number }))
    return count
  }

  /** Dates and counts: what the neighbour of a number makes of it. */
  const readNumber = (list: readonly Word[], at: number): void => {
    const next = list[at + 1]
    const month = MONTHS.get(next?.key ?? '') ?? MONTHS.get(list[at - 1]?.key ?? '')
    if (month !== undefined) months |= 1 << month
    else if (
      next?.kind === 'word' &&
      next.joined &&
      next.key.length > 2 &&
      counted.size < policy.maxCounted
    ) {
      const number = (list[at] as Word).key
      const term = /^(?:19|20)\d\d$/.test(number) ? null : termOf(next)
      if (term !== null) counted.add(`${term} ${number}`)
    }
  }
  const titleWords = text.title ? words(headline(text.title), 60) : []
  const capitalsTell = !isTitleCase(titleWords)
  const title: string[] = []
  for (const [i, word] of titleWords.entries()) {
    if (word.kind === 'number') readNumber(titleWords, i)
    else weekdays |= weekdayBit(word)
    const term = termOf(word)
    if (term === null) continue
    title.push(term)
    const count = countOf(term, word.kind === 'number')
    count.title++
    if (capitalsTell && word.capital && !word.opens) count.name++
  }
  const body = text.body ?? ''
  const bodyWords = words(body, policy.maxWords)
  for (const [i, word] of bodyWords.entries()) {
    if (word.kind === 'number') readNumber(bodyWords, i)
    else if (i < policy.weekdayWords) weekdays |= weekdayBit(word)
    const term = termOf(word)
    if (term === null) continue
    const count = countOf(term, word.kind === 'number')
    if (i < policy.leadWords) count.lead++
    count.body++
    if (word.capital) {
      if (!word.opens) count.name++
    } else count.lower++
  }

  const terms: { term: StoryTerm; rank: number }[] = []
  for (const [key, count] of counts) {
    const weight = Math.log(
      1 + policy.titleWeight * count.title + policy.leadWeight * count.lead + count.body,
    )
    const flags =
      (count.title > 0 ? IN_TITLE : 0) |
      (count.lead > 0 ? IN_LEAD : 0) |
      (count.name > count.lower ? IS_NAME : 0) |
      (count.number ? IS_NUMBER : 0)
    terms.push({
      term: { key, weight: Math.round(weight * 100) / 100, flags },
      rank: weight * idf(key, language),
    })
  }
  terms.sort((a, b) => b.rank - a.rank || (a.term.key < b.term.key ? -1 : 1))
  let numbers = 0
  let others = 0
  const chosen = terms
    .filter(({ term }) => {
      if (term.flags & IS_NUMBER) return numbers++ < policy.maxNumbers
      return others++ < policy.maxTerms || (term.flags & IN_TITLE) !== 0
    })
    .map(({ term }) => term)

  return {
    language,
    bodyWords: bodyWords.length,
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

function weekdayBit(word: Word): number {
  const weekday = WEEKDAYS.get(word.key)
  return weekday === undefined ? 0 : 1 << weekday
}

function isTitleCase(list: readonly Word[]): boolean {
  let long = 0
  let capital = 0
  for (const word of list)
    if (!word.opens && word.kind === 'word' && word.raw.length > 3) {
      long++
      if (word.capital) capital++
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
      .map((w) => fold(w.replace(/['’]/g, '')))
    for (let i = 0; i + QUOTE_RUN <= spoken.length; i++)
      found.add(hash32(spoken.slice(i, i + QUOTE_RUN).join(' ')))
  }
  return [...found].sort((a, b) => a - b).slice(0, limit)
}

/** FNV-1a, 32 bits, signed so that it fits Postgres `integer`. */
export function hash32(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h | 0
}
