import { type Block, type Box, type Page, within } from '../../page/blocks.ts'
import { bit } from '../../page/classes/mask.ts'
import { squeeze } from '../../text/squeeze.ts'
import type { BodyChoice } from '../choice.ts'
import { isLink } from './menu-lines.ts'

/** How many cards of one kind a page must have. */
const LEAST_CARDS = 3
/** Blocks of a card, its headline among them: a picture's credit, a sentence or two, a date. */
const MOST_BLOCKS = 5
const HEADLINE = { least: 15, most: 180 } as const
/** How much text of the article must be before the cards, and which share of the size of the cards it must at least be. */
const LEAST_TEXT = 180
const LEAST_SHARE = 0.6

/**
 * The first sentences of other articles: cards of one kind, each with a headline that is a link. They read like the text, and
 * on a page without helpful class names their position does not distinguish them from it; their number does.
 * @returns the kept blocks to drop.
 */
export function findCards(page: Page, { kept, p }: BodyChoice): Block[] {
  const cards = new Map<string, Box[]>()
  for (const block of page.blocks) {
    if (!isHeadline(block)) continue
    const card = cardOf(page, block)
    if (!card) continue
    const kind = kindOf(page, card)
    const known = cards.get(kind)
    if (known) known.push(card)
    else cards.set(kind, [card])
  }
  const out: Block[] = []
  for (const list of cards.values()) {
    if (list.length < LEAST_CARDS) continue
    const inside = list.flatMap((card) => blocksIn(page, card)).filter(({ index }) => kept[index])
    // Where most of the text is in such boxes, they are its chapters: products of a review, for example.
    let size = 0
    for (const { shape } of inside) size += shape.size
    if (textBefore(page, kept, list[0]!.firstBlock) < Math.max(LEAST_TEXT, size * LEAST_SHARE)) continue
    out.push(...inside.filter((block) => p[block.index]! < SURE && !within(page, block, bit.bodyStrong)))
  }
  return out
}

const blocksIn = ({ blocks }: Page, { firstBlock, lastBlock }: Box): readonly Block[] =>
  blocks.slice(firstBlock, lastBlock + 1)

/** The size of the prose that was kept before a block. */
function textBefore({ blocks }: Page, kept: Uint8Array, index: number): number {
  let size = 0
  for (let i = 0; i < index; i++) if (kept[i] && blocks[i]!.prose) size += blocks[i]!.shape.size
  return size
}

/**
 * The article to read next: after the text, a box of the article's kind (an `article`, or of the tag and class of a box
 * around the headline) that begins with a headline of the first rank.
 * @param title the page's own headline, squeezed
 * @returns the kept blocks to drop.
 */
export function findNextArticles(page: Page, { kept }: BodyChoice, title: string): Block[] {
  const { blocks, boxes } = page
  const out: Block[] = []
  const headlines = blocks.filter(({ box }) => boxes[box]!.element.name === 'h1')
  if (headlines.length < 2) return out
  const own = headlines.find(({ text }) => squeeze(text) === title)
  if (!own) return out
  const around = new Set<string>()
  for (let i = boxes[own.box]!.parent; i > 0; i = boxes[i]!.parent)
    if (boxes[i]!.element.attribs.class) around.add(kindOf(page, boxes[i]!))
  for (const { index, text } of headlines) {
    if (index <= own.index || text === own.text) continue
    const next = articleFrom(page, index, own.index, around)
    if (next && textBefore(page, kept, index) >= LEAST_TEXT)
      out.push(...blocksIn(page, next).filter((block) => kept[block.index]))
  }
  return out
}

/** The widest box of the article's kind that begins with this headline, or with a line above it; without the page's own. */
function articleFrom(page: Page, index: number, titleAt: number, kinds: ReadonlySet<string>): Box | null {
  const { boxes, blocks } = page
  let found: Box | null = null
  for (let i = blocks[index]!.box; i > 0; i = boxes[i]!.parent) {
    const box = boxes[i]!
    if (box.firstBlock <= titleAt || box.firstBlock < index - 1) break
    if (box.element.name === 'article' || kinds.has(kindOf(page, box))) found = box
  }
  return found
}

/** From here on the model knows better. */
const SURE = 0.9

const isHeadline = (block: Block): boolean =>
  block.shape.size >= HEADLINE.least &&
  block.text.length <= HEADLINE.most &&
  isLink(block) &&
  /\p{L}/u.test(block.text)

/** The widest box that begins with this headline and contains little else. */
function cardOf({ boxes }: Page, { index, box }: Block): Box | null {
  let card: Box | null = null
  for (let i = box; i > 0; i = boxes[i]!.parent) {
    const { firstBlock, blockCount } = boxes[i]!
    if (firstBlock !== index || blockCount > MOST_BLOCKS) break
    if (blockCount > 1) card = boxes[i]!
  }
  return card
}

const kindOf = ({ boxes }: Page, { element, parent }: Box): string =>
  `${element.name} ${element.attribs.class ?? ''} ${boxes[parent]?.element.name} ${boxes[parent]?.element.attribs.class ?? ''}`
