import type { Block, Box, Page } from '../../page/blocks.ts'
import { bit } from '../../page/classes/mask.ts'
import { isCounter, type Unit, unitKinds } from '../find-units.ts'
import { furniture, patternsOf, says } from '../patterns.ts'

/** Kinds of class that name something else than a part of the article. */
const elsewhere =
  bit.related | bit.share | bit.comment | bit.nav | bit.tags | bit.ad | bit.promo | bit.bio | bit.sidebar
/** `language-sql`, `code-toolbar`. */
const elsewhereForCode = elsewhere & ~(bit.nav | bit.share)
const pictures = bit.caption
const elsewhereTags = new Set(['nav', 'footer', 'aside', 'menu', 'header', 'form'])

/** Least mean probability of a unit's blocks, by its position. */
const ABOVE = 0.25
const BETWEEN = 0.05
const BETWEEN_LINKS = 0.3
const ANNOUNCED = 0.03
const ANNOUNCED_LINKS = 0.2
const ENDING = { list: 0.3, table: 0.02, code: 0.2, details: 0.03 } as const
const ENDING_ANNOUNCED = { list: 0.08, table: 0.02, code: 0.03, details: 0.03 } as const
/** Share of a unit's text that is linked, above which it leads to other pages. */
const LINKED = 0.6
const GAP = 2
/** A line with a colon right before a unit is kept with it from here on. */
const LEAST_ANNOUNCER = 0.1
/** So is a heading. */
const LEAST_HEADING = 0.02
/** How many paragraphs boxes of one kind must hold before another of these boxes counts as text. */
const LEAST_OF_KIND = 2
/** What a line says that announces a list of other articles. */
const otherArticles = says.readMore | says.listing

/**
 * Keeps each unit whole or drops it whole. This depends on what is around it (it is between two paragraphs of one parent, or
 * after the line that announces it), on its words, and on the model's probabilities for its blocks together.
 */
export function settleUnits(
  page: Page,
  units: readonly Unit[],
  p: Float32Array,
  kept: Uint8Array,
  why: string[],
): void {
  if (!kept.includes(1)) return
  for (const unit of units) {
    const keep = isText(page, unit, p, kept)
    if (keep === null) continue
    const announcer = keep ? announcerOf(page, unit, p, kept) : null
    for (let i = announcer?.index ?? unit.first; i <= unit.last; i++) {
      // Blocks between a list and the line that announces it stay as they are.
      if (i < unit.first && i !== announcer?.index) continue
      if (kept[i] === (keep ? 1 : 0)) continue
      kept[i] = keep ? 1 : 0
      why[i] = keep ? `the whole ${names[unit.kind]}` : `not a part of a ${names[unit.kind]}`
    }
  }
}

const names = { list: 'list', table: 'table', code: 'code', details: 'details' } as const

/** Null where the unit is already whole and nothing speaks against it. */
function isText(page: Page, unit: Unit, p: Float32Array, kept: Uint8Array): boolean | null {
  const { blocks, boxes } = page
  let all = 0
  let inText = 0
  let linked = 0
  let sum = 0
  for (let i = unit.first; i <= unit.last; i++) {
    const block = blocks[i]!
    all += block.shape.size
    linked += block.linkSize
    sum += p[i]!
    if (kept[i]) inText += block.shape.size
  }
  if (all === 0) return null
  const count = unit.last - unit.first + 1
  const mean = sum / count
  const share = inText / all
  const before = nearestKept(page, kept, unit.first, -1)
  // Most lists of a page: nothing of it was kept, and nothing above it.
  if (before < 0 && inText === 0) return false
  const frame =
    before < 0 ? homeOf(page, boxes[unit.box]!.parent) : commonBox(page, unit.box, blocks[before]!.box)
  if (isGallery(page, unit, frame)) return false
  if (share === 1) return null
  if (isElsewhere(page, unit, frame) || talksOf(page, unit) > count * 0.3) return share >= 0.5
  // Units above the text: a summary in points, or data about the article.
  if (before < 0 && share > 0) return share >= 0.8 && mean >= ABOVE ? true : null
  if (share >= 0.5) return true
  const isLinked = linked > all * LINKED
  const announcer = before >= 0 ? announcerOf(page, unit, p, kept) : null
  if (announcer && patternsOf(announcer) & otherArticles) return false
  const after = nearestKept(page, kept, unit.last, 1)
  if (before >= 0 && after >= 0) {
    if (announcer) return mean >= (isLinked ? ANNOUNCED_LINKS : ANNOUNCED)
    return mean >= (isLinked ? BETWEEN_LINKS : BETWEEN)
  }
  if (before < 0 || isLinked) return false
  if (announcer && isOneOfItsKind(page, unit, frame, kept)) return true
  return mean >= (announcer ? ENDING_ANNOUNCED : ENDING)[unit.kind]
}

/** How many of its lines are of the kinds that are around an article. */
function talksOf({ blocks }: Page, unit: Unit): number {
  let talks = 0
  if (unit.kind !== 'table' && unit.kind !== 'code')
    for (let i = unit.first; i <= unit.last; i++) if (patternsOf(blocks[i]!) & furniture) talks++
  return talks
}

