/** Pairs with one known fact that outweighs all the words they share. */

import { WHOLE_TITLE } from '../profile/form.ts'
import type { Prepared } from './prepared.ts'

/** What is left of the probability of a pair that is known to be two events. */
const APART = 0.02
const DAY_MS = 86_400_000
/** Two instances of a daily series are at least this far apart. */
const NEXT_ISSUE_DAYS = 0.6

/**
 * The highest probability that two articles can have: below 1 where something says that they are two events.
 * `areTemplated`: the copy look-up found the words of the one in the other, with other facts.
 */
export function mostLikely(a: Prepared, b: Prepared, areTemplated: boolean): number {
  return areTemplated || isNextIssue(a, b) ? APART : 1
}

/** A bare title that an outlet brings again on another day (`Picture of the day`) names the series, no event. */
function isNextIssue(a: Prepared, b: Prepared): boolean {
  if (!a.isBare || !b.isBare || a.publishedMs === null || b.publishedMs === null) return false
  const title = a.profile.form[WHOLE_TITLE] ?? 0
  return (
    title !== 0 &&
    title === b.profile.form[WHOLE_TITLE] &&
    Math.abs(a.publishedMs - b.publishedMs) >= NEXT_ISSUE_DAYS * DAY_MS
  )
}
