/**
 * Is one text a copy of another? Decided by how much of the shorter one stands in the longer one word
 * for word, outside quotations, and by whether the facts (numbers, names) went along: templated
 * reports share their words and change their facts.
 */

import { indexHashes, type ShingleSet } from './shingle-set.ts'
import type { TextDigest } from './text-digest.ts'

export interface CopyPolicy {
  /** Share of the shorter text that must stand in the other one when their leads meet. */
  readonly minShare: number
  /** The same when their leads do not meet (a shared block further down may be anything). */
  readonly minShareApart: number
  /** Two pages of one outlet share blocks of background; only nearly whole texts are one text. */
  readonly minShareSameOutlet: number
  /** Share of a lead that must stand in the other text. */
  readonly minLead: number
  readonly leadWords: number
  /** Below this, for numbers and for names, the facts did not go along. */
  readonly minFacts: number
  readonly minNumbers: number
  /** At most so many of the new text's candidates are verified. */
  readonly maxVerified: number
  /** Fingerprint keys that make a candidate; a very short text has too few to ask for two. */
  readonly minSharedKeys: number
  readonly shortWords: number
  readonly windowDays: number
}

export const COPY_POLICY: CopyPolicy = {
  minShare: 0.33,
  minShareApart: 0.52,
  minShareSameOutlet: 0.8,
  minLead: 0.15,
  leadWords: 80,
  minFacts: 0.45,
  minNumbers: 0.5,
  maxVerified: 8,
  minSharedKeys: 2,
  shortWords: 60,
  windowDays: 14,
}

export interface Overlap {
  /** Shingles in common. */
  readonly shared: number
  /** Share of the shorter text that stands in the longer one; outside quotations when it is less than half. */
  readonly share: number
  /** Share of the longer text that stands in the shorter one. */
  readonly shareOfLonger: number
  /** The better of: one's lead in the other, the other's lead in the one. */
  readonly lead: number
  /** Share of the shorter text's facts (numbers, names) that the longer one has; null when too few to say. */
  readonly numbers: number | null
  readonly names: number | null
  /** How likely a fact is to lie in shared text, relative to any word; null when too few. Substituted facts never do. */
  readonly factsPlaced: number | null
}

/** A digest with its shingles and facts as sets, ready for several comparisons. */
export interface ComparableText {
  readonly digest: TextDigest
  readonly shingleSet: ShingleSet
  /** 1 where a shingle of the digest stands for the first time. */
  readonly isFirst: Uint8Array
  readonly numbers: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}

export function comparable(digest: TextDigest): ComparableText {
  const numbers = new Set<string>()
  const names = new Set<string>()
  for (let i = 0; i < digest.words.length; i++) {
    if (digest.facts[i] !== 1) continue
    const word = digest.words[i] as string
    ;(/\d/.test(word) ? numbers : names).add(word)
  }
  const { set, isFirst } = indexHashes(digest.shingles)
  return { digest, shingleSet: set, isFirst, numbers, names }
}

const SHINGLE = 5
/** With fewer unquoted shingles than this a text is mostly quotation, and then quotations count. */
const MIN_UNQUOTED = 30

/** Two reports may quote the same speech at length, but not share half of everything. */
const MOSTLY = 0.5

/**
 * Whether the shorter of two texts can stand in the longer one by a share of at least `needed`: false is certain. Most
 * candidates share a sentence and no more, and are through here at a tenth of what `overlapOf` costs.
 */
export function mayShare(a: ComparableText, b: ComparableText, needed: number): boolean {
  const [short, long] = a.shingleSet.size <= b.shingleSet.size ? [a, b] : [b, a]
  const { shingles } = short.digest
  // A little more, for sizes and shares are multiplied with rounding.
  let spare = short.shingleSet.size * (1 - needed) + 1e-6
  for (let i = 0; i < shingles.length; i++)
    if (short.isFirst[i] === 1 && !long.shingleSet.has(shingles[i] as number) && --spare < 0) return false
  return true
}

