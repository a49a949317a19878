/**
 * Fingerprints of a text for finding copies: the smallest hashes of its word-5 shingles (bottom-k
 * sketch, Broder 1997), and those of its lead for excerpts, which keep little else.
 */

const SHINGLE = 5
export const TEXT_HASHES = 32
export const LEAD_HASHES = 16
/** Words from the start that count as the lead. */
const LEAD_WORDS = 110

export interface Fingerprint {
  /** The smallest shingle hashes of the text, signed 64 bits, ascending. */
  readonly hashes: readonly bigint[]
  /** The smallest of the lead's. */
  readonly leadHashes: readonly bigint[]
  /** How many different shingles the text has. */
  readonly shingles: number
}

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

/** One text without what differs by typesetting: compatibility forms, invisible characters, entities, apostrophes. */
export function normaliseText(text: string): string {
  const decoded = text.includes('&') ? text.replace(ENTITY, decodeEntity) : text
  return decoded.normalize('NFKC').replace(INVISIBLE, '').replace(APOSTROPHE, '')
}

/** A text taken apart for comparing: its words, which of them are facts, which are spoken, and its shingles. */
export interface TextDigest {
  readonly words: readonly string[]
  /** 1 where the word is a number, or a name in mid-sentence. */
  readonly facts: Uint8Array
  /** 1 where the word stands within quotation marks. */
  readonly spoken: Uint8Array
  /** 32-bit hashes of the word-5 shingles in order of the text; `shingles[i]` starts at word i. */
  readonly shingles: Int32Array
}

/** Words in lower case; house styles meet (`Sept.` and `September`, `two` and `2`). */
export function digestText(text: string): TextDigest {
  const plain = normaliseText(text)
  const draft = cutAtSigns(plain) ?? cutByDictionary(plain)
  const { words, facts, spoken } = draft
  return {
    words,
    facts: Uint8Array.from(facts),
    spoken: Uint8Array.from(spoken),
    shingles: shinglesOf(draft.hashes),
  }
}

interface Draft {
  readonly words: string[]
  readonly facts: number[]
  readonly spoken: number[]
  /** Of each word. */
  readonly hashes: number[]
}

const newDraft = (): Draft => ({ words: [], facts: [], spoken: [], hashes: [] })

/** Scripts without spaces between words: by the dictionaries of Unicode segmentation. */
function cutByDictionary(plain: string): Draft {
  const draft = newDraft()
  let end = 0
  let inQuote = false
  for (const { segment, index, isWordLike } of segmenter.segment(plain)) {
    if (!isWordLike) continue
    for (; end < index; end++) inQuote = quoteAfter(plain.charCodeAt(end), inQuote)
    end = index + segment.length
    take(draft, plain, index, end, DIGIT.test(segment), inQuote)
  }
  return draft
}

/** `12.5` and `1,000` are one word, `12abc` is two; else a run of letters, marks and digits. Null for unspaced scripts. */
function cutAtSigns(plain: string): Draft | null {
  const draft = newDraft()
  let inQuote = false
  for (let i = 0; i < plain.length; ) {
    const c = plain.charCodeAt(i)
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
        while (isDigit(plain.charCodeAt(i))) i++
        const joint = plain.charCodeAt(i)
        if ((joint !== 0x2c && joint !== 0x2e) || !isDigit(plain.charCodeAt(i + 1))) break
        i++
      }
    } else {
      i += kind === PAIR ? 2 : 1
      while (i < plain.length) {
        const next = kindOf(plain.charCodeAt(i), plain, i)
        if (next === SIGN) break
        if (next === DENSE) return null
        if (next === DIGIT_KIND) digits = true
        i += next === PAIR ? 2 : 1
      }
    }
    take(draft, plain, start, i, digits, inQuote)
  }
  return draft
}

