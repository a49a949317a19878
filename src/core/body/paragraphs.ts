import type { Block, Page } from '../page/blocks.ts'
import { isElement, type PageElement } from '../page/dom.ts'
import type { Unit } from './find-units.ts'

/** A line of a list: the blocks of one item. */
export interface Item {
  /** The item's number in a numbered list; null elsewhere. */
  readonly number: number | null
  readonly blocks: readonly Block[]
}

/** A cell of a table; empty ones hold their column's place. */
export interface Cell {
  readonly header: boolean
  readonly blocks: readonly Block[]
}

/** What the body is made of: one kept block, or all of a list or table. */
export type Paragraph =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly caption: Block | null; readonly rows: readonly (readonly Cell[])[] }

/** The kept blocks in page order, lists and tables as one each. */
export function paragraphsOf(page: Page, kept: readonly Block[], units: readonly Unit[]): Paragraph[] {
  const out: Paragraph[] = []
  let next = 0
  for (let i = 0; i < kept.length; ) {
    const block = kept[i]!
    while (next < units.length && units[next]!.last < block.index) next++
    const unit = units[next]
    if (!unit || unit.first > block.index || unit.kind === 'code' || unit.kind === 'details') {
      out.push({ kind: 'block', block })
      i++
      continue
    }
    const inside: Block[] = []
    while (i < kept.length && kept[i]!.index <= unit.last) inside.push(kept[i++]!)
    out.push(unit.kind === 'list' ? listOf(page, unit, inside) : tableOf(page, unit, inside))
  }
  return out
}

function listOf(page: Page, unit: Unit, inside: readonly Block[]): Paragraph {
  const { element } = page.boxes[unit.box]!
  const items: { number: number | null; blocks: Block[] }[] = []
  let last = -1
  for (const block of inside) {
    const item = itemOf(page, unit, block)
    if (item === last) items[items.length - 1]!.blocks.push(block)
    else items.push({ number: numberOf(page, item), blocks: [block] })
    last = item
  }
  return { kind: 'list', ordered: element.name === 'ol', items }
}

/** The box of the innermost item around a block. */
function itemOf(page: Page, unit: Unit, block: Block): number {
  for (let i = block.box; i > unit.box; i = page.boxes[i]!.parent)
    if (/^(?:li|dt|dd)$/.test(page.boxes[i]!.element.name)) return i
  return block.box
}

function numberOf(page: Page, item: number): number | null {
  const { element } = page.boxes[item]!
  const list = element.parent
  if (list?.name !== 'ol' || /none/.test(list.attribs.style ?? '')) return null
  const items = list.children.filter((child): child is PageElement => isElement(child) && child.name === 'li')
  const down = 'reversed' in list.attribs
  let number = wholeNumber(list.attribs.start) ?? (down ? items.length : 1)
  for (const other of items) {
    number = wholeNumber(other.attribs.value) ?? number
    if (other === element) return number
    number += down ? -1 : 1
  }
  return null
}

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null

function tableOf(page: Page, unit: Unit, inside: readonly Block[]): Paragraph {
  const wanted = new Set(inside.map((block) => block.index))
  const blocksIn = (box: number): Block[] => {
    if (box < 0) return []
    const { firstBlock, lastBlock } = page.boxes[box]!
    return page.blocks.slice(firstBlock, lastBlock + 1).filter((block) => wanted.has(block.index))
  }
  const rows: Cell[][] = []
  let caption: Block | null = null
  const { depth } = page.boxes[unit.box]!
  for (let i = unit.box + 1; i < page.boxes.length && page.boxes[i]!.depth > depth; i++) {
    const { element } = page.boxes[i]!
    if (element.name === 'caption') caption = blocksIn(i)[0] ?? null
    if (element.name !== 'tr') continue
    const row: Cell[] = []
    for (const child of element.children)
      if (isElement(child) && (child.name === 'td' || child.name === 'th'))
        row.push({ header: child.name === 'th', blocks: blocksIn(child.box) })
    if (row.some((cell) => cell.blocks.length > 0)) rows.push(row)
  }
  return { kind: 'table', caption, rows }
}

const oneLine = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => block.text)
    .join(' ')
    .replace(/\s+/g, ' ')

/** A paragraph's plain text: an item a line with its number, a row a line with its cells joined by tabs. */
export function paragraphText(paragraph: Paragraph): string {
  if (paragraph.kind === 'block') return paragraph.block.text
  if (paragraph.kind === 'list')
    return paragraph.items
      .map(({ number, blocks }) => (number === null ? '' : `${number}. `) + oneLine(blocks))
      .join('\n')
  const rows = paragraph.rows.map((row) => row.map((cell) => oneLine(cell.blocks)).join('\t'))
  return (paragraph.caption ? [oneLine([paragraph.caption]), ...rows] : rows).join('\n')
}
