import { FNV_BASIS, hashOn } from './hash.ts'
import { fold } from './words/fold.ts'

const QUOTED = /["“„«]([^"“”„«»]{20,400})["”»]/g
const QUOTE_RUN = 4

/** Hashes of the runs of four words within quotation marks, at most `limit`, the smallest kept. */
export function quoteHashes(body: string, limit: number): number[] {
  const found = new Set<number>()
  for (const match of body.slice(0, 8000).matchAll(QUOTED)) {
    const spoken = (match[1] ?? '')
      .split(/[^\p{L}\p{N}\p{M}'’]+/u)
      .filter(Boolean)
      .map((w) => fold(w.includes("'") || w.includes('’') ? w.replace(/['’]/g, '') : w))
    for (let i = 0; i + QUOTE_RUN <= spoken.length; i++) {
      let hash = hashOn(FNV_BASIS, spoken[i] as string)
      for (let k = i + 1; k < i + QUOTE_RUN; k++) hash = hashOn(hashOn(hash, ' '), spoken[k] as string)
      found.add(hash | 0)
    }
  }
  return [...found].sort((a, b) => a - b).slice(0, limit)
}
