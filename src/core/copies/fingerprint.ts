/**
 * Fingerprints of a text for finding copies: the smallest hashes of its word-5 shingles (bottom-k sketch, Broder 1997), and
 * those of its lead, by which excerpts are found, since they contain little else.
 */
import type { TextDigest } from '../text/digest.ts'
import { finishHash, SHINGLE } from '../text/shingles.ts'

export const TEXT_HASHES = 32
export const LEAD_HASHES = 16
/** Words from the start that count as the lead. */
const LEAD_WORDS = 110

export interface Fingerprint {
  /** The smallest shingle hashes of the text, signed 64 bits, ascending. */
  readonly hashes: readonly bigint[]
  /** The smallest of the lead's. */
  readonly leadHashes: readonly bigint[]
}

/** Fewer words are a form or a notice, which many texts have. */
const MIN_WORDS_OF_KEY = 60
const HASHES_OF_KEY = 4

/**
 * One key for texts that are nearly the same, made of the smallest hashes of the text, so that a changed sentence mostly does
 * not change it. Null for a short text.
 */
export function textKey({ words }: TextDigest, print: Fingerprint | null): bigint | null {
  if (print === null || words.length < MIN_WORDS_OF_KEY) return null
  let key = 0n
  for (const hash of print.hashes.slice(0, HASHES_OF_KEY)) key = BigInt.asIntN(64, key * 1_000_003n + hash)
  return key
}

/** A text with fewer words than this cannot be found by its fingerprint: a title alone is not a text (see bare-title.ts). */
export const MIN_TEXT_WORDS = 20

/** Fingerprint of a body; null when there is too little text. */
export function fingerprint(digest: TextDigest): Fingerprint | null {
  if (digest.words.length < MIN_TEXT_WORDS) return null
  const keys = (shingles: Int32Array, count: number): bigint[] =>
    smallestPositions(shingles, count).map((position) => wideHash(digest, position))
  return {
    hashes: keys(digest.shingles, TEXT_HASHES),
    leadHashes: keys(digest.shingles.subarray(0, LEAD_WORDS), LEAD_HASHES),
  }
}

/**
 * Positions of the `count` smallest different hashes (without sign), at their first occurrence, by ascending hash. Most
 * hashes are not below the largest of those found so far: only a hundred of a thousand are moved.
 */
function smallestPositions(hashes: Int32Array, count: number): number[] {
  const values: number[] = []
  const positions: number[] = []
  for (let i = 0; i < hashes.length; i++) {
    const hash = (hashes[i] as number) >>> 0
    if (values.length === count && hash >= (values[count - 1] as number)) continue
    let at = values.length
    while (at > 0 && (values[at - 1] as number) > hash) at--
    if (at > 0 && values[at - 1] === hash) continue
    values.splice(at, 0, hash)
    positions.splice(at, 0, i)
    if (values.length > count) {
      values.pop()
      positions.pop()
    }
  }
  return positions
}

/** The sort hash above, an independent hash of the same words below: 64 bits, so that keys of a large archive stay apart. */
function wideHash({ words, shingles }: TextDigest, position: number): bigint {
  let low = 0x1b873593
  for (let k = position; k < Math.min(position + SHINGLE, words.length); k++) {
    const word = words[k] as string
    for (let i = 0; i < word.length; i++) low = Math.imul(low ^ word.charCodeAt(i), 0x5bd1e995)
    low = Math.imul(low ^ (low >>> 15) ^ 0x20, 0x27d4eb2f)
  }
  halves.setInt32(0, shingles[position] as number)
  halves.setInt32(4, finishHash(low))
  return halves.getBigInt64(0)
}

const halves = new DataView(new ArrayBuffer(8))
