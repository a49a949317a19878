import type { Block, Page } from '../page/blocks.ts'
import { type Hints, type Layout, mayBeTitle, readLayout } from '../page/layout.ts'
import { squeeze } from '../text/squeeze.ts'
import { ancestorDistances, distanceCount } from './ancestors.ts'
import { featureCount, neighbours } from './feature-names.ts'
import { blockPatternNames, patternsOf } from './patterns.ts'
import { isLink } from './rules/menu-lines.ts'
import { readSignatures, type Signatures } from './signatures.ts'

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

/**
 * One row of numbers per block, `featureCount` wide, in the order of `featureNames`.
 * @param skip blocks whose rows are not used
 * @param into an array to write to, if it is large enough: a page's rows take some 100 kB.
 * @param signatures the page's, where they are known already.
 */
export function blockFeatures(
  page: Page,
  hints: Hints,
  layout: Layout = readLayout(page, hints),
  into?: Float32Array,
  skip?: Uint8Array,
  signatures: Signatures = readSignatures(page, layout.blockWeight),
): Float32Array {
  const { blocks, boxes } = page
  const n = blocks.length
  const rows = into && into.length >= n * featureCount ? into : new Float32Array(n * featureCount)
  const distances = ancestorDistances(boxes)
  const width = distanceCount
  const { region, titleAt, titleMatch, blockWeight, boxWeight } = layout
  const onRegionPath = new Set<number>()
  for (let i = region; i >= 0; i = boxes[i]!.parent) onRegionPath.add(i)
  const regionBox = boxes[region]!
  const copies = new Map<string, number>()
  for (const block of blocks) copies.set(block.text, (copies.get(block.text) ?? 0) + 1)
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
    if (!menu) masks[i] = patternsOf(blocks[i]!)
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

/** How much of the page's description (squeezed) a block is: 1 all of it, 0.8 its start, 0.6 a part, 0 none. */
export function inDescription(block: Block, description: string): number {
  if (description.length < 20 || block.shape.size < 20) return 0
  if (!mayBeTitle(block, [description])) return 0
  const text = block.text.slice(0, 300)
  let start = squeeze(text.slice(0, 2 * START))
  if (start.length < START) start = squeeze(text)
  if (start.length < 15) return 0
  if (start.startsWith(description.slice(0, START))) return squeeze(text) === description ? 1 : 0.8
  return description.includes(start.slice(0, START)) ? 0.6 : 0
}

/** Letters of a text's start by which it is found in another. */
const START = 60

function inBody(block: Block, body: string): number {
  if (block.shape.size < 12) return -0.5
  const own = squeeze(block.text.slice(0, 400))
  if (own.length < 10) return -0.5
  const head = own.slice(0, 50)
  const tail = own.slice(-50)
  return (body.includes(head) ? 0.5 : 0) + (body.includes(tail) ? 0.5 : 0)
}
