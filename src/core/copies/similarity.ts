/**
 * Measures the overlap of two texts, which decides whether one is a copy of the other: how much of the shorter one is in the
 * longer one word for word, outside quotations, and whether its facts (numbers, names) are in it too. Reports made from one
 * form have the same words and other facts.
 */

import type { TextDigest } from '../text/digest.ts'
import { indexHashes, type ShingleSet } from './shingle-set.ts'
import { saidOfTitles, type TitleFacts, titleFacts } from './title-in-body.ts'

export interface Overlap {
  /** Shingles in common. */
  readonly shared: number
  /** Share of the shorter text that is in the longer one; outside quotations when it is less than half. */
  readonly share: number
  /** Share of the longer text that is in the shorter one. */
  readonly shareOfLonger: number
  /** Share of one text's lead that is in the other text; the larger of the two directions. */
  readonly lead: number
  /** Share of the shorter text's facts (numbers, names) that the longer one has; null when too few to say. */
  readonly numbers: number | null
  readonly names: number | null
  /** How often facts are in shared text, relative to other words; null when there are too few. Facts that were replaced never are. */
  readonly factsPlaced: number | null
  /** Words of the longer text. */
  readonly words: number
  /** Facts of the shorter text that are in shared text. */
  readonly sharedFacts: number
  /** Share of the facts in the first words of one text that are at the beginning of the other; null when one has none. */
  readonly openingFacts: number | null
  /** What each text has beside the shared words: words and facts of the one that has fewer. */
  readonly wordsBeside: number
  readonly factsBeside: number
  /** Share of the facts beside the shared words that the other text has anywhere; null when there are too few. */
  readonly factsBesideKnown: number | null
  /** Share of the common shingles that are within quotation marks. */
  readonly quoted: number
  /** Share of the shared words in the longest run: 1 for one block, little where the text was edited everywhere. */
  readonly inOnePiece: number
  /** How much the two texts say of their own titles, where these have nothing in common; see `saidOfTitles`. */
  readonly titleInBody: number | null
}

/** A digest with its shingles and facts as sets, ready for several comparisons. */
export interface ComparableText extends TitleFacts {
  readonly digest: TextDigest
  readonly shingleSet: ShingleSet
  /** 1 at the first occurrence of a shingle in the digest. */
  readonly isFirst: Uint8Array
  readonly numbers: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}

/** `title`: of the article whose body the text is; null for a text by itself. */
export function comparable(digest: TextDigest, title: string | null): ComparableText {
  const numbers = new Set<string>()
  const names = new Set<string>()
  for (let i = 0; i < digest.words.length; i++) {
    if (digest.facts[i] !== 1) continue
    const word = digest.words[i] as string
    ;(/\d/.test(word) ? numbers : names).add(word)
  }
  const { set, isFirst } = indexHashes(digest.shingles)
  return { digest, shingleSet: set, isFirst, numbers, names, ...titleFacts(title, digest) }
}

const SHINGLE = 5
/** A text with fewer unquoted shingles is mostly quotation; then quotations count too. */
const MIN_UNQUOTED = 30

/** Two independent reports can quote the same speech at length, but they do not have half of their text in common. */
const MOSTLY = 0.5

/**
 * Whether a share of at least `needed` of the shorter text can be in the longer one; false is certain. Most candidates have only a
 * sentence in common and are excluded here in a tenth of the time of `overlapOf`.
 */
export function mayShare(a: ComparableText, b: ComparableText, needed: number): boolean {
  const [short, long] = a.shingleSet.size <= b.shingleSet.size ? [a, b] : [b, a]
  const { shingles } = short.digest
  // A small margin, because sizes and shares are rounded.
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
    quoted: inLong.shared > 0 ? 1 - inLong.unquotedShared / inLong.shared : 0,
    inOnePiece: Math.min(inLong.inOnePiece, inShort.inOnePiece),
    titleInBody: saidOfTitles(a, b),
  }
}

/** Fewer facts than this are not enough to judge what a text reports apart from the shared words. */
const MIN_FACTS_BESIDE = 4
/** A report says in its first words what happened where; the other text may say it a little later. */
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