/** The box that contains paragraphs and units side by side: outside of quotations, figures, lists and lone wrappers. */
function homeOf(page: Page, from: number): number {
  let at = from
  for (let steps = 0; at > 0 && steps < 4; steps++) {
    const { element, parent, blockCount } = page.boxes[at]!
    const wraps =
      /^(?:blockquote|figure|ul|ol|dl|li|section|p)$/.test(element.name) ||
      blockCount <= 1 ||
      (parent >= 0 && isWrapper(page.boxes[at]!))
    if (!wraps || element.name === 'section') break
    at = parent
  }
  return at
}

/** A box made for its one list or table: everything else in it is at most a caption. */
function isWrapper({ element, blockCount }: Box): boolean {
  let inner = 0
  let others = 0
  for (const child of element.children) {
    if (!('name' in child)) continue
    if (unitKinds[child.name] !== undefined) inner++
    else if (child.name !== 'figcaption' && child.name !== 'script' && child.name !== 'style') others++
  }
  return inner === 1 && others === 0 && blockCount > 0
}

/** The nearest kept block on that side with almost nothing between; -1 if there is none. */
function nearestKept(page: Page, kept: Uint8Array, from: number, step: 1 | -1): number {
  let gap = 0
  for (let i = from + step; i >= 0 && i < page.blocks.length; i += step) {
    if (kept[i]) return i
    // A caption, an advertisement's label.
    if (++gap > GAP && !isInUnit(page, i)) return -1
  }
  return -1
}

/** The innermost box around both. */
function commonBox({ boxes }: Page, a: number, b: number): number {
  while (a !== b)
    if (a > b) a = boxes[a]!.parent
    else b = boxes[b]!.parent
  return a
}

/** Whether a box around the unit, below the frame, has the tag and class of other boxes there that hold the text. */
function isOneOfItsKind({ boxes, blocks }: Page, unit: Unit, frame: number, kept: Uint8Array): boolean {
  const kinds = new Set<string>()
  const kindOf = (box: number): string => `${boxes[box]!.element.name} ${boxes[box]!.element.attribs.class}`
  for (let i = boxes[unit.box]!.parent; i > frame; i = boxes[i]!.parent)
    if (boxes[i]!.element.attribs.class) kinds.add(kindOf(i))
  let prose = 0
  for (let i = boxes[frame]!.firstBlock; i < unit.first && kinds.size > 0; i++) {
    if (!kept[i] || !blocks[i]!.prose) continue
    for (let k = boxes[blocks[i]!.box]!.parent; k > frame; k = boxes[k]!.parent)
      if (kinds.has(kindOf(k))) {
        prose++
        break
      }
  }
  return prose >= LEAST_OF_KIND
}

/** Other lists and tables may be between them. */
function isInUnit(page: Page, index: number): boolean {
  let at = page.blocks[index]!.box
  for (let steps = 0; at > 0 && steps < 4; steps++, at = page.boxes[at]!.parent)
    if (unitKinds[page.boxes[at]!.element.name]) return true
  return false
}

/** The line right before a unit, if it ends with a colon or is a heading, and was kept or may be. */
function announcerOf(page: Page, unit: Unit, p: Float32Array, kept: Uint8Array): Block | null {
  for (let i = unit.first - 1; i >= Math.max(0, unit.first - 2); i--) {
    const block = page.blocks[i]!
    const heads = isHeading(page, block)
    if (kept[i]) return block.shape.endsColon || heads ? block : null
    if (i < unit.first - 1) return null
    if (block.shape.endsColon && p[i]! >= LEAST_ANNOUNCER) return block
    if (heads && p[i]! >= LEAST_HEADING && block.linkSize === 0) return block
  }
  return null
}

const isHeading = ({ boxes }: Page, { box }: Block): boolean => /^h[2-6]$/.test(boxes[box]!.element.name)

function isElsewhere(page: Page, unit: Unit, frame: number): boolean {
  const names = unit.kind === 'code' ? elsewhereForCode : elsewhere
  for (let i = unit.box; i > frame; i = page.boxes[i]!.parent) {
    const { element, mask } = page.boxes[i]!
    // A list is called a list.
    if (mask & (i === unit.box ? names & ~bit.related : names) || elsewhereTags.has(element.name)) return true
  }
  return false
}

/** Pictures with their captions: counters (`2/7`), or a name for it. */
function isGallery(page: Page, unit: Unit, home: number): boolean {
  if (unit.kind !== 'list') return false
  let counters = 0
  for (let i = unit.first; i <= unit.last; i++) if (isCounter(page.blocks[i]!)) counters++
  if (counters >= 2) return true
  for (let i = unit.box; i > home; i = page.boxes[i]!.parent)
    if (page.boxes[i]!.mask & pictures && page.boxes[unit.box]!.images > 1) return true
  return false
}

/** After the rules of the edges: a unit of which most is left becomes whole again, one of which little is left is dropped. */
export function mendUnits(
  page: Page,
  units: readonly Unit[],
  before: Uint8Array,
  kept: Uint8Array,
  why: string[],
): void {
  for (const unit of units) {
    let had = 0
    let has = 0
    for (let i = unit.first; i <= unit.last; i++) {
      if (before[i]) had += page.blocks[i]!.shape.size
      if (kept[i]) has += page.blocks[i]!.shape.size
    }
    if (had === 0 || has === had) continue
    const keep = has * 2 >= had
    for (let i = unit.first; i <= unit.last; i++) {
      if (!before[i] || kept[i] === (keep ? 1 : 0)) continue
      kept[i] = keep ? 1 : 0
      why[i] = keep ? `the whole ${names[unit.kind]}` : `not a part of a ${names[unit.kind]}`
    }
  }
}
