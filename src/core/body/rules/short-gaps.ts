import type { Block, Page } from '../../page/blocks.ts'
import type { PageParent } from '../../page/dom.ts'
import { furniture, patternsOf, says } from '../patterns.ts'

/** How many blocks may be between two kept ones. */
const LONGEST = 20
/** The least mean of their probabilities, and of each. */
const LEAST_MEAN = 0.06
const LEAST = 0.02

const notText = furniture | says.tags | says.byline | says.correction | says.date
/** A line that sends the reader to another page, or has no word. */
const calls =
  /@\w|\b(?:click|tap) (?:here|on|below)\b|\bget in touch\b|\bhier klicken\b|\bwww\.|https?:|^[^\p{L}]*$/iu
const inText = new Set(['p', 'li', 'pre', 'dd', 'dt', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'div'])

/** Whether an element holds a list or a quotation that belongs to the text, and not a post on social media. */
function isWrap({ name, attribs }: PageParent): boolean {
  if (name === 'blockquote') return !/tweet|twitter|instagram|tiktok|embed|pull/i.test(attribs.class ?? '')
  return name === 'ul' || name === 'ol' || name === 'dl' || name === 'li'
}

/**
 * Lines, lists and code between two paragraphs of the text, all in the same box as these. They belong to the text too, if
 * none of them links elsewhere or is marked as something else.
 * @returns the blocks to add to those kept.
 */
export function fillShortGaps(page: Page, p: Float32Array, kept: Uint8Array): Block[] {
  const { blocks, boxes } = page
  const out: Block[] = []
  let before = -1
  for (let i = 0; i < blocks.length; i++) {
    if (!kept[i]) continue
    if (before >= 0 && i - before > 1 && i - before - 1 <= LONGEST) {
      const home = parentOf(before)
      if (home > 0 && home === parentOf(i)) {
        const run = blocks.slice(before + 1, i)
        let sum = 0
        for (const block of run) sum += p[block.index]!
        if (sum / run.length >= LEAST_MEAN && run.every((block) => fits(block, home))) out.push(...run)
      }
    }
    before = i
  }
  return out

  /** The box around the block's own, past lists and quotations. */
  function parentOf(i: number): number {
    let at = boxes[blocks[i]!.box]!.parent
    while (at > 0 && isWrap(boxes[at]!.element)) at = boxes[at]!.parent
    return at
  }

  function fits(block: Block, home: number): boolean {
    return (
      p[block.index]! >= LEAST &&
      !block.hidden &&
      inText.has(boxes[block.box]!.element.name) &&
      parentOf(block.index) === home &&
      block.linkSize <= block.shape.size * 0.4 &&
      (patternsOf(block) & notText) === 0 &&
      !calls.test(block.text)
    )
  }
}
