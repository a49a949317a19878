import type { Block, Box, Page } from './blocks.ts'
import { classKindNames } from './class-words.ts'
import { bit } from './classes.ts'
import { blockPatternNames, patternMask } from './patterns.ts'

/** What the rest of the page says, for the features of its blocks. */
export interface Hints {
  /** Titles that the metadata gives, squeezed (see `squeeze`). */
  readonly titles: readonly string[]
  readonly description: string
  /** JSON-LD's `articleBody`, squeezed; empty when there is none. */
  readonly articleBody: string
}

/** Tags whose nearest ancestor counts, as groups. */
const tagGroups: readonly (readonly string[])[] = [
  ['nav', 'menu'],
  ['footer'],
  ['header', 'hgroup'],
  ['aside'],
  ['figure', 'figcaption'],
  ['td', 'th', 'table'],
  ['li', 'ul', 'ol', 'dl', 'dd'],
  ['form', 'fieldset', 'label'],
  ['blockquote'],
  ['article'],
  ['main'],
  ['section'],
]
const tagGroupNames = [
  'nav',
  'footer',
  'header',
  'aside',
  'figure',
  'table',
  'list',
  'form',
  'blockquote',
  'article',
  'main',
  'section',
]
const tagGroupOf = new Map(tagGroups.flatMap((tags, i) => tags.map((tag) => [tag, i] as const)))
const tagCode = new Map(
  Object.entries({
    p: 1,
    div: 2,
    li: 3,
    td: 4,
    th: 4,
    h1: 5,
    h2: 6,
    h3: 7,
    h4: 8,
    h5: 9,
    h6: 9,
    blockquote: 10,
    figcaption: 11,
    pre: 12,
    dd: 13,
    dt: 14,
    section: 15,
    article: 15,
    main: 15,
    header: 16,
    footer: 17,
    figure: 11,
    caption: 11,
    ul: 18,
    ol: 18,
    table: 4,
    tr: 4,
    body: 19,
    form: 20,
    address: 21,
  }),
)
const NONE = 15
const neighbours = [-3, -2, -1, 1, 2, 3] as const

const kindFeatures = classKindNames.map((name) => `class_${name}`)
const tagFeatures = tagGroupNames.map((name) => `in_${name}`)
const patternFeatures = blockPatternNames.map((name) => `says_${name}`)
const boxFeatures = ['p', 'gp', 'ggp', 'gggp'].flatMap((level) =>
  ['size', 'links', 'blocks', 'prose_share', 'prose_count', 'images'].map((name) => `${level}_${name}`),
)
const neighbourFeatures = neighbours.flatMap((at) =>
  ['size', 'links', 'tag', 'sentence'].map((name) => `n${at}_${name}`),
)
const ownFeatures = [
  'size',
  'words',
  'links',
  'link_count',
  'bold',
  'upper',
  'digits',
  'commas',
  'terminators',
  'quotes',
  'bars',
  'dense',
  'ends_sentence',
  'ends_colon',
  'starts_lower',
  'word_size',
  'tag',
  'hidden',
  'prose',
  'copies',
  'is_title',
  'in_description',
  'in_ld',
  'has_ld',
  'item_body',
] as const
const placeFeatures = [
  'at',
  'since_title',
  'since_h1',
  'weight',
  'weight_before',
  'weight_after',
  'prose_count_before',
  'prose_count_after',
  'in_region',
  'levels_to_region',
  'region_share',
  'region_at',
  'region_from_start',
  'region_to_end',
  'back_to_prose',
  'on_to_prose',
  'prose_near',
  'same_sig_prev',
  'same_sig_next',
  'same_box_prev',
  'same_box_next',
  'sig_share',
  'sig_count',
  'sig_links',
  'sig_mean',
  'box_lines',
  'page_dense',
  'up_to_title',
  'title_down',
  'title_share',
] as const

export const featureNames: readonly string[] = [
  ...ownFeatures,
  ...placeFeatures,
  ...patternFeatures,
  ...kindFeatures,
  ...tagFeatures,
  ...boxFeatures,
  ...neighbourFeatures,
]
export const featureCount = featureNames.length

/** Letters and digits only, lower case: what two spellings of one text have in common. */
export function squeeze(text: string): string {
  let out = ''
  let from = -1
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57)) {
      if (from < 0) from = i
      continue
    }
    if (c > 127) return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
    if (from >= 0) {
      out += text.slice(from, i)
      from = -1
    }
  }
  if (from >= 0) out += text.slice(from)
  return out.toLowerCase()
}

