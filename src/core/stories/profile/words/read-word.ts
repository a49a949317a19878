import { createWordTable } from '../../../text/word-table.ts'
import { fold, foldKeeping, OWN_LETTERS } from './fold.ts'
import type { Form } from './forms.ts'

const UPPER = /^\p{Lu}/u
const DIGIT = /^\p{N}/u
const LATIN_ELISION =
  /^(?:[a-zà-ÿ]{1,2}|qu|jusqu|lorsqu|puisqu|[dns]?ell|all|dall|sull|coll|un|quest|quell|com|sant)['’ʼ](?=\p{L}{2})/iu

export interface WordReader {
  readonly formOf: (raw: string) => Form
  readonly formAt: (text: string, at: Uint16Array, start: number, end: number) => Form
}

const readers = new Map<string, WordReader>()

export function readerOf(language: string): WordReader {
  const own = OWN_LETTERS[language]
  const name = own ? own.source : ''
  let reader = readers.get(name)
  if (reader === undefined) {
    const folded = own ? (word: string) => foldKeeping(word, own) : fold
    const formOf = (raw: string): Form => {
      const { key, kind, capital } = readWord(raw, folded)
      return { raw, key, kind, capital, lexicon: null, meaning: null }
    }
    reader = { formOf, formAt: createWordTable(formOf) }
    readers.set(name, reader)
  }
  return reader
}

function readWord(raw: string, fold: (word: string) => string): Pick<Form, 'key' | 'kind' | 'capital'> {
  if (DIGIT.test(raw)) {
    const key = /^\d/.test(raw) ? numberKey(raw) : fold(raw)
    return { key, kind: /^[\d.]+$/.test(key) ? 'number' : 'word', capital: false }
  }
  const capital = UPPER.test(raw)
  let bare = raw
  if (raw.includes('.')) bare = raw.replaceAll('.', '')
  else if (/['’ʼ]/.test(raw))
    bare = raw
      .replace(LATIN_ELISION, '')
      .replace(/['’ʼ]s?$|['’ʼ]s(?=$)/, '')
      .replace(/['’ʼ]/g, '')
  // "US" and "IT" are not "us" and "it".
  const acronym = bare.length >= 2 && bare.length <= 3 && bare === bare.toUpperCase() && capital
  return { key: acronym ? `${fold(bare)}.` : fold(bare), kind: 'word', capital }
}

/** `1,200` and `1.200` are 1200; `1,5` and `1.50` are 1.5. */
function numberKey(raw: string): string {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(raw)
  if (grouped) return raw.replace(/[.,]/g, '')
  const [whole = '', ...rest] = raw.replace(/(?<=\d)[.,](?=\d{3}(?:\D|$))/g, '').split(/[.,]/)
  const fraction = rest.join('').replace(/0+$/, '')
  const digits = whole.replace(/^0+(?=\d)/, '')
  return fraction ? `${digits}.${fraction}` : digits
}
