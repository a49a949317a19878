import type { Block, Page } from '../page/blocks.ts'

/** Where on the page headline and text stand: what lies around them is looked at for dates and names. */
export interface TextPlace {
  /** The block of the headline, or -1. */
  readonly titleAt: number
  /** The first block of the body, or -1. */
  readonly start: number
  readonly kept: Uint8Array
}

/** How far a standfirst that passes for the first paragraph may stand from the text. */
const STANDFIRST_GAP = 20

/** The last block that may still belong to the head: what stands between a standfirst and the text does. */
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
 * Whether the block stands in a box of one of these kinds that is beside the article: a box that also holds the
 * headline or the first block of the text is a frame of the whole article, whatever its class says (`grid`, `list`).
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