/** Class kinds that seldom name a part of the article. */
const awkward =
  bit.related |
  bit.promo |
  bit.share |
  bit.comment |
  bit.nav |
  bit.sidebar |
  bit.tags |
  bit.ad |
  bit.legal |
  bit.bio |
  bit.hidden |
  bit.notes
const awkwardTags = new Set(['nav', 'footer', 'aside', 'menu'])

/** Where the headline stands, and how much each box is worth as the article's. */
export interface Layout {
  /** The block that holds the headline, or -1. */
  readonly titleAt: number
  /** 1 where a block is a title that metadata gives, 0.5 where one contains the other. */
  readonly titleMatch: Float32Array
  /** Prose per block and per box, less what stands before the headline, far after it, or in an aside. */
  readonly blockWeight: Float32Array
  readonly boxWeight: Float64Array
  readonly region: number
}

export function readLayout(page: Page, hints: Hints): Layout {
  const { blocks, boxes } = page
  const n = blocks.length
  const titleMatch = matchTitles(page, hints)
  const titleAt = findTitle(page, titleMatch)
  const asides = new Float32Array(boxes.length)
  asides[0] = 1
  for (let i = 1; i < boxes.length; i++) {
    const box = boxes[i]!
    let factor = asides[box.parent]!
    const holdsMost = box.prose > page.prose * 0.7
    if (!holdsMost && (box.mask & awkward || awkwardTags.has(box.element.name))) factor *= 0.35
    asides[i] = factor
  }
  const blockWeight = new Float32Array(n)
  const boxWeight = new Float64Array(boxes.length)
  for (let i = 0; i < n; i++) {
    const block = blocks[i]!
    if (!block.prose) continue
    let weight = block.shape.size * asides[block.box]!
    if (titleAt >= 0) weight *= i < titleAt ? 0.15 : 1 / (1 + Math.max(0, i - titleAt - 30) / 60)
    blockWeight[i] = weight
    boxWeight[block.box]! += weight
  }
  for (let i = boxes.length - 1; i > 0; i--) boxWeight[boxes[i]!.parent]! += boxWeight[i]!
  return { titleAt, titleMatch, blockWeight, boxWeight, region: findRegion(page, boxWeight) }
}

function matchTitles(page: Page, hints: Hints): Float32Array {
  const { blocks } = page
  const match = new Float32Array(blocks.length)
  let shortest = 13
  for (const title of hints.titles) shortest = Math.min(shortest, title.length)
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    if (block.text.length > 300 || block.shape.size < shortest) continue
    if (!mayBeTitle(block, hints.titles)) continue
    const own = squeeze(block.text)
    for (const title of hints.titles) {
      if (own === title) match[i] = 1
      else if (
        own.length > 12 &&
        match[i] === 0 &&
        (title.includes(own) || (title.length > 12 && own.includes(title)))
      )
        match[i] = 0.5
    }
  }
  return match
}

/** A quick no: a text that is in a title starts with a piece of it; one that holds a title is as long. */
function mayBeTitle(block: Block, titles: readonly string[]): boolean {
  const { text } = block
  let from = 0
  while (from < text.length && !isWordCode(text.charCodeAt(from))) from++
  let to = from
  while (to < text.length && to - from < 5 && isWordCode(text.charCodeAt(to))) to++
  const start = text.slice(from, to).toLowerCase()
  for (const title of titles) if (text.length > title.length || title.includes(start)) return true
  return false
}

/** Roughly: ASCII letters and digits, and what lies beyond the punctuation of Latin texts. */
function isWordCode(c: number): boolean {
  return (
    (c >= 97 && c <= 122) ||
    (c >= 65 && c <= 90) ||
    (c >= 48 && c <= 57) ||
    (c >= 0xc0 && (c < 0x2000 || c > 0x303f))
  )
}

const headingWorth: Readonly<Record<string, number>> = { h1: 3, h2: 2, h3: 1 }

/** Of the places where the title stands: the heading that prose follows. */
function findTitle(page: Page, match: Float32Array): number {
  const { blocks, boxes } = page
  let best = -1
  let bestWorth = 0
  for (let i = 0; i < blocks.length; i++) {
    const name = boxes[blocks[i]!.box]!.element.name
    if (match[i] === 0 && name !== 'h1') continue
    let prose = 0
    for (let k = i + 1; k < Math.min(blocks.length, i + 16); k++)
      if (blocks[k]!.prose) prose += blocks[k]!.shape.size
    const linked = blocks[i]!.linkSize > blocks[i]!.shape.size * 0.6
    const worth =
      match[i]! * 2 +
      (headingWorth[name] ?? 0) * (match[i]! > 0 ? 1 : 0.5) +
      Math.min(2, prose / 400) -
      (linked ? 1.5 : 0)
    if (worth > bestWorth) {
      best = i
      bestWorth = worth
    }
  }
  return bestWorth >= 1.5 ? best : -1
}

