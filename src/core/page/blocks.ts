import type { TextShape } from '../body/text-shape.ts'
import { bit } from './classes/mask.ts'
import type { PageParent, PageText } from './dom.ts'

/** A block-level element, with the sums of all text below it. */
export interface Box {
  readonly element: PageParent
  readonly parent: number
  readonly depth: number
  readonly mask: number
  hidden: boolean
  /** Weighted characters (text-shape.ts). */
  size: number
  linkSize: number
  /** Size of the blocks that read like prose. */
  prose: number
  proseCount: number
  blockCount: number
  images: number
  firstBlock: number
  lastBlock: number
}

/** A run of text between two block boundaries, which is kept or dropped as a whole. */
export interface Block {
  readonly index: number
  readonly text: string
  readonly box: number
  readonly shape: TextShape
  readonly linkSize: number
  readonly linkCount: number
  readonly boldSize: number
  /** Its text nodes; null is a line break. */
  readonly parts: readonly (PageText | null)[]
  prose: boolean
  hidden: boolean
  /** The result of `patternsOf` for its text; -1 until it is computed. */
  patterns: number
}

export interface Page {
  readonly boxes: readonly Box[]
  readonly blocks: readonly Block[]
  readonly size: number
  readonly prose: number
}

/** The names of an element with more than this share of the page (`#__next`, `body.has-comments`) say nothing about its parts. */
export const WHOLE_PAGE = 0.9

/** Whether the box of the block, or any box around it, is of one of these kinds. */
export function within(page: Page, block: Block, mask: number): boolean {
  const whole = page.size * WHOLE_PAGE
  for (let i = block.box; i > 0; i = page.boxes[i]!.parent) {
    const box = page.boxes[i]!
    if (box.mask & mask && box.size <= whole) return true
  }
  return false
}

export { bit }
