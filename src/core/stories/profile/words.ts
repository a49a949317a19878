/**
 * Words of a text in any script: a fast scan for scripts that put spaces between words, ICU's
 * dictionaries (Unicode segmentation) for those that do not.
 */
import { codesOf, createWordTable } from '../../text/word-table.ts'

/** A word by itself, wherever it stands: one object for the same word again and again. */
export interface Form {
  /** As it stands in the text. */
  readonly raw: string
  /** Case and accents folded; numbers without thousands separators. */
  readonly key: string
  readonly kind: 'word' | 'number'
  /** The first letter is upper case. */
  readonly capital: boolean
  /** What a lexicon made of it last, and which one (see lexicon.ts). */
  lexicon: unknown
  meaning: unknown
}

export interface Word extends Pick<Form, 'raw' | 'key' | 'kind' | 'capital'> {
  /** First word of a sentence, a line or a quotation, where a capital says nothing. */
  readonly opens: boolean
  /** Two words with this true in between stand side by side: only spaces or a hyphen part them. */
  readonly joined: boolean
}

/** The words of a text in order, and for each what lies before it. */
export interface Forms {
  readonly forms: readonly Form[]
  /** Sums of OPENS and JOINED, as `Word` has them. */
  readonly gaps: readonly number[]
}

export const OPENS = 1
export const JOINED = 2

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const OPENER_CHARACTER = /[.!?…:;\n\r"“”„«»|•]/
const OPENING = /[.!?…:;\n\r"“”„«»|•]|(?:^|\s)[-–—]\s/
const PLAIN_GAP = /^(?: |-|\u00a0)$/
const ASCII = /^[\x20-\x7e]*$/
const LATIN_ELISION =
  /^(?:[a-zà-ÿ]{1,2}|qu|jusqu|lorsqu|puisqu|[dns]?ell|all|dall|sull|coll|un|quest|quell|com|sant)['’ʼ](?=\p{L}{2})/iu

/** Lower case without accents (Latin, Greek, Arabic marks), so that spelling variants meet. */
export function fold(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase()
  let key = word.normalize('NFKD').toLowerCase()
  // Cyrillic й and ё, and Indic vowel signs, are letters of their own: only take off what decorates.
  key = key.replace(
    /(?<![\p{sc=Cyrl}\p{sc=Deva}\p{sc=Beng}\p{sc=Thai}])[\u0300-\u036f]+|[\u064b-\u065f\u0670\u0640]/gu,
    '',
  )
  return key
    .normalize('NFC')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/ı/g, 'i')
    .replace(/ё/g, 'е')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
}

const UPPER = /^\p{Lu}/u
const DIGIT = /^\p{N}/u

/** Words of `text`, in order. `limit` bounds how many (news says what happened first). */
export function words(text: string, limit = Number.POSITIVE_INFINITY, language = 'und'): Word[] {
  const { forms, gaps } = formsOf(text, limit, language)
  return forms.map(({ raw, key, kind, capital }, i) => ({
    raw,
    key,
    kind,
    capital,
    opens: ((gaps[i] as number) & OPENS) !== 0,
    joined: ((gaps[i] as number) & JOINED) !== 0,
  }))
}

/**
 * The same without an object for each word. `language`: letters that it counts as letters of their own keep their marks.
 */
export function formsOf(text: string, limit = Number.POSITIVE_INFINITY, language = 'und'): Forms {
  const reader = readerOf(language)
  return scanned(text, limit, reader) ?? segmented(text, limit, reader)
}

/**
 * Words and what lies between them, read off a table of characters: an expression run at each word, and three more on it
 * and on its gap, were most of what taking a text apart cost. Null for scripts without spaces between words.
 */
function scanned(text: string, limit: number, { formAt }: WordReader): Forms | null {
  const codes = codesOf(text)
  const length = text.length
  for (let i = 0; i < length; i++) if (kindOf(codes[i] as number, text, i) === DENSE) return null
  const forms: Form[] = []
  const gaps: number[] = []
  let end = -1
  for (let i = 0; i < length; ) {
    const kind = kindOf(codes[i] as number, text, i)
    if (kind < NUMERAL) {
      i++
      continue
    }
    const start = i
    i = kind === DIGITS ? endOfNumber(codes, i) : endOfWord(codes, text, i, kind)
    gaps.push(end < 0 ? OPENS : gapOf(codes, text, end, start))
    forms.push(formAt(text, codes, start, i))
    end = i
    if (forms.length >= limit) break
  }
  return { forms, gaps }
}

/** `\d+(?:[.,]\d+)*` */
function endOfNumber(codes: Uint16Array, start: number): number {
  let i = start + 1
  for (;;) {
    while (isDigit(codes[i] as number)) i++
    const joint = codes[i] as number
    if ((joint !== COMMA && joint !== FULL_STOP) || !isDigit(codes[i + 1] as number)) return i
    i += 2
  }
}

/** `(?:\p{Lu}\.){2,}|[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*` */
function endOfWord(codes: Uint16Array, text: string, start: number, kind: number): number {
  let i = start + (kind === PAIR ? 2 : 1)
  if (codes[i] === FULL_STOP && (kind === UPPER_CASE || kind === PAIR)) {
    INITIALS.lastIndex = start
    if (INITIALS.test(text)) return INITIALS.lastIndex
  }
  for (; i < text.length; i++) {
    const next = kindOf(codes[i] as number, text, i)
    if (next < NUMERAL) break
    if (next === PAIR) i++
  }
  for (;;) {
    const c = codes[i] as number
    if (i >= text.length || (c !== 0x27 && c !== 0x2019 && c !== 0x2bc)) return i
    let next = i + 1
    while (next < text.length && isLetter(codes, text, next))
      next += kindOf(codes[next] as number, text, next) === PAIR ? 2 : 1
    if (next === i + 1) return i
    i = next
  }
}

const COMMA = 0x2c
const FULL_STOP = 0x2e
const INITIALS = /(?:\p{Lu}\.){2,}/uy

/** What is known of each character, found out when it is first met. Words are of those from `NUMERAL` on. */
const kinds = new Uint8Array(0x10000)
/** A blank that two words side by side may have in between, a hyphen too. */
const PLAIN = 1
const DASH = 2
/** Of those that open a sentence, a line or a quotation. */
const OPENER = 3
const OTHER = 4
/** No ASCII digit. */
const NUMERAL = 5
const DIGITS = 6
const LETTER = 7
const UPPER_CASE = 8
/** The first half of a letter or a number beyond the basic plane. */
const PAIR = 9
/** Of a script without spaces between words. */
const DENSE = 10

function kindOf(c: number, text: string, at: number): number {
  const known = kinds[c] as number
  return known !== 0 ? known : kindOfNew(c, text, at)
}

function kindOfNew(c: number, text: string, at: number): number {
  if (c >= 0xd800 && c <= 0xdbff) {
    const pair = String.fromCodePoint(text.codePointAt(at) as number)
    if (UNSPACED.test(pair)) return DENSE
    return pair.length === 2 && WORD_CHARACTER.test(pair) ? PAIR : OTHER
  }
  const character = String.fromCharCode(c)
  const kind = KINDS.find(([shape]) => shape.test(character))?.[1] ?? OTHER
  kinds[c] = kind
  return kind
}

const WORD_CHARACTER = /^[\p{L}\p{N}\p{M}]/u
const KINDS: readonly (readonly [RegExp, number])[] = [
  [UNSPACED, DENSE],
  [/\d/, DIGITS],
  [UPPER, UPPER_CASE],
  [DIGIT, NUMERAL],
  [WORD_CHARACTER, LETTER],
  [OPENER_CHARACTER, OPENER],
  [/[-–—]/, DASH],
  [PLAIN_GAP, PLAIN],
]
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39

function isLetter(codes: Uint16Array, text: string, at: number): boolean {
  const kind = kindOf(codes[at] as number, text, at)
  return (
    kind >= LETTER && (kind !== PAIR || !DIGIT.test(String.fromCodePoint(text.codePointAt(at) as number)))
  )
}

/** Whether a word opens after what lies from `start` to `end`, and whether it stands beside the word before. */
function gapOf(codes: Uint16Array, text: string, start: number, end: number): number {
  if (end - start === 1) {
    const c = codes[start] as number
    return kinds[c] === OPENER ? OPENS : kinds[c] === PLAIN || c === 0x2d ? JOINED : 0
  }
  for (let i = start; i < end; i++) {
    const kind = kinds[codes[i] as number]
    if (kind === OPENER) return OPENS
    if (kind === DASH) return OPENING.test(text.slice(start, end)) ? OPENS : 0
  }
  return 0
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function segmented(text: string, limit: number, { formOf }: WordReader): Forms {
  const forms: Form[] = []
  const gaps: number[] = []
  let gap = '\n'
  for (const part of segmenter.segment(text)) {
    if (!part.isWordLike) {
      gap += part.segment
      continue
    }
    gaps.push((OPENING.test(gap) ? OPENS : 0) | (gap === '' || PLAIN_GAP.test(gap) ? JOINED : 0))
    forms.push(formOf(part.segment))
    gap = ''
    if (forms.length >= limit) break
  }
  return { forms, gaps }
}

interface WordReader {
  readonly formOf: (raw: string) => Form
  readonly formAt: (text: string, at: Uint16Array, start: number, end: number) => Form
}

/**
 * Letters that a language's alphabet lists as letters of their own, so that a word with the mark and one without are
 * two words (Spanish `año` and `ano`). In Vietnamese every mark is part of the letter or of the tone. A language that
 * is not named here uses marks for pronunciation, and readers find a word without them as well.
 */
const OWN_LETTERS: Readonly<Record<string, RegExp>> = {
  vi: /\p{L}/u,
  es: /ñ/iu,
  gl: /ñ/iu,
  sv: /[åäö]/iu,
  fi: /[åäö]/iu,
  da: /[åæø]/iu,
  no: /[åæø]/iu,
  is: /[áæðéíóöúýþ]/iu,
  tr: /[çğıöşü]/iu,
  az: /[çğıəöşü]/iu,
  hu: /[öüőű]/iu,
  et: /[äõöüšž]/iu,
  hr: /[čćđšž]/iu,
  sl: /[čšž]/iu,
}

const readers = new Map<string, WordReader>()

function readerOf(language: string): WordReader {
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

/** `fold` but for the letters that `own` names. */
function foldKeeping(word: string, own: RegExp): string {
  if (ASCII.test(word)) return word.toLowerCase()
  let key = ''
  for (const letter of word.normalize('NFC')) key += own.test(letter) ? letter.toLowerCase() : fold(letter)
  return key.normalize('NFC')
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