/** The deepest box that holds most of what its parent holds. */
function findRegion(page: Page, boxWeight: Float64Array): number {
  const { boxes } = page
  const bestChild = new Int32Array(boxes.length).fill(-1)
  for (let i = 1; i < boxes.length; i++) {
    const up = boxes[i]!.parent
    if (boxWeight[i]! > 0 && (bestChild[up]! < 0 || boxWeight[i]! > boxWeight[bestChild[up]!]!))
      bestChild[up] = i
  }
  let region = 0
  for (;;) {
    const best = bestChild[region]!
    if (best < 0 || boxWeight[best]! < 0.55 * boxWeight[region]! || boxes[best]!.proseCount < 2) return region
    region = best
  }
}

/**
 * One row of numbers per block, `featureCount` wide, in the order of `featureNames`.
 * @param skip blocks whose rows nobody reads
 * @param into room to write to, where it is large enough: a page's rows take some 100 kB.
 */
export function blockFeatures(
  page: Page,
  hints: Hints,
  layout: Layout = readLayout(page, hints),
  into?: Float32Array,
  skip?: Uint8Array,
): Float32Array {
  const { blocks, boxes } = page
  const n = blocks.length
  const rows = into && into.length >= n * featureCount ? into : new Float32Array(n * featureCount)
  const distances = ancestorDistances(boxes)
  const kinds = classKindNames.length
  const width = kinds + tagGroups.length + 1
  const { region, titleAt, titleMatch, blockWeight, boxWeight } = layout
  const onRegionPath = new Set<number>()
  for (let i = region; i >= 0; i = boxes[i]!.parent) onRegionPath.add(i)
  const regionBox = boxes[region]!
  const copies = new Map<string, number>()
  for (const block of blocks) copies.set(block.text, (copies.get(block.text) ?? 0) + 1)
  const signatures = readSignatures(page, blockWeight)
  const masks = new Int32Array(n)
  const codes = new Uint8Array(boxes.length)
  for (let i = 0; i < boxes.length; i++) codes[i] = tagCode.get(boxes[i]!.element.name) ?? 0
  const backToProse = new Int16Array(n)
  const onToProse = new Int16Array(n)
  let last = -99
  for (let i = 0; i < n; i++) {
    // The lines of a menu say nothing worth asking.
    const menu =
      isLink(blocks[i]!) && (i === 0 || isLink(blocks[i - 1]!)) && (i === n - 1 || isLink(blocks[i + 1]!))
    if (!menu) masks[i] = patternMask(blocks[i]!.text)
    backToProse[i] = Math.min(30, i - last)
    if (blocks[i]!.prose) last = i
  }
  last = n + 99
  for (let i = n - 1; i >= 0; i--) {
    onToProse[i] = Math.min(30, last - i)
    if (blocks[i]!.prose) last = i
  }
  const titlePath = new Map<number, number>()
  if (titleAt >= 0)
    for (let i = blocks[titleAt]!.box, step = 0; i >= 0; i = boxes[i]!.parent, step++) titlePath.set(i, step)
  let h1At = -1
  let weightBefore = 0
  let proseCountBefore = 0
  let dense = 0
  for (const block of blocks) dense += block.shape.dense
  const total = Math.max(1, page.size)
  const totalWeight = Math.max(1, boxWeight[0]!)
  const hasLd = hints.articleBody.length > 200 ? 1 : 0

  for (let i = 0; i < n; i++) {
    const block = blocks[i]!
    const { shape } = block
    const box = boxes[block.box]!
    if (skip?.[i]) {
      if (box.element.name === 'h1') h1At = i
      continue
    }
    const size = Math.max(1, shape.size)
    let o = i * featureCount
    rows[o++] = shape.size
    rows[o++] = shape.words
    rows[o++] = block.linkSize / size
    rows[o++] = block.linkCount
    rows[o++] = block.boldSize / size
    rows[o++] = shape.upper / size
    rows[o++] = shape.digits / size
    rows[o++] = shape.commas
    rows[o++] = shape.terminators
    rows[o++] = shape.quotes
    rows[o++] = shape.bars
    rows[o++] = shape.dense / size
    rows[o++] = shape.endsSentence ? 1 : 0
    rows[o++] = shape.endsColon ? 1 : 0
    rows[o++] = shape.startsLower ? 1 : 0
    rows[o++] = shape.size / Math.max(1, shape.words)
    rows[o++] = codes[block.box]!
    rows[o++] = block.hidden ? 1 : 0
    rows[o++] = block.prose ? 1 : 0
    rows[o++] = copies.get(block.text) ?? 1
    rows[o++] = titleMatch[i]!
    rows[o++] = inDescription(block, hints.description)
    rows[o++] = hasLd ? inBody(block, hints.articleBody) : 0
    rows[o++] = hasLd
    rows[o++] = distances[block.box * width + width - 1]!

    rows[o++] = i / n
    rows[o++] = titleAt < 0 ? -50 : Math.max(-40, Math.min(200, i - titleAt))
    rows[o++] = h1At < 0 ? -1 : Math.min(200, i - h1At)
    rows[o++] = blockWeight[i]! / totalWeight
    rows[o++] = weightBefore / totalWeight
    rows[o++] = (totalWeight - weightBefore - blockWeight[i]!) / totalWeight
    rows[o++] = Math.min(60, proseCountBefore)
    rows[o++] = Math.min(60, boxes[0]!.proseCount - proseCountBefore - (block.prose ? 1 : 0))
    let up = 0
    let at = block.box
    while (!onRegionPath.has(at)) {
      at = boxes[at]!.parent
      up++
    }
    const inside = at === region
    rows[o++] = inside ? 1 : 0
    rows[o++] = inside ? -up : up + regionBox.depth - boxes[at]!.depth
    rows[o++] = boxWeight[region]! / totalWeight
    const span = Math.max(1, regionBox.lastBlock - regionBox.firstBlock)
    rows[o++] = Math.max(-1, Math.min(2, (i - regionBox.firstBlock) / span))
    rows[o++] = Math.max(-30, Math.min(60, i - regionBox.firstBlock))
    rows[o++] = Math.max(-30, Math.min(60, regionBox.lastBlock - i))
    rows[o++] = backToProse[i]!
    rows[o++] = onToProse[i]!
    let near = 0
    for (let k = Math.max(0, i - 4); k <= Math.min(n - 1, i + 4); k++) if (k !== i && blocks[k]!.prose) near++
    rows[o++] = near
    const signature = signatures.of[i]!
    rows[o++] = i > 0 && signatures.of[i - 1] === signature ? 1 : 0
    rows[o++] = i < n - 1 && signatures.of[i + 1] === signature ? 1 : 0
    rows[o++] = i > 0 && boxes[blocks[i - 1]!.box]!.parent === box.parent ? 1 : 0
    rows[o++] = i < n - 1 && boxes[blocks[i + 1]!.box]!.parent === box.parent ? 1 : 0
    const sums = signatures.sums[signature]!
    rows[o++] = sums.prose / totalWeight
    rows[o++] = Math.min(100, sums.count)
    rows[o++] = sums.links / Math.max(1, sums.size)
    rows[o++] = sums.size / sums.count
    rows[o++] = Math.min(50, box.lastBlock - box.firstBlock)
    rows[o++] = dense / total
    if (titleAt < 0) {
      rows[o++] = -1
      rows[o++] = -1
      rows[o++] = -1
    } else {
      let common = block.box
      let steps = 0
      while (!titlePath.has(common)) {
        common = boxes[common]!.parent
        steps++
      }
      rows[o++] = steps
      rows[o++] = titlePath.get(common)!
      rows[o++] = boxWeight[common]! / totalWeight
    }

    const mask = masks[i]!
    for (let k = 0; k < blockPatternNames.length; k++) rows[o++] = mask & (1 << k) ? 1 : 0
    const base = block.box * width
    for (let k = 0; k < width - 1; k++) rows[o++] = distances[base + k]!
    let at4 = block.box
    for (let level = 0; level < 4; level++) {
      if (boxes[at4]!.parent >= 0) at4 = boxes[at4]!.parent
      const from = boxes[at4]!
      rows[o++] = from.size
      rows[o++] = from.linkSize / Math.max(1, from.size)
      rows[o++] = from.blockCount
      rows[o++] = boxWeight[at4]! / totalWeight
      rows[o++] = from.proseCount
      rows[o++] = from.images
    }
    for (const step of neighbours) {
      const other = blocks[i + step]
      rows[o++] = other ? other.shape.size : -1
      rows[o++] = other ? other.linkSize / Math.max(1, other.shape.size) : -1
      rows[o++] = other ? codes[other.box]! : -1
      rows[o++] = other ? (other.shape.endsSentence ? 1 : 0) : -1
    }
    weightBefore += blockWeight[i]!
    if (block.prose) proseCountBefore++
    if (box.element.name === 'h1') h1At = i
  }
  return rows
}

