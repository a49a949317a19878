/**
 * Is one text a copy of another? Decided by how much of the shorter one stands in the longer one word
 * for word, outside quotations, and by whether the facts (numbers, names) went along: templated
 * reports share their words and change their facts.
 */

import type { TextDigest } from '../text/digest.ts'
import { indexHashes, type ShingleSet } from './shingle-set.ts'

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
  /** Words of the longer text. */
  readonly words: number
  /** Facts of the shorter text that lie in shared words. */
  readonly sharedFacts: number
  /** Share of the facts of one text's first words that the other's beginning has; null when one has none. */
  readonly openingFacts: number | null
  /** What each text has beside the shared words: words and facts of the one that has fewer. */
  readonly wordsBeside: number
  readonly factsBeside: number
  /** Share of the facts beside the shared words that the other text has anywhere; null when there are too few. */
  readonly factsBesideKnown: number | null
  /** Share of the shared words that stand in one piece: 1 for one block, little where an editor was at work everywhere. */
  readonly inOnePiece: number
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
    words: Math.max(short.digest.words.length, long.digest.words.length),
    sharedFacts: inLong.sharedFacts,
    openingFacts: openingFacts(short, long),
    wordsBeside: Math.min(inLong.wordsBeside, inShort.wordsBeside),
    factsBeside: Math.min(inLong.factsBeside, inShort.factsBeside),
    factsBesideKnown:
      inLong.factsBeside + inShort.factsBeside >= MIN_FACTS_BESIDE
        ? (inLong.factsBesideKnown + inShort.factsBesideKnown) / (inLong.factsBeside + inShort.factsBeside)
        : null,
    inOnePiece: Math.min(inLong.inOnePiece, inShort.inOnePiece),
  }
}

/** Fewer facts than this say nothing about what a text tells beside what it shares. */
const MIN_FACTS_BESIDE = 4
/** A report says in its first words what happened where; the other may say it a little later. */
const OPENING = 30
const OPENING_OF_OTHER = 60

function openingFacts(a: ComparableText, b: ComparableText): number | null {
  const [x, y] = [factsOfFirst(a, OPENING), factsOfFirst(b, OPENING)]
  if (x.size === 0 || y.size === 0) return null
  const known = (own: ReadonlySet<string>, other: ComparableText): number => {
    const its = factsOfFirst(other, OPENING_OF_OTHER)
    let n = 0
    for (const fact of own) if (its.has(fact)) n++
    return n / own.size
  }
  return Math.min(known(x, b), known(y, a))
}

function factsOfFirst({ digest: { words, facts } }: ComparableText, count: number): Set<string> {
  const found = new Set<string>()
  for (let i = 0; i < Math.min(count, words.length); i++) if (facts[i] === 1) found.add(words[i] as string)
  return found
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
  let factsBesideKnown = 0
  let run = 0
  let longestRun = 0
  for (let i = 0; i < covered.length; i++) {
    wordCovered += covered[i] as number
    run = covered[i] === 1 ? run + 1 : 0
    if (run > longestRun) longestRun = run
    if (facts[i] === 1) {
      factCount++
      if (covered[i] === 1) factCovered++
      else if (other.names.has(words[i] as string) || other.numbers.has(words[i] as string))
        factsBesideKnown++
    }
  }
  const factsPlaced =
    factCount >= 3 && wordCovered > 0 ? factCovered / factCount / (wordCovered / covered.length) : null
  return {
    counted,
    shared,
    unquoted,
    unquotedShared,
    factsPlaced,
    sharedFacts: factCovered,
    wordsBeside: covered.length - wordCovered,
    factsBeside: factCount - factCovered,
    factsBesideKnown,
    inOnePiece: ratio(longestRun, wordCovered),
  }
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
function isTemplated(overlap: Overlap, policy: CopyPolicy): boolean {
  const { numbers, names, factsPlaced } = overlap
  const named = names ?? numbers ?? 1
  return named < policy.minFacts && (factsPlaced ?? 1) < policy.minFacts && (numbers ?? 0) < policy.minNumbers
}

/** Texts of fewer words than this are form more than content. */
const SHORT_TEXT = 150
const VERY_SHORT_TEXT = 60
const MIN_SHARED_FACTS = 2
const MIN_OPENING_FACTS = 0.5
/** Less than this is a slip of the pen that was put right. */
const MIN_OTHER_WORDS = 6
/** Of a short text that is a copy most stands in the other. */
const MOST = 0.5

/**
 * A short text that is nearly all form: its words stand in the other as well, but what it tells does not. The shorter
 * the text, the more has to be shared: a paywall line or a login form tells nothing at all.
 */
function isShortForm(overlap: Overlap): boolean {
  const { words, shareOfLonger, sharedFacts, openingFacts, factsBeside, wordsBeside } = overlap
  if (words >= SHORT_TEXT || shareOfLonger < MOST) return false
  if (words < VERY_SHORT_TEXT && sharedFacts < MIN_SHARED_FACTS) return true
  return (
    openingFacts !== null &&
    openingFacts < MIN_OPENING_FACTS &&
    factsBeside > 0 &&
    wordsBeside >= MIN_OTHER_WORDS
  )
}

/** What each text must have beside what they share, before it can be a text of its own. */
const MIN_WORDS_BESIDE = 20
const MIN_WORDS_BESIDE_SHORT = 8
const MIN_FACTS_OF_ITS_OWN = 3
const MAX_FACTS_KNOWN = 0.34
/** In a long text the form alone is no sign: there it must be one block that both carry. */
const MIN_IN_ONE_PIECE = 0.7
/** And a block that most of a lead consists of is the text itself. */
const MAX_LEAD_OF_BLOCK = 0.5

/**
 * Two texts that each begin with facts of their own, and share a form or a block: an "About" of a company, a
 * disclaimer, the sentences of a forecast. What they tell beside the shared words is not in the other. An edited copy
 * is different: what an editor rewrites still tells what stands elsewhere in the original.
 */
function isSharedBlock(overlap: Overlap, policy: CopyPolicy = COPY_POLICY): boolean {
  const { words, lead, wordsBeside, factsBeside, factsBesideKnown, openingFacts, inOnePiece } = overlap
  const isLong = words >= SHORT_TEXT
  if (isLong && (inOnePiece < MIN_IN_ONE_PIECE || lead >= MAX_LEAD_OF_BLOCK)) return false
  return (
    (openingFacts === null ? lead < policy.minLead : openingFacts < MIN_OPENING_FACTS) &&
    wordsBeside >= (isLong ? MIN_WORDS_BESIDE : MIN_WORDS_BESIDE_SHORT) &&
    factsBeside >= MIN_FACTS_OF_ITS_OWN &&
    factsBesideKnown !== null &&
    factsBesideKnown < MAX_FACTS_KNOWN
  )
}

/** Share of the longer text that stands in both, from which a text is one that ran before. */
const MIN_SAME = 0.8

/** Whether two texts are one, but for a line: what ran once and runs again. */
export function isSameText(a: ComparableText, b: ComparableText): boolean {
  const overlap = overlapOf(a, b)
  return overlap.shareOfLonger >= MIN_SAME && copyVerdict(overlap, false) === 'copy'
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
  return isTemplated(overlap, policy) || isShortForm(overlap) || isSharedBlock(overlap, policy)
    ? 'templated'
    : 'copy'
}