/** `ignored`: shingles that do not count, an outlet's boilerplate. */
export function overlapOf(a: ComparableText, b: ComparableText, ignored: Ignored = NONE): Overlap {
  const [short, long] = a.shingleSet.size <= b.shingleSet.size ? [a, b] : [b, a]
  const inLong = sharedIn(short, long, ignored)
  const inShort = sharedIn(long, short, ignored)
  const unquoted = inLong.unquoted >= MIN_UNQUOTED ? inLong.unquotedShared / inLong.unquoted : 1
  const whole = ratio(inLong.shared, inLong.counted)
  return {
    shared: inLong.shared,
    share: whole >= MOSTLY ? whole : Math.min(whole, unquoted),
    shareOfLonger: ratio(inShort.shared, inShort.counted),
    lead: Math.max(leadIn(short, long, ignored), leadIn(long, short, ignored)),
    numbers: portion(short.numbers, long.numbers, 3),
    names: portion(short.names, long.names, 3),
    factsPlaced: minOf(inLong.factsPlaced, inShort.factsPlaced),
  }
}

/** Shingles that do not count. */
export type Ignored = Pick<ReadonlySet<number>, 'has'>

const NONE: Ignored = new Set<number>()

function sharedIn(text: ComparableText, other: ComparableText, ignored: Ignored) {
  const { shingles, words, facts, spoken } = text.digest
  const covered = new Uint8Array(words.length)
  let counted = 0
  let shared = 0
  let unquoted = 0
  let unquotedShared = 0
  for (let i = 0; i < shingles.length; i++) {
    const hash = shingles[i] as number
    const is = other.shingleSet.has(hash)
    if (is) for (let k = i; k < Math.min(i + SHINGLE, words.length); k++) covered[k] = 1
    if (text.isFirst[i] !== 1 || ignored.has(hash)) continue
    counted++
    if (is) shared++
    if (spoken[i] !== 1) {
      unquoted++
      if (is) unquotedShared++
    }
  }
  let factCount = 0
  let factCovered = 0
  let wordCovered = 0
  for (let i = 0; i < covered.length; i++) {
    wordCovered += covered[i] as number
    if (facts[i] === 1) {
      factCount++
      factCovered += covered[i] as number
    }
  }
  const factsPlaced =
    factCount >= 3 && wordCovered > 0 ? factCovered / factCount / (wordCovered / covered.length) : null
  return { counted, shared, unquoted, unquotedShared, factsPlaced }
}

function leadIn(text: ComparableText, other: ComparableText, ignored: Ignored): number {
  const n = Math.min(80, text.digest.shingles.length)
  let shared = 0
  for (let i = 0; i < n; i++) {
    const hash = text.digest.shingles[i] as number
    if (other.shingleSet.has(hash) && !ignored.has(hash)) shared++
  }
  return ratio(shared, n)
}

function portion(part: ReadonlySet<string>, whole: ReadonlySet<string>, least: number): number | null {
  if (part.size < least) return null
  let n = 0
  for (const x of part) if (whole.has(x)) n++
  return n / part.size
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

function minOf(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b)
}

/** The facts that were changed are those of another event in the same words: market reports, results, weather. */
export function isTemplated(overlap: Overlap, policy: CopyPolicy): boolean {
  const { numbers, names, factsPlaced } = overlap
  const named = names ?? numbers ?? 1
  return named < policy.minFacts && (factsPlaced ?? 1) < policy.minFacts && (numbers ?? 0) < policy.minNumbers
}

export type CopyVerdict = 'copy' | 'templated' | 'too_little'

/** The least share that makes a copy of anything. */
export function leastShare(sameOutlet: boolean, policy: CopyPolicy = COPY_POLICY): number {
  return sameOutlet ? policy.minShareSameOutlet : Math.min(policy.minShare, policy.minShareApart)
}

export function copyVerdict(
  overlap: Overlap,
  sameOutlet: boolean,
  policy: CopyPolicy = COPY_POLICY,
): CopyVerdict {
  const needed = sameOutlet
    ? policy.minShareSameOutlet
    : overlap.lead >= policy.minLead
      ? policy.minShare
      : policy.minShareApart
  if (overlap.share < needed) return 'too_little'
  return isTemplated(overlap, policy) ? 'templated' : 'copy'
}
