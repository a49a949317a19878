/**
 * What the second look says of two headlines without a text, corrected by their language. The labelled headlines that it
 * learned from belong to articles picked as stories, in English. In streams of headlines, two English ones are of one event
 * less often than it says. In languages that it never learned from they are more often: inflected words meet less, and names
 * show by their capitals where English headlines hide them. Measured on headlines of eight languages
 * (docs/decisions/stories.md); one number for each of the two cases.
 */
import type { Prepared } from './prepared.ts'

/** Languages of the sets that the models learned from. */
const LEARNED: ReadonlySet<string> = new Set(['en', 'vi'])
/** Added to the log-odds. */
const IN_LEARNED = -0.35
const IN_OTHERS = 1.3

/** The value to add to the log-odds of a pair; nothing where either has a text. */
export function headlineOdds(a: Prepared, b: Prepared): number {
  if (!a.isBare || !b.isBare) return 0
  return isInOther(a) && isInOther(b) ? IN_OTHERS : IN_LEARNED
}

/** The language is known, and the models did not learn from it. */
function isInOther({ profile }: Prepared): boolean {
  return profile.alternatives.length === 0 && profile.language !== 'und' && !LEARNED.has(profile.language)
}
