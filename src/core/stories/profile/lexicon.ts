/**
 * What the words of a language mean to a profile (their term, the year, month or weekday they name). This is computed when a
 * word first occurs and cached: a text of 450 words has few that no earlier text had.
 */
import { MONTHS, WEEKDAYS } from './calendar.ts'
import stopWordTable from './stop-words.json' with { type: 'json' }
import { fold } from './words/fold.ts'
import type { Form } from './words/forms.ts'
import { stem } from './words/stem.ts'
import { words } from './words/words.ts'

/** Rarity of a term: gives a weight that grows as fewer articles have it. */
export type IdfOf = (key: string, language: string) => number

/** A term with how often the text in hand has it. */
export interface TermCount {
  readonly key: string
  readonly number: boolean
  readonly idf: number
  /** The text that the counts are of. */
  text: number
  title: number
  lead: number
  body: number
  name: number
  lower: number
  /** The part of the text that contains it (see profile.ts). */
  part: number
}

export interface Meaning {
  /** Null for stop words, single letters and years. */
  readonly term: TermCount | null
  /** The year that a number is, or 0. */
  readonly year: number
  /** From 0, or -1. */
  readonly month: number
  /** Bit of the weekday (bit 0 is Monday), or 0. */
  readonly weekday: number
}

export interface Lexicon {
  readonly language: string
  readonly idf: IdfOf
  readonly stopWords: ReadonlySet<string>
  /** Equal terms are one object, for as long as the lexicon is used. */
  readonly terms: Map<string, TermCount>
  /** How many texts have been counted. */
  texts: number
}

/** When all lexicons together have more terms than this, they are emptied: some 6 MB. */
const MAX_TERMS = 30_000

let lexicons = new Map<string, Lexicon>()
let allTerms = 0

/** To count one text with. An IDF must give the same for the same term always. */
export function lexiconOf(language: string, idf: IdfOf): Lexicon {
  if (allTerms > MAX_TERMS) {
    lexicons = new Map()
    allTerms = 0
  }
  let lexicon = lexicons.get(language)
  if (lexicon === undefined || lexicon.idf !== idf) {
    lexicon = { language, idf, stopWords: stopWordsOf(language), terms: new Map(), texts: 0 }
    lexicons.set(language, lexicon)
  }
  lexicon.texts++
  return lexicon
}

export function meaningOf(form: Form, lexicon: Lexicon): Meaning {
  if (form.lexicon === lexicon) return form.meaning as Meaning
  const { key, kind } = form
  const number = kind === 'number'
  const text = number ? numberTerm(key) : wordTerm(key, lexicon)
  const meaning: Meaning = {
    term: text === null ? null : termOf(text, number, lexicon),
    year: number && /^(?:199|20[0-4])\d$/.test(key) ? Number(key) : 0,
    month: MONTHS.get(fold(key)) ?? -1,
    weekday: weekdayBit(fold(key)),
  }
  form.lexicon = lexicon
  form.meaning = meaning
  return meaning
}

function numberTerm(key: string): string | null {
  return key.length < 2 || /^(?:19|20)\d\d$/.test(key) ? null : `#${key}`
}

function wordTerm(key: string, { language, stopWords }: Lexicon): string | null {
  const short = key.length < 2 && !/\p{sc=Han}/u.test(key)
  return short || stopWords.has(key) ? null : stem(key, language)
}

/** The term of several words together, to count beside theirs. */
export function compoundTerm(key: string, lexicon: Lexicon): TermCount {
  return termOf(key, false, lexicon)
}

function termOf(key: string, number: boolean, { terms, idf, language }: Lexicon): TermCount {
  let term = terms.get(key)
  if (term === undefined) {
    term = {
      key,
      number,
      idf: idf(key, language),
      text: 0,
      title: 0,
      lead: 0,
      body: 0,
      name: 0,
      lower: 0,
      part: 0,
    }
    terms.set(key, term)
    allTerms++
  }
  return term
}

function weekdayBit(key: string): number {
  const weekday = WEEKDAYS.get(key)
  return weekday === undefined ? 0 : 1 << weekday
}

const stopWords = new Map<string, ReadonlySet<string>>()

function stopWordsOf(language: string): ReadonlySet<string> {
  let set = stopWords.get(language)
  if (set === undefined) {
    const list = (stopWordTable as Readonly<Record<string, string>>)[language]
    set = new Set(
      (list ?? stopWordTable.en)
        .split(' ')
        .flatMap((word) => words(word, Number.POSITIVE_INFINITY, language).map(({ key }) => key)),
    )
    stopWords.set(language, set)
  }
  return set
}