/** 1 for the inner lines of menus: short links with two such on either side, which no article has. */
export function menuLines(page: Page): Uint8Array {
  const { blocks } = page
  const out = new Uint8Array(blocks.length)
  let run = 0
  for (let i = 0; i <= blocks.length; i++) {
    const block = blocks[i]
    if (block && isLink(block) && block.shape.size < 60 && !block.shape.endsSentence) {
      run++
      continue
    }
    for (let k = i - run + 2; k < i - 2; k++) out[k] = 1
    run = 0
  }
  return out
}

const isLink = (block: Block): boolean => block.linkSize > block.shape.size * 0.9

/** How much of the page's description (squeezed) a block is: 1 all of it, 0.8 its start, 0.6 a part, 0 none. */
export function inDescription(block: Block, description: string): number {
  if (description.length < 20 || block.shape.size < 20) return 0
  if (!mayBeTitle(block, [description])) return 0
  const own = squeeze(block.text.slice(0, 300))
  if (own.length < 15) return 0
  if (own === description) return 1
  if (own.startsWith(description.slice(0, 60))) return 0.8
  return description.includes(own.slice(0, 60)) ? 0.6 : 0
}

function inBody(block: Block, body: string): number {
  if (block.shape.size < 12) return -0.5
  const own = squeeze(block.text.slice(0, 400))
  if (own.length < 10) return -0.5
  const head = own.slice(0, 50)
  const tail = own.slice(-50)
  return (body.includes(head) ? 0.5 : 0) + (body.includes(tail) ? 0.5 : 0)
}

