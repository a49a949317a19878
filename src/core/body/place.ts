import type { Block, Page } from '../page/blocks.ts'

/** The position of headline and text on the page: dates and names are searched around them. */
export interface TextPlace {
  /** The block of the headline, or -1. */
  readonly titleAt: number
  /** The first block of the body, or -1. */
  readonly start: number
  readonly kept: Uint8Array
}

/** The largest distance from the text of a standfirst that looks like the first paragraph. */
const STANDFIRST_GAP = 20

/** The last block that may still belong to the head, as blocks between a standfirst and the text do. */
export function headEnd({ start, kept }: TextPlace): number {
  if (start < 0) return -1
  let next = start + 1
  while (next < kept.length && !kept[next] && next < start + STANDFIRST_GAP) next++
  return kept[next] && next > start + 1 ? next - 1 : start + 1
}

/** The last block of the text, or -1. */
export function textEnd(kept: Uint8Array): number {
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  return end
}

/**
 * Whether the block is in a box of one of these kinds that is beside the article. A box that also holds the headline or the
 * first block of the text is a frame of the whole article, whatever its class says (`grid`, `list`).
 */
export function inBoxBeside(page: Page, { titleAt, start }: TextPlace, block: Block, mask: number): boolean {
  for (let i = block.box; i > 0; i = page.boxes[i]!.parent) {
    const { firstBlock, lastBlock } = page.boxes[i]!
    if ((titleAt >= firstBlock && titleAt <= lastBlock) || (start >= firstBlock && start <= lastBlock))
      return false
    if (page.boxes[i]!.mask & mask) return true
  }
  return false
}
