/**
 * What the overlap of two texts means: copies, one form with other facts, a placeholder, a block that both contain, or nothing.
 */
import { COPY_POLICY, type CopyPolicy } from './policy.ts'
import { type ComparableText, type Overlap, overlapOf } from './similarity.ts'

/** The facts were replaced by those of another event: market reports, results, weather. */
function isTemplated(overlap: Overlap, policy: CopyPolicy): boolean {
  const { numbers, names, factsPlaced } = overlap
  const named = names ?? numbers ?? 1
  return named < policy.minFacts && (factsPlaced ?? 1) < policy.minFacts && (numbers ?? 0) < policy.minNumbers
}

/** The text says nothing of the two titles that it is found under: a banner or a plea in the place of two articles. */
export function isPlaceholder({ titleInBody }: Overlap, sameOutlet: boolean, policy: CopyPolicy): boolean {
  return titleInBody !== null && titleInBody <= (sameOutlet ? policy.maxOfTitleSameOutlet : policy.maxOfTitle)
}

/** Texts with fewer words consist more of form than of content. */
const SHORT_TEXT = 150
const VERY_SHORT_TEXT = 60
const MIN_SHARED_FACTS = 2
const MIN_OPENING_FACTS = 0.5
/** A smaller change is a corrected mistake. */
const MIN_OTHER_WORDS = 6
/** The share of a short text that must be in the other one for it to be a copy. */
const MOST = 0.5

/**
 * Whether a short text is mostly form: its words are in the other text, but its facts are not. The shorter the text, the more must
 * be shared: a paywall line or a login form reports nothing.
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
/** In a long text the form alone is no evidence: there it must be one block that both texts contain. */
const MIN_IN_ONE_PIECE = 0.7
/** And a block that most of a lead consists of is the text itself. */
const MAX_LEAD_OF_BLOCK = 0.5

/**
 * Two texts that begin with different facts and share a form or a block: the "About" of a company, a disclaimer, the sentences of a
 * forecast. What each reports apart from the shared words is not in the other. An edited copy is different: the facts of a
 * rewritten sentence are still somewhere in the original.
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

/** Share of the longer text that both must have for a text to be one that was published before. */
const MIN_SAME = 0.8

/** Whether two texts are the same except for some lines: a text that is published again. */
export function isSameText(a: ComparableText, b: ComparableText, sameOutlet: boolean): boolean {
  const overlap = overlapOf(a, b)
  return overlap.shareOfLonger >= MIN_SAME && copyVerdict(overlap, sameOutlet) === 'copy'
}

/**
 * `templated`: one has the words of the other with other facts, or the words are a placeholder, so it reports another event.
 * `shared_block`: both contain a block (a speech that both quote, an "About"), which says nothing about the event.
 */
export type CopyVerdict = 'copy' | 'templated' | 'shared_block' | 'too_little'

/** The least share with which a text can be a copy. */
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
  if (isShortForm(overlap) || isPlaceholder(overlap, sameOutlet, policy)) return 'templated'
  // Quotations from one speech in two reports are not a form.
  if (isTemplated(overlap, policy)) return overlap.quoted < MOST ? 'templated' : 'shared_block'
  return isSharedBlock(overlap, policy) ? 'shared_block' : 'copy'
}
