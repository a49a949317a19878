import { type Block, type Box, bit, type Page, within } from '../../page/blocks.ts'
import type { Hints, Layout } from '../../page/layout.ts'
import { squeeze } from '../../text/squeeze.ts'
import type { BodyChoice } from '../choice.ts'
import { inDescription } from '../features.ts'
import { patternsOf, says } from '../patterns.ts'

/** The largest distance of a standfirst from the headline, in blocks. */
const REACH = 16
const MIN_LENGTH = 25
const MAX_LENGTH = 600
/** What a candidate must reach; see `worthOf`. */
const LEAST_WORTH = 2
/** Between headline and text, a sentence that the model doubts is most often the standfirst. */
const LEAST_UNMARKED = 0.25
/** A marked opening needs less certainty than a block that nothing marks. */
const LEAST_OPENING = 0.15

const furniture = says.byline | says.date | says.updated | says.photo | says.share | says.subscribe | says.ad
/** What a line that nothing marks as a standfirst must not say either. */
const unmarkedFurniture =
  says.readMore | says.bio | says.correction | says.legal | says.listing | says.comment

/** Names for a standfirst alone; `lead`, `intro` and `summary` are as often the first paragraph. */
const dekClass =
  /standfirst|(?:^|[\s_-])de[ck]k?(?:$|[\s_-])|[a-z]De[ck]k?(?:$|[\s_-])|strap-?line|sub-?(?:title|headline|heading|head|hed)|chapo|chapeau|entradilla|bajada|occhiello|sommario|ingress|manchet|vorspann|article-?(?:_*)desc|(?:^|[\s_-])lid(?:$|[\s_-])/i
/** Names for the paragraph that opens the text. */
const openingClass =
  /(?:^|[\s_-]|[a-z](?=[A-Z]))(?:lead|lede|intro|introduction|einleitung|anlauf|article-?intro)(?:$|[\s_-]|(?<=[a-z])[A-Z])/
const disclosure =
  /\b(?:commissions?|affiliates?|independently (?:review|select)|affiliate[- ]?links?|provision)\b/i

/**
 * The standfirst: between headline and body, marked as such, or the page's description, or a heading there.
 * Of several candidates the one with the most to say for it.
 */
export function findDek(
  page: Page,
  choice: BodyChoice,
  layout: Layout,
  hints: Hints,
  title: string | null,
): Block | null {
  const { blocks, boxes } = page
  const { titleAt } = layout
  if (titleAt < 0) return null
  const start = choice.kept.indexOf(1)
  let until = start < 0 ? titleAt + 6 : Math.max(start, titleAt + 1)
  // A kicker that was taken for the first line of the text.
  if (start >= 0 && !blocks[start]!.prose && blocks[start]!.text.length < 60) until++
  until = Math.min(blocks.length - 1, until, titleAt + REACH)
  const titles = [squeeze(title ?? ''), ...hints.titles].filter((text) => text.length > 0)
  let best: Block | null = null
  let most = 0
  for (let i = titleAt + 1; i <= until; i++) {
    const block = blocks[i]!
    if (!mayBeDek(page, block, titles)) continue
    const worth = worthOf(page, choice, layout, hints, block, i === start - 1)
    if (worth < LEAST_WORTH || worth <= most) continue
    // A paragraph that looks like those after it, or is right among them, is the first of them.
    if (looksLikeNext(page, choice, block) || headsText(boxes, choice, page, block)) continue
    best = block
    most = worth
  }
  return best
}

function mayBeDek(page: Page, block: Block, titles: readonly string[]): boolean {
  const { text } = block
  if (text.length < MIN_LENGTH || text.length > MAX_LENGTH || block.hidden) return false
  if (block.linkSize > block.shape.size * 0.5) return false
  if (patternsOf(block) & furniture || disclosure.test(text)) return false
  if (page.boxes[block.box]!.element.name === 'li') return false
  if (within(page, block, bit.caption | bit.comment | bit.related | bit.promo)) return false
  // The headline again, or with the line above it.
  const own = squeeze(text)
  return !titles.some((title) => own === title || (title.length >= 20 && own.includes(title)))
}

