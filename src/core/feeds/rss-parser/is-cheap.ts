/** Steps of rss-parser's expressions that a document may cost; a usual feed takes a tenth of it. */
const MAX_STEPS = 50_000_000

/**
 * Whether rss-parser's snippets, which it makes of every description and full text, are cheap: its expressions look
 * for the next `>` behind every `<`, and for one that no line break follows behind every tag of a block. A long text in
 * which there is none costs its square. The sum estimates too much rather than too little.
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

/** Where the next `>` stands that no line break follows. */
function closeBehind(text: string, at: number): number {
  closing.lastIndex = at
  return closing.exec(text)?.index ?? text.length
}