function take(
  { words, facts, spoken, hashes }: Draft,
  plain: string,
  start: number,
  end: number,
  digits: boolean,
  inQuote: boolean,
): void {
  const raw = plain.slice(start, end)
  const lower = raw.toLowerCase()
  // The house styles are words of three to five letters.
  const word = lower.length >= 3 && lower.length <= 5 ? (HOUSE_STYLE.get(lower) ?? lower) : lower
  words.push(word)
  hashes.push(hashWord(word))
  const fact = digits || (raw !== lower && raw.length > 2 && CAPITAL.test(raw) && isMidSentence(plain, start))
  facts.push(fact ? 1 : 0)
  spoken.push(inQuote ? 1 : 0)
}

/** Whether what follows a character is within quotation marks; a new line ends what nobody closed. */
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
/** What is known of each character, found out when it is first met. */
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

const HOUSE_STYLE: ReadonlyMap<string, string> = new Map(
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

/** 32-bit hashes of a text's shingles, in order of the text (repeats kept). A text of fewer than five words is one shingle. */
export function shingleHashes(words: readonly string[]): Int32Array {
  return shinglesOf(words.map(hashWord))
}

/** @param hashes of each word */
function shinglesOf(hashes: readonly number[]): Int32Array {
  const n = hashes.length
  if (n === 0) return new Int32Array(0)
  const each = Int32Array.from(hashes)
  const size = Math.min(SHINGLE, n)
  const out = new Int32Array(n - size + 1)
  for (let i = 0; i < out.length; i++) {
    let h = 0x9747b28c
    for (let k = 0; k < size; k++) h = mix(h, each[i + k] as number)
    out[i] = finish(h)
  }
  return out
}

/** Below this many words a text says too little to be found by: a title alone is no text (see bare-title.ts). */
export const MIN_TEXT_WORDS = 20

/** Fingerprint of a body; null when there is too little text. */
export function fingerprint(digest: TextDigest): Fingerprint | null {
  if (digest.words.length < MIN_TEXT_WORDS) return null
  const all = distinctPositions(digest.shingles)
  const lead = distinctPositions(digest.shingles.subarray(0, LEAD_WORDS))
  const keys = (positions: readonly number[], count: number): bigint[] =>
    positions.slice(0, count).map((position) => wideHash(digest, position))
  return { hashes: keys(all, TEXT_HASHES), leadHashes: keys(lead, LEAD_HASHES), shingles: all.length }
}

/** Positions of the different shingles, by ascending hash. */
function distinctPositions(hashes: Int32Array): number[] {
  const packed = Float64Array.from(hashes, (hash, i) => (hash >>> 0) * POSITIONS + i).sort()
  const positions: number[] = []
  let last = -1
  for (const value of packed) {
    const hash = Math.floor(value / POSITIONS)
    if (hash !== last) positions.push(value % POSITIONS)
    last = hash
  }
  return positions
}

/** More positions than any text has words; with a 32-bit hash it fits a double exactly. */
const POSITIONS = 2 ** 20

/** The sort hash above, an independent hash of the same words below: 64 bits, so that keys of a large archive stay apart. */
function wideHash({ words, shingles }: TextDigest, position: number): bigint {
  let low = 0x1b873593
  for (let k = position; k < Math.min(position + SHINGLE, words.length); k++) {
    const word = words[k] as string
    for (let i = 0; i < word.length; i++) low = Math.imul(low ^ word.charCodeAt(i), 0x5bd1e995)
    low = Math.imul(low ^ (low >>> 15) ^ 0x20, 0x27d4eb2f)
  }
  return BigInt.asIntN(64, (BigInt((shingles[position] as number) >>> 0) << 32n) | BigInt(finish(low) >>> 0))
}

function hashWord(word: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  return h
}

function mix(h: number, k: number): number {
  let x = Math.imul(k, 0xcc9e2d51)
  x = (x << 15) | (x >>> 17)
  x = Math.imul(x, 0x1b873593) ^ h
  x = (x << 13) | (x >>> 19)
  return (Math.imul(x, 5) + 0xe6546b64) | 0
}

function finish(h: number): number {
  let x = h ^ (h >>> 16)
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  x = Math.imul(x, 0xc2b2ae35)
  return x ^ (x >>> 16)
}
