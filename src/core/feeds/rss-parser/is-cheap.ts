/** How many steps rss-parser's regular expressions may need for a document; a usual feed needs a tenth of it. */
const MAX_STEPS = 50_000_000

/**
 * Whether rss-parser can make its snippets of the document's descriptions and full texts in reasonable time. Its regular
 * expressions search for the next `>` after every `<`, and after every block tag for one that no line break follows. A long text
 * without such a `>` costs time in proportion to its square. The estimate is too high rather than too low.
 */
export function isCheap(text: string): boolean {
  const bracket = /<|&lt;|&#(?:60|x3c);/gi
  let steps = 0
  let close = -1
  for (let found = bracket.exec(text); found; found = bracket.exec(text)) {
    const { index } = found
    if (close <= index) close = closeBehind(text, index)
    if (close - index >= NEAR) steps += close - index
    if (steps > MAX_STEPS) return false
  }
  return true
}

const NEAR = 1_000
const closing = /(?:>|&gt;|&#(?:62|x3e);)(?![\n])/gi

/** The position of the next `>` that is not followed by a line break; the length of the text where there is none. */
function closeBehind(text: string, at: number): number {
  closing.lastIndex = at
  return closing.exec(text)?.index ?? text.length
}
