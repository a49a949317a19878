/** Words of a shingle. */
export const SHINGLE = 5

/**
 * 32-bit hashes of a text's shingles, in order of the text (repeats kept). A text of fewer than five words is one shingle.
 *
 * @param hashes of each word
 */
export function shinglesOf(hashes: Int32Array): Int32Array {
  const n = hashes.length
  if (n === 0) return new Int32Array(0)
  const size = Math.min(SHINGLE, n)
  const each = hashes.map(scramble)
  const out = new Int32Array(n - size + 1)
  for (let i = 0; i < out.length; i++) {
    let h = 0x9747b28c
    for (let k = 0; k < size; k++) h = mix(h, each[i + k] as number)
    out[i] = finishHash(h)
  }
  return out
}

/** FNV-1a. */
export function hashWord(word: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  return h
}

/** The first step of mixing a hash, whatever it is mixed with. */
function scramble(k: number): number {
  const x = Math.imul(k, 0xcc9e2d51)
  return Math.imul((x << 15) | (x >>> 17), 0x1b873593)
}

function mix(h: number, scrambled: number): number {
  let x = scrambled ^ h
  x = (x << 13) | (x >>> 19)
  return (Math.imul(x, 5) + 0xe6546b64) | 0
}

/** The last turn of a hash (Murmur3): each bit comes to depend on all. */
export function finishHash(h: number): number {
  let x = h ^ (h >>> 16)
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  x = Math.imul(x, 0xc2b2ae35)
  return x ^ (x >>> 16)
}
