/**
 * Splits a text into the parts by which copies are compared: its words, free of differences of typesetting, and its shingles.
 */
import { hashWord, shinglesOf } from './shingles.ts'
import { codesOf, createWordTable } from './word-table.ts'

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const ENTITY = /&(?:amp|quot|apos|lt|gt|nbsp|#\d{1,6}|#x[\da-f]{1,5});/gi
const NAMED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
}
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function decodeEntity(entity: string): string {
  const named = NAMED[entity.toLowerCase()]
  if (named !== undefined) return named
  const code = /^&#x/i.test(entity)
    ? Number.parseInt(entity.slice(3, -1), 16)
    : Number.parseInt(entity.slice(2, -1), 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

const APOSTROPHE = /(?<=\p{L})['’ʼ`´](?=\p{L})/gu

/**
 * The form in which two texts are compared: NFKC, without invisible characters and apostrophes, with entities decoded. It
 * is never shown or stored; for that there is `storedForm` (normalize.ts).
 */
export function comparableForm(text: string): string {
  const decoded = text.includes('&') ? text.replace(ENTITY, decodeEntity) : text
  return decoded.normalize('NFKC').replace(INVISIBLE, '').replace(APOSTROPHE, '')
}

/** What two texts are compared by: the words, which of them are facts, which are quoted, and the shingles. */
export interface TextDigest {
  readonly words: readonly string[]
  /** 1 where the word is a number, or a name in mid-sentence. */
  readonly facts: Uint8Array
  /** 1 where the word is within quotation marks. */
  readonly spoken: Uint8Array
  /** 32-bit hashes of the word-5 shingles in order of the text; `shingles[i]` starts at word i. */
  readonly shingles: Int32Array
}

/** Words in lower case, in one spelling where outlets differ (`Sept.` and `September`, `two` and `2`). */
export function digestText(text: string): TextDigest {
  const plain = comparableForm(text)
  const words = cutAtSigns(plain) ?? cutByDictionary(plain)
  const n = words.length
  return {
    words,
    facts: draft.facts.slice(0, n),
    spoken: draft.spoken.slice(0, n),
    shingles: shinglesOf(draft.hashes.subarray(0, n)),
  }
}

/** Buffers for one text, used again for each; they grow to the longest text. */
let draft = newDraft(2048)

function newDraft(words: number) {
  return { facts: new Uint8Array(words), spoken: new Uint8Array(words), hashes: new Int32Array(words) }
}

function grownDraft(): typeof draft {
  const grown = newDraft(draft.hashes.length * 2)
  grown.facts.set(draft.facts)
  grown.spoken.set(draft.spoken)
  grown.hashes.set(draft.hashes)
  return grown
}

/** For scripts without spaces between words: the dictionaries of Unicode segmentation find the words. */
function cutByDictionary(plain: string): string[] {
  const words: string[] = []
  const codes = codesOf(plain)
  let end = 0
  let inQuote = false
  for (const { segment, index, isWordLike } of segmenter.segment(plain)) {
    if (!isWordLike) continue
    for (; end < index; end++) inQuote = quoteAfter(plain.charCodeAt(end), inQuote)
    end = index + segment.length
    take(words, plain, codes, index, end, DIGIT.test(segment), inQuote)
  }
  return words
}

/** `12.5` and `1,000` are one word, `12abc` is two; else a run of letters, marks and digits. Null for unspaced scripts. */
function cutAtSigns(plain: string): string[] | null {
  const words: string[] = []
  const codes = codesOf(plain)
  let inQuote = false
  for (let i = 0; i < plain.length; ) {
    const c = codes[i] as number
    const kind = kindOf(c, plain, i)
    if (kind === DENSE) return null
    if (kind === SIGN) {
      inQuote = quoteAfter(c, inQuote)
      i++
      continue
    }
    const start = i
    let digits = kind === DIGIT_KIND
    if (digits) {
      i++
      for (;;) {
        while (isDigit(codes[i] as number)) i++
        const joint = codes[i] as number
        if ((joint !== 0x2c && joint !== 0x2e) || !isDigit(codes[i + 1] as number)) break
        i++
      }
    } else {
      i += kind === PAIR ? 2 : 1
      while (i < plain.length) {
        const next = kindOf(codes[i] as number, plain, i)
        if (next === SIGN) break
        if (next === DENSE) return null
        if (next === DIGIT_KIND) digits = true
        i += next === PAIR ? 2 : 1
      }
    }
    take(words, plain, codes, start, i, digits, inQuote)
  }
  return words
}

function take(
  words: string[],
  plain: string,
  codes: Uint16Array,
  start: number,
  end: number,
  digits: boolean,
  inQuote: boolean,
): void {
  const { word, hash, capital } = wordAt(plain, codes, start, end)
  const n = words.length
  if (n === draft.hashes.length) draft = grownDraft()
  words.push(word)
  draft.hashes[n] = hash
  draft.facts[n] = digits || (capital && isMidSentence(plain, start)) ? 1 : 0
  draft.spoken[n] = inQuote ? 1 : 0
}

interface DigestWord {
  /** In lower case, in one spelling. */
  readonly word: string
  readonly hash: number
  /** Capitalized: a name, if it is in mid-sentence. */
  readonly capital: boolean
}

const wordAt = createWordTable((raw): DigestWord => {
  const lower = raw.toLowerCase()
  // The words with several spellings have three to five letters.
  const word = lower.length >= 3 && lower.length <= 5 ? (ONE_SPELLING.get(lower) ?? lower) : lower
  return { word, hash: hashWord(word), capital: raw !== lower && raw.length > 2 && CAPITAL.test(raw) }
})

/** Whether the text after a character is within quotation marks; a new line ends a quotation that is never closed. */
function quoteAfter(c: number, inQuote: boolean): boolean {
  if (c === 0x0a || c === 0x201d || c === 0xbb) return false
  if (c === 0x201c || c === 0xab || c === 0x201e) return true
  return c === 0x22 ? !inQuote : inQuote
}

const SIGN = 1
const LETTER = 2
const DIGIT_KIND = 3
/** The first half of a letter beyond the basic plane. */
const PAIR = 4
/** Of a script without spaces between words. */
const DENSE = 5
/** The kind of each character, computed at its first occurrence. */
const kinds = new Uint8Array(0x10000)
const WORD_CHARACTER = /^[\p{L}\p{M}\p{N}]/u

function kindOf(c: number, text: string, at: number): number {
  const known = kinds[c]!
  if (known !== 0) return known
  if (c >= 0xd800 && c <= 0xdbff) {
    const pair = String.fromCodePoint(text.codePointAt(at)!)
    if (UNSPACED.test(pair)) return DENSE
    return pair.length === 2 && WORD_CHARACTER.test(pair) ? PAIR : SIGN
  }
  const character = String.fromCharCode(c)
  kinds[c] = UNSPACED.test(character)
    ? DENSE
    : isDigit(c)
      ? DIGIT_KIND
      : WORD_CHARACTER.test(character)
        ? LETTER
        : SIGN
  return kinds[c]!
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39
const DIGIT = /\d/
const CAPITAL = /^\p{Lu}\p{L}/u
const LOWER_OR_COMMA = /[\p{Ll},]/u

function isMidSentence(text: string, index: number): boolean {
  return index >= 2 && text[index - 1] === ' ' && LOWER_OR_COMMA.test(text[index - 2] as string)
}

const ONE_SPELLING: ReadonlyMap<string, string> = new Map(
  Object.entries({
    jan: 'january',
    feb: 'february',
    aug: 'august',
    sept: 'september',
    sep: 'september',
    oct: 'october',
    nov: 'november',
    dec: 'december',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    ten: '10',
  }),
)
