import type { Block, Page } from './blocks.ts'
import { fits, patternMask } from './patterns.ts'

/** Below this probability a block stays out whatever stands around it. */
const LEAST_HEADING = 0.08
const LEAST_SIBLING = 0.12
const LEAST_LAST = 0.2

/**
 * Paragraphs of one parent, tag and class belong together, and a sub-heading belongs to what it heads: a block
 * among kept siblings needs less certainty than one that stands alone.
 * @returns the blocks that go in besides those kept.
 */
export function fillGaps(page: Page, p: Float32Array, kept: Uint8Array): Block[] {
  const { blocks, boxes } = page
  const out: Block[] = []
  const siblings = new Map<string, number>()
  const parents = new Map<number, number>()
  const key = (block: Block): string => {
    const { element, parent } = boxes[block.box]!
    return `${parent} ${element.name} ${element.attribs.class ?? ''}`
  }
  for (const block of blocks)
    if (kept[block.index]) {
      siblings.set(key(block), (siblings.get(key(block)) ?? 0) + 1)
      const { parent } = boxes[block.box]!
      parents.set(parent, (parents.get(parent) ?? 0) + 1)
    }
  const next = nearestKept(kept, -1)
  const last = nearestKept(kept, 1)
  for (const block of blocks) {
    const i = block.index
    if (kept[i] || block.hidden || block.linkSize > block.shape.size * 0.5) continue
    const before = last[i]!
    const after = next[i]!
    if (before < 0) continue
    const { element, parent } = boxes[block.box]!
    const among = siblings.get(key(block)) ?? 0
    if (after >= 0 && isHeading(element.name)) {
      const near =
        after - i <= 2 && boxes[blocks[after]!.box]!.parent === parent && (parents.get(parent) ?? 0) >= 2
      if (near && p[i]! >= LEAST_HEADING && !isFurniture(block)) out.push(block)
    } else if (
      among >= (element.name === 'li' ? 1 : 3) &&
      block.shape.endsSentence &&
      block.shape.size >= 30 &&
      !isFurniture(block)
    ) {
      if (after >= 0 && p[i]! >= LEAST_SIBLING && sameParent(page, before, i) && sameParent(page, after, i))
        out.push(block)
      else if (i - before <= 2 && p[i]! >= LEAST_LAST && sameParent(page, before, i)) out.push(block)
    }
  }
  return out
}

const isHeading = (name: string): boolean => /^h[2-6]$/.test(name)

function sameParent(page: Page, a: number, b: number): boolean {
  return page.boxes[page.blocks[a]!.box]!.parent === page.boxes[page.blocks[b]!.box]!.parent
}

function isFurniture(block: Block): boolean {
  const mask = patternMask(block.text)
  return (
    [
      'readMore',
      'subscribe',
      'legal',
      'photo',
      'updated',
      'comment',
      'share',
      'ad',
      'listing',
      'tags',
      'bio',
    ] as const
  ).some((name) => fits(mask, name))
}

/** For each block the nearest kept one before it (1) or after it (-1), or -1. */
function nearestKept(kept: Uint8Array, direction: 1 | -1): Int32Array {
  const out = new Int32Array(kept.length)
  let last = -1
  for (let k = 0; k < kept.length; k++) {
    const i = direction === 1 ? k : kept.length - 1 - k
    out[i] = last
    if (kept[i]) last = i
  }
  return out
}
