import { comparable, overlapOf } from '../core/copies/similarity.ts'
import { copyVerdict } from '../core/copies/verdict.ts'
import { digestText } from '../core/text/digest.ts'

export interface TextComparison {
  /**
   * `copy`: one text, whole or in excerpt. `templated`: the same words with other facts, such as two weather reports.
   * `different`: neither.
   */
  readonly verdict: 'copy' | 'templated' | 'different'
  /** Share of the shorter text that stands in the longer one word for word, 0 to 1. */
  readonly share: number
  /** Share of the longer text that stands in the shorter one, 0 to 1. */
  readonly shareOfLonger: number
  /** Share of the shorter text's numbers and of its names that the longer one has; null where there are too few. */
  readonly numbers: number | null
  readonly names: number | null
}

/**
 * Whether one text is a copy of the other, decided as the pipeline decides it for two outlets: by word-5 shingles
 * (Broder 1997) outside quotations, and by whether numbers and names went along.
 * @throws TypeError for arguments that are no strings
 */
export function compareTexts(a: string, b: string): TextComparison {
  if (typeof a !== 'string' || typeof b !== 'string')
    throw new TypeError('newsloom: compareTexts takes two strings')
  const overlap = overlapOf(comparable(digestText(a), null), comparable(digestText(b), null))
  const verdict = copyVerdict(overlap, false)
  return {
    verdict: verdict === 'copy' || verdict === 'templated' ? verdict : 'different',
    share: overlap.share,
    shareOfLonger: overlap.shareOfLonger,
    numbers: overlap.numbers,
    names: overlap.names,
  }
}
