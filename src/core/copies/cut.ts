/** How a copy differs from its original: how much it has of it, what it leaves out and what it adds. */

import { digestText } from '../text/digest.ts'
import { isBare } from './bare-title.ts'
import type { OriginReason } from './origin.ts'
import { type ComparableText, overlapOf } from './similarity.ts'

export interface CopyText {
  readonly body: string
  readonly text: ComparableText
}

/** The contents of `articles.copy_reasons`. Shares are 0 to 1; paragraphs are counted from 1. */
export interface CopyReasons {
  readonly why: OriginReason
  /** One of the two is a title only: outlet, day and title are the same. */
  readonly by_title?: true
  /** The original. */
  readonly like: number
  /** Share of the copy's words that are in the original. */
  readonly share: number
  /** Share of the original's words that are in the copy. */
  readonly share_of_original: number
  /** Share of the shorter text's facts that the longer one has; null when too few to say. */
  readonly numbers: number | null
  readonly names: number | null
  readonly words_cut: number
  readonly words_added: number
  /** Paragraphs of the original that the copy lacks. */
  readonly cut: readonly number[]
  /** Paragraphs of the copy that the original lacks. */
  readonly added: readonly number[]
}

const SHINGLE = 5
/** A paragraph counts as missing in the other text if less than this share of its words is in it. */
const MIN_KEPT = 0.5
/** At most this many paragraphs are listed; the words of all are counted. */
const MAX_NAMED = 50

export function copyReasons(
  copy: CopyText,
  original: CopyText & { readonly id: number },
  why: OriginReason,
): CopyReasons {
  const { numbers, names } = overlapOf(copy.text, original.text)
  const cut = missingIn(original.body, copy.text)
  const added = missingIn(copy.body, original.text)
  const isTitle = [copy, original].some(({ text }) => isBare({ words: text.digest.words.length }))
  return {
    why,
    ...(isTitle ? { by_title: true } : {}),
    like: original.id,
    share: isTitle ? 1 : round(1 - added.missing / Math.max(1, added.words)),
    share_of_original: round(1 - cut.missing / Math.max(1, cut.words)),
    numbers: numbers === null ? null : round(numbers),
    names: names === null ? null : round(names),
    words_cut: cut.missing,
    words_added: added.missing,
    cut: cut.paragraphs,
    added: added.paragraphs,
  }
}

/** The paragraphs of a body, as `what was cut` counts them; the view news.syndication splits in the same way. */
function paragraphsOf(body: string): string[] {
  return body.split(/\n+/)
}

/** The paragraphs of `body` that are not in `other`, and the number of their words. */
function missingIn(
  body: string,
  other: ComparableText,
): { words: number; missing: number; paragraphs: number[] } {
  let total = 0
  let missing = 0
  const paragraphs: number[] = []
  for (const [i, paragraph] of paragraphsOf(body).entries()) {
    const { words, shingles } = digestText(paragraph)
    total += words.length
    // A line that is too short for a shingle could be from anywhere: it counts as kept.
    if (words.length < SHINGLE) continue
    const kept = new Uint8Array(words.length)
    for (let k = 0; k < shingles.length; k++)
      if (other.shingleSet.has(shingles[k]!)) kept.fill(1, k, k + SHINGLE)
    const gone = words.length - kept.reduce((sum, one) => sum + one, 0)
    missing += gone
    if (gone > words.length * (1 - MIN_KEPT) && paragraphs.length < MAX_NAMED) paragraphs.push(i + 1)
  }
  return { words: total, missing, paragraphs }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
