import type { Block, Page } from '../../page/blocks.ts'
import { fits, patternsOf } from '../patterns.ts'

/** Below this probability a block is never added, whatever is around it. */
const LEAST_HEADING = 0.08
const LEAST_SIBLING = 0.12
const LEAST_LAST = 0.16
/** A heading that a box parts from its paragraph. */
const LEAST_APART = 0.2
/** How many blocks of other boxes may be between siblings. */
const REACH = 10

/**
 * Paragraphs of one parent, tag and class belong together, and a sub-heading belongs to what it heads: a block among kept
 * siblings needs a lower probability than one without them.
 * @returns the blocks to add to those kept.
 */
export function fillGaps(page: Page, p: Float32Array, kept: Uint8Array): Block[] {
  const { blocks, boxes } = page
  const out: Block[] = []
  const groups = blocks.map((block) => outerBox(page, block))
  const siblings = new Map<string, number>()
  const parents = new Map<number, number>()
  const key = (i: number): string => {
    const { element, parent } = boxes[groups[i]!]!
    return `${parent} ${element.name} ${element.attribs.class ?? ''}`
  }
  const parentOf = (i: number): number => boxes[groups[i]!]!.parent
  for (const { index } of blocks)
    if (kept[index]) {
      siblings.set(key(index), (siblings.get(key(index)) ?? 0) + 1)
      parents.set(parentOf(index), (parents.get(parentOf(index)) ?? 0) + 1)
    }
  /** The nearest block of the same parent, whatever boxes are between them; -1 if there is none. */
  const neighbour = (i: number, step: 1 | -1): number => {
    const parent = parentOf(i)
    for (let k = i + step; k >= 0 && k < blocks.length && Math.abs(k - i) <= REACH; k += step)
      if (parentOf(k) === parent) return k
    return -1
  }
  /** The kept block below a heading: the next of its parent, with no other heading before it. */
  const headed = (i: number): number => {
    const parent = parentOf(i)
    for (let k = i + 1; k < blocks.length && k - i <= REACH; k++) {
      if (parentOf(k) !== parent) continue
      if (kept[k]) return k
      if (isHeading(boxes[blocks[k]!.box]!.element.name)) return -1
    }
    return -1
  }
  const first = kept.indexOf(1)
  if (first < 0) return out
  for (const block of blocks) {
    const i = block.index
    if (i < first || kept[i] || block.hidden || block.linkSize > block.shape.size * 0.5) continue
    if (p[i]! < LEAST_HEADING) continue
    const { name } = boxes[block.box]!.element
    if (isHeading(name)) {
      if ((parents.get(parentOf(i)) ?? 0) < 2) continue
      const after = headed(i)
      const least = after - i <= 2 ? LEAST_HEADING : LEAST_APART
      if (after >= 0 && kept[after] && p[i]! >= least && !isFurniture(block)) out.push(block)
    } else if (block.shape.endsSentence && block.shape.size >= 30) {
      if ((siblings.get(key(i)) ?? 0) < (name === 'li' ? 1 : 3)) continue
      const before = neighbour(i, -1)
      const after = neighbour(i, 1)
      if (before < 0 || !kept[before]) continue
      const least = after >= 0 && kept[after] ? LEAST_SIBLING : LEAST_LAST
      if (p[i]! >= least && !isFurniture(block)) out.push(block)
    }
  }
  return out
}

/** The outermost box that holds only this block: `<div><p>` is one paragraph. */
function outerBox(page: Page, block: Block): number {
  let i = block.box
  for (let up = page.boxes[i]!.parent; up > 0 && page.boxes[up]!.blockCount === 1; up = page.boxes[i]!.parent)
    i = up
  return i
}

const isHeading = (name: string): boolean => /^h[2-6]$/.test(name)

function isFurniture(block: Block): boolean {
  const mask = patternsOf(block)
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
