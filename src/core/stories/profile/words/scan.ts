import { codesOf } from '../../../text/word-table.ts'
import { type Form, type Forms, JOINED, OPENS } from './forms.ts'
import type { WordReader } from './read-word.ts'

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const OPENER_CHARACTER = /[.!?…:;\n\r"“”„«»|•]/
export const OPENING = /[.!?…:;\n\r"“”„«»|•]|(?:^|\s)[-–—]\s/
export const PLAIN_GAP = /^(?: |-|\u00a0)$/
const UPPER = /^\p{Lu}/u
const DIGIT = /^\p{N}/u

/**
 * Words and the text between them, found with a table of characters: one regular expression for each word, and three more for
 * it and its gap, were most of the cost of splitting a text. Null for scripts without spaces between words.
 */
export function scanned(text: string, limit: number, { formAt }: WordReader): Forms | null {
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
