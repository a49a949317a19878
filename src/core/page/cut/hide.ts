import type { Block, Box } from '../blocks.ts'

/** A hidden part with more than this share of the page's prose is not hidden: a script shows it when the page is loaded. */
const SHOWN_LATER = 0.3

/**
 * Marks the parts that a class hides, and their blocks, as hidden. Blocks keep their numbers; their prose is subtracted from the
 * sums of the boxes around them. A part that would contain the text of the article is not hidden.
 */
export function hideByClass(boxes: readonly Box[], blocks: readonly Block[], found: readonly number[]): void {
  const prose = boxes[0]!.prose
  for (const index of found) {
    const part = boxes[index]!
    if (part.hidden || part.prose > prose * SHOWN_LATER) continue
    for (let i = index; i < boxes.length && (i === index || boxes[i]!.depth > part.depth); i++)
      boxes[i]!.hidden = true
    for (let i = part.firstBlock; i <= part.lastBlock; i++) {
      const block = blocks[i]!
      block.hidden = true
      if (!block.prose) continue
      block.prose = false
      for (let at = block.box; at >= 0; at = boxes[at]!.parent) {
        boxes[at]!.prose -= block.shape.size
        boxes[at]!.proseCount--
      }
    }
  }
}
