import { foldWord } from '../text/fold.ts'
import names from './months.json' with { type: 'json' }

/**
 * Month names of 84 languages: CLDR's wide and short names in both their forms, as ICU gives them, and by
 * hand the oblique cases, regional names and abbreviations that newsrooms use beside them.
 */
const MONTHS: Readonly<Record<string, readonly string[]>> = names

export type MonthCalendar = 'gregorian' | 'persian'

export interface Month {
  /** 1 to 12. */
  readonly number: number
  readonly calendar: MonthCalendar
}

/**
 * Which language wins where one spelling names two months and the text's language is unknown, by readers of
 * that spelling in news: `listopad` is November in Poland and Czechia, October in Croatia.
 */
const FIRST_CHOICE = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'uk', 'pl', 'cs', 'tr', 'ar', 'fa']

/** Other languages whose month names of two and three letters count in any text: elsewhere they are too often words. */
const SHORT_NAMES_COUNT = new Set([
  ...FIRST_CHOICE,
  'da',
  'sv',
  'nb',
  'fi',
  'hu',
  'ro',
  'hr',
  'sr-Latn',
  'id',
  'ca',
])
const SHORT_LATIN = /^\p{Script=Latin}{1,3}$/u

type Lookup = ReadonlyMap<string, Month>
const lookups = new Map<string, Lookup>()

function lookupOf(key: string): Lookup {
  const known = lookups.get(key)
  if (known) return known
  const made = new Map<string, Month>()
  const languages =
    key === '*'
      ? [...FIRST_CHOICE, ...Object.keys(MONTHS).filter((name) => !FIRST_CHOICE.includes(name))]
      : Object.keys(MONTHS).filter((name) => name === key || name.startsWith(`${key}-`))
  for (const language of languages) {
    const calendar = language.endsWith('-persian') ? 'persian' : 'gregorian'
    for (const [index, forms] of (MONTHS[language] ?? []).entries())
      for (const form of forms.split('|')) {
        const word = foldWord(form)
        if (key === '*' && SHORT_LATIN.test(word) && !SHORT_NAMES_COUNT.has(language)) continue
        if (word.length > 1 && !made.has(word)) made.set(word, { number: index + 1, calendar })
      }
  }
  lookups.set(key, made)
  return made
}

/**
 * The month that a folded word names, in the language first and then in any.
 * Case endings that the table lacks (septembris → septembrim) are cut, up to four letters of them, as long
 * as four remain.
 */
export function monthOf(word: string, language: string | undefined): Month | undefined {
  const own = language ? lookupOf(language) : undefined
  const all = lookupOf('*')
  const exact = own?.get(word) ?? all.get(word)
  if (exact || word.length < 6) return exact
  for (let cut = 1; cut <= 4 && word.length - cut >= 4; cut++) {
    const stem = word.slice(0, -cut)
    const found = own?.get(stem) ?? all.get(stem)
    if (found) return found
  }
  return undefined
}
