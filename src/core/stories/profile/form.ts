/**
 * The form of an article: how an outlet makes titles and first lines of what it publishes again and again (`Obituary: …`,
 * `… Q2 Earnings Snapshot`, `… weather: … forecast`). Two articles of one form share words because of the form, and
 * that says nothing about the event. The form is not listed anywhere: names, numbers, weekdays and months are masked,
 * and what is left is hashed together with the outlet.
 */
import { MONTHS, WEEKDAYS } from './calendar.ts'
import { FNV_BASIS, hashOn } from './hash.ts'
import { fold } from './words/fold.ts'
import { type Form, type Forms, OPENS } from './words/forms.ts'

/** Words of the body that its form is read from. */
export const FORM_WORDS = 14
/** Words that a head or a tail of a title is made of. */
const EDGE = 2
/** Unmasked words that a shape must hold: `Name Name #` is the shape of half of all titles. */
const MIN_PLAIN = 2

const NAME = 'N'
const NUMBER = '#'
const DATE = '@'

/** Places in `StoryProfile.form`; between them the tail, the shape and the first line. */
export const HEAD = 0
export const WHOLE_TITLE = 4

/**
 * Hashes of the head, the tail and the shape of the title, of the first line and of the whole title, in this order; 0
 * where one says nothing.
 */
export function formHashes(
  outlet: string | number,
  label: string,
  title: Forms,
  body: Forms,
  capitalsTell: boolean,
): number[] {
  const masked = title.forms.map((form, i) => maskOf(form, capitalsTell && !opens(title, i)))
  const firstLine = collapse(body.forms.map((form, i) => maskOf(form, !opens(body, i) || i === 0)))
  const shape = collapse(masked)
  const head = label === '' ? masked.slice(0, EDGE) : [fold(label)]
  return [
    masked.length > EDGE ? hashOf(outlet, 'head', head, 1) : 0,
    masked.length > EDGE ? hashOf(outlet, 'tail', masked.slice(-EDGE), EDGE) : 0,
    capitalsTell ? hashOf(outlet, 'shape', shape, MIN_PLAIN) : 0,
    body.forms.length < FORM_WORDS ? 0 : hashOf(outlet, 'line', firstLine, MIN_PLAIN),
    hashOf(
      outlet,
      'title',
      title.forms.map(({ key }) => key),
      1,
    ),
  ]
}

function opens({ gaps }: Forms, i: number): boolean {
  return ((gaps[i] as number) & OPENS) !== 0
}

function maskOf(form: Form, capitalTells: boolean): string {
  if (/\d/.test(form.raw)) return NUMBER
  const plain = fold(form.raw)
  if (WEEKDAYS.has(plain) || MONTHS.has(plain)) return DATE
  return form.capital && capitalTells ? NAME : form.key
}

/** Names of one, two or three words look the same. */
function collapse(masked: readonly string[]): string[] {
  return masked.filter((word, i) => word !== NAME || masked[i - 1] !== NAME)
}

function hashOf(outlet: string | number, kind: string, words: readonly string[], minPlain: number): number {
  const plain = words.filter((word) => word !== NAME && word !== NUMBER && word !== DATE)
  if (plain.length < minPlain && !(words.includes(NUMBER) && plain.length > 0) && !words.includes(DATE))
    return 0
  return hashOn(hashOn(FNV_BASIS, `${kind} ${outlet} `), words.join(' ')) | 0
}

/** Whether both articles are of one form of one outlet. */
export function isSameForm(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== 0 && a[i] === b[i]) return true
  return false
}