/** A class on an element that holds nearly the whole page says nothing of a part of it. */
function holdsAll(box: Box, boxes: readonly Box[]): boolean {
  return box.size > boxes[0]!.size * 0.9
}

/** For each box: steps up to the nearest ancestor of each class kind and tag group, then `itemprop`. */
function ancestorDistances(boxes: readonly Box[]): Uint8Array {
  const kinds = classKindNames.length
  const width = kinds + tagGroups.length + 1
  const out = new Uint8Array(boxes.length * width)
  for (let i = 0; i < boxes.length; i++) {
    const box = boxes[i]!
    const at = i * width
    if (box.parent < 0) out.fill(NONE, at, at + width)
    else {
      const up = box.parent * width
      for (let k = 0; k < width; k++) out[at + k] = Math.min(NONE, out[up + k]! + 1)
    }
    for (let mask = holdsAll(box, boxes) ? 0 : box.mask; mask !== 0; mask &= mask - 1)
      out[at + 31 - Math.clz32(mask & -mask)] = 0
    const group = tagGroupOf.get(box.element.name)
    if (group !== undefined) out[at + kinds + group] = 0
    if (/articlebody/i.test(box.element.attribs.itemprop ?? '')) out[at + width - 1] = 0
  }
  return out
}

interface SignatureSums {
  size: number
  links: number
  prose: number
  count: number
}

/** Blocks of one signature (tag and class, two levels up) are cousins, wherever they stand. */
function readSignatures(page: Page, blockWeight: Float32Array): { of: Int32Array; sums: SignatureSums[] } {
  const { blocks, boxes } = page
  const names = new Map<string, number>()
  const nameOf = new Int32Array(boxes.length)
  for (let i = 0; i < boxes.length; i++) {
    const { element } = boxes[i]!
    const name = element.attribs.class ? `${element.name}.${element.attribs.class}` : element.name
    let number = names.get(name)
    if (number === undefined) {
      number = names.size + 1
      names.set(name, number)
    }
    nameOf[i] = number
  }
  const wide = names.size + 2
  const numbers = new Map<number, number>()
  const numberOf = new Int32Array(boxes.length).fill(-1)
  const of = new Int32Array(blocks.length)
  const sums: SignatureSums[] = []
  for (const block of blocks) {
    let number = numberOf[block.box]!
    if (number < 0) {
      const { parent } = boxes[block.box]!
      const grandparent = parent < 0 ? -1 : boxes[parent]!.parent
      const key =
        (nameOf[block.box]! * wide + (parent < 0 ? 0 : nameOf[parent]!)) * wide +
        (grandparent < 0 ? 0 : nameOf[grandparent]!)
      const known = numbers.get(key)
      number = known ?? sums.length
      if (known === undefined) {
        numbers.set(key, number)
        sums.push({ size: 0, links: 0, prose: 0, count: 0 })
      }
      numberOf[block.box] = number
    }
    of[block.index] = number
    const sum = sums[number]!
    sum.size += block.shape.size
    sum.links += block.linkSize
    sum.prose += blockWeight[block.index]!
    sum.count++
  }
  return { of, sums }
}
