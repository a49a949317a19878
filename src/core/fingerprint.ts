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
const TOKEN = /\d+(?:[.,]\d+)*|[\p{L}\p{M}\p{N}]+/gu
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function decodeEntity(entity: string): string {
  const named = NAMED[entity.toLowerCase()]
  if (named !== undefined) return named
  const code = /^&#x/i.test(entity)
    ? Number.parseInt(entity.slice(3, -1), 16)
    : Number.parseInt(entity.slice(2, -1), 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

/** One text without what differs by typesetting: compatibility forms, invisible characters, entities, apostrophes. */
export function normaliseText(text: string): string {
  return text
    .replace(ENTITY, decodeEntity)
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/(?<=\p{L})['’ʼ`´](?=\p{L})/gu, '')
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
  const words: string[] = []
  const facts: number[] = []
  const spoken: number[] = []
  let end = 0
  let inQuote = false
  const take = (raw: string, index: number): void => {
    for (let i = end; i < index; i++) {
      const c = plain.charCodeAt(i)
      if (c === 0x0a) inQuote = false
      else if (c === 0x201c || c === 0xab || c === 0x201e) inQuote = true
      else if (c === 0x201d || c === 0xbb) inQuote = false
      else if (c === 0x22) inQuote = !inQuote
    }
    end = index + raw.length
    const lower = raw.toLowerCase()
    words.push(HOUSE_STYLE.get(lower) ?? lower)
    const number = DIGIT.test(raw)
    facts.push(
      number || (raw !== lower && raw.length > 2 && CAPITAL.test(raw) && isMidSentence(plain, index)) ? 1 : 0,
    )
    spoken.push(inQuote ? 1 : 0)
  }
  if (UNSPACED.test(plain)) {
    for (const part of segmenter.segment(plain)) if (part.isWordLike) take(part.segment, part.index)
  } else for (const match of plain.matchAll(TOKEN)) take(match[0], match.index)
  return {
    words,
    facts: Uint8Array.from(facts),
    spoken: Uint8Array.from(spoken),
    shingles: shingleHashes(words),
  }
}

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
  const n = words.length
  if (n === 0) return new Int32Array(0)
  const each = new Int32Array(n)
  for (let i = 0; i < n; i++) each[i] = hashWord(words[i] as string)
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