/** 2 is enough: a name for it, the page's description, or a heading or header of its own. */
function worthOf(
  page: Page,
  choice: BodyChoice,
  layout: Layout,
  hints: Hints,
  block: Block,
  beforeText: boolean,
): number {
  const { boxes } = page
  const own = boxes[block.box]!
  const parent = boxes[own.parent]
  const alone = (parent?.blockCount ?? 9) <= 2
  const marked = dekClass.test(classOf(own)) || (alone && parent && dekClass.test(classOf(parent)))
  const named = /alternativeHeadline/i.test(own.element.attribs.itemprop ?? '')
  const out = choice.kept[block.index] === 0
  const heading =
    /^h[2-4]$/.test(own.element.name) && block.text.length >= 40 && block.index - layout.titleAt <= 5
  const mask = patternsOf(block)
  let worth = 0
  if (marked || named) worth += 3
  else if (mask & unmarkedFurniture) return 0
  if (out && block.text.length >= 40 && inDescription(block, hints.description) >= 0.6) worth += 2.5
  if (heading || inHeader(page, block, layout.titleAt)) worth += 2
  else if (out && block.shape.endsSentence && block.text.length >= 50) {
    const p = choice.p[block.index]!
    if (
      own.mask & bit.dek
        ? p >= 0.12
        : p >= LEAST_UNMARKED && (beforeText || block.index - layout.titleAt <= 5)
    )
      worth += 2
  }
  if (worth > 0 && block.shape.endsSentence) worth += 0.5
  if (worth > 0 && choice.p[block.index]! >= 0.2) worth += 0.5
  return worth
}

/** The headline for search engines may be above the header, with the breadcrumbs. */
const HEADER_REACH = 2

/** In the same `<header>` as the headline. */
function inHeader(page: Page, block: Block, titleAt: number): boolean {
  let steps = 0
  for (let i = block.box; i > 0 && steps < 4; i = page.boxes[i]!.parent, steps++) {
    const { element, firstBlock, blockCount } = page.boxes[i]!
    if (element.name === 'header')
      return firstBlock <= titleAt + HEADER_REACH && blockCount <= 12 && block.text.length >= 40
  }
  return false
}

const classOf = ({ element }: Box): string => `${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`

function looksLikeNext(page: Page, choice: BodyChoice, block: Block): boolean {
  const own = page.boxes[block.box]!
  const next = nextKept(page, choice, block)
  if (!next || next.parent !== own.parent) return false
  return next.element.name === own.element.name && next.element.attribs.class === own.element.attribs.class
}

/** A heading among the paragraphs, that nothing marks as a standfirst, heads what follows. */
function headsText(boxes: readonly Box[], choice: BodyChoice, page: Page, block: Block): boolean {
  const own = boxes[block.box]!
  if (!/^h[2-6]$/.test(own.element.name) || own.mask & bit.dek || dekClass.test(classOf(own))) return false
  return choice.p[block.index]! >= 0.8 && nextKept(page, choice, block)?.parent === own.parent
}

function nextKept(page: Page, choice: BodyChoice, block: Block): Box | undefined {
  for (let i = block.index + 1; i < page.blocks.length; i++)
    if (choice.kept[i]) return page.boxes[page.blocks[i]!.box]
  return undefined
}

/** Sentences between headline and text that are marked as the text's opening, and that the model doubts. */
export function findOpening(page: Page, layout: Layout, p: Float32Array, kept: Uint8Array): Block[] {
  const { blocks, boxes } = page
  const start = kept.indexOf(1)
  const out: Block[] = []
  if (layout.titleAt < 0 || start < 0) return out
  for (let i = Math.max(layout.titleAt + 1, start - REACH); i < start; i++) {
    const block = blocks[i]!
    if (p[i]! < LEAST_OPENING || block.hidden || block.text.length < 50 || !block.shape.endsSentence) continue
    if (block.linkSize > block.shape.size * 0.3 || patternsOf(block) & furniture) continue
    const own = boxes[block.box]!
    const parent = boxes[own.parent]
    const marked =
      openingClass.test(own.element.attribs.class ?? '') ||
      (parent !== undefined &&
        parent.blockCount <= 4 &&
        openingClass.test(parent.element.attribs.class ?? ''))
    if (!marked || dekClass.test(classOf(own)) || disclosure.test(block.text)) continue
    if ((own.mask | (parent?.mask ?? 0)) & (bit.caption | bit.comment | bit.related | bit.promo)) continue
    if (inHeader(page, block, layout.titleAt)) continue
    out.push(block)
  }
  return out
}
