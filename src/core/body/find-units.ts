import type { Block, Box, Page } from '../page/blocks.ts'

/** What is kept whole or dropped whole: a part of it would leave numbers without their names. */
export interface Unit {
  readonly kind: 'list' | 'table' | 'code' | 'details'
  /** The place of its box in `Page.boxes`. */
  readonly box: number
  readonly first: number
  readonly last: number
}

export const unitKinds: Readonly<Record<string, Unit['kind']>> = {
  ul: 'list',
  ol: 'list',
  dl: 'list',
  table: 'table',
  pre: 'code',
  details: 'details',
  'amp-accordion': 'details',
}

/** A list or table that holds more of the page's prose than this is the layout of the page. */
const LAYOUT_SHARE = 0.5
/** Mean size of a block above which items and cells are texts of their own. */
const LONGEST_ITEM = 420
const LONGEST_CELL = 140

/** The lists, tables and code of a page, in page order; none lies inside another. */
export function findUnits(page: Page): Unit[] {
  const out: Unit[] = []
  const { boxes } = page
  for (let i = 1; i < boxes.length; i++) {
    const box = boxes[i]!
    const kind = unitKinds[box.element.name]
    if (!kind || box.blockCount === 0 || box.hidden) continue
    if (box.prose > page.prose * LAYOUT_SHARE && kind !== 'table') continue
    if (!fits(page, i, kind)) continue
    out.push({ kind, box: i, first: box.firstBlock, last: box.lastBlock })
    // Nothing inside it is another.
    while (i + 1 < boxes.length && boxes[i + 1]!.depth > box.depth) i++
  }
  return out
}

function fits(page: Page, at: number, kind: Unit['kind']): boolean {
  const { boxes } = page
  const { size, blockCount, depth, prose } = boxes[at]!
  const mean = size / blockCount
  let rows = 0
  let wide = 0
  for (let i = at + 1; i < boxes.length && boxes[i]!.depth > depth; i++) {
    const { name, children } = boxes[i]!.element
    // Cards with headlines of their own, and tables for layout.
    if (
      kind === 'list' &&
      /^h[1-4]$/.test(name) &&
      boxes[i]!.blockCount > 0 &&
      !isCountedCard(page, boxes[i]!)
    )
      return false
    if (kind === 'table' && (name === 'table' || name === 'form')) return false
    if (name !== 'tr') continue
    rows++
    const cells = children.filter((child) => 'name' in child && (child.name === 'td' || child.name === 'th'))
    if (cells.length > 1) wide++
  }
  if (kind === 'table') return rows >= 2 && wide * 2 >= rows && mean <= LONGEST_CELL && prose < size * 0.6
  return kind === 'code' || mean <= LONGEST_ITEM
}

/** `2/7 The bridge in 1970`: the heading of a picture of a gallery. */
const isCountedCard = (page: Page, { firstBlock }: Box): boolean => {
  const block = page.blocks[firstBlock]
  return block !== undefined && isCounter(block)
}

/** `2/7 …`: the number of a picture in a gallery. */
export const isCounter = (block: Block): boolean => /^\d{1,3}\s?\/\s?\d{1,3}\b/.test(block.text)
