// The parts of an article that other articles may have as well: lines of the text, and the label of the headline.

/** A run of words between two sentence ends, or the label before a headline. */
export interface ProfilePart {
  readonly hash: number
  /** Positions in `terms` of those that occur only in this part. */
  readonly terms: readonly number[]
}

/** Places of the parts: the lines of the text count from 1. */
export const TITLE_PART = 0
export const LABEL_PART = -1
/** The term occurs in several parts. */
export const MANY_PARTS = -2
/** Fewer words between two full stops are an abbreviation or a time rather than a line. */
export const MIN_PART_WORDS = 3
const MAX_LABEL_WORDS = 4

/**
 * `Watch live: Rocket launch` is a label and a headline; `Mayor: I will resign` has the same form, and only repetition shows
 * the difference.
 */
export function labelOf(title: string): { readonly label: string; readonly rest: string } {
  const at = title.search(/:\s|\s[|–—]\s/u)
  if (at <= 0) return { label: '', rest: title }
  const label = title.slice(0, at)
  return label.split(/\s+/).length <= MAX_LABEL_WORDS
    ? { label, rest: title.slice(at + 1).replace(/^[\s|–—]+/u, '') }
    : { label: '', rest: title }
}

/** The terms that occur only in the first and last lines, and in the label. */
export function keptParts(
  hashes: ReadonlyMap<number, number>,
  last: number,
  chosen: readonly { readonly part: number }[],
  policy: { readonly firstParts: number; readonly lastParts: number },
): ProfilePart[] {
  const own = new Map<number, number[]>()
  for (const [i, { part }] of chosen.entries())
    if (part === LABEL_PART || (part > 0 && (part <= policy.firstParts || part > last - policy.lastParts))) {
      const list = own.get(part)
      if (list) list.push(i)
      else own.set(part, [i])
    }
  return [...own].flatMap(([part, terms]) => {
    const hash = hashes.get(part)
    return hash === undefined ? [] : [{ hash, terms }]
  })
}
