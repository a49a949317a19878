import { type Page, within } from '../page/blocks.ts'
import { bit } from '../page/classes/mask.ts'
import type { Hints, Layout } from '../page/layout.ts'
import model from './block-model.json' with { type: 'json' }
import type { BodyChoice } from './choice.ts'
import { featureCount } from './feature-names.ts'
import { blockFeatures } from './features.ts'
import { findUnits } from './find-units.ts'
import { type BlockModel, loadModel, predict } from './forest.ts'
import { findOpening } from './rules/dek.ts'
import { fillGaps } from './rules/fill-gaps.ts'
import { findJsonLdBlocks } from './rules/json-ld-text.ts'
import { menuLines } from './rules/menu-lines.ts'
import { settlePosts } from './rules/posts.ts'
import { joinSameMarkup } from './rules/same-markup.ts'
import { settleUnits } from './rules/settle-units.ts'
import { fillShortGaps } from './rules/short-gaps.ts'
import { DOUBT, secondLook, secondLookCount } from './second-look.ts'
import { readSignatures, type Signatures } from './signatures.ts'

let shipped: BlockModel | undefined
/** Unpacked with the first page: `import 'newsloom'` must cost little. */
const shippedModel = (): BlockModel => (shipped ??= loadModel(model))

/** An array for one page's features, used again for each page: it holds no data between pages. */
let scratch = new Float32Array(0)
const MAX_SCRATCH = 1_000_000
const MENU = 0.002
/** What prose must reach where next to nothing else was kept: this, or a third of the likeliest there. */
const FALLBACK = 0.08
const LEAST_FALLBACK = 0.015

/** The probability of each block that it belongs to the body. */
function judgeBlocks(
  page: Page,
  hints: Hints,
  layout: Layout,
  signatures: Signatures,
  { first, second }: BlockModel = shippedModel(),
): Float32Array {
  const needed = page.blocks.length * featureCount
  if (scratch.length < needed && needed <= MAX_SCRATCH) scratch = new Float32Array(needed * 2)
  const menu = menuLines(page)
  const rows = blockFeatures(page, hints, layout, scratch, menu, signatures)
  const n = page.blocks.length
  const p = new Float32Array(n)
  for (let i = 0; i < n; i++) p[i] = menu[i] ? MENU : predict(first, rows, i * featureCount)
  const look = secondLook(page, signatures.of, p)
  const row = new Float32Array(featureCount + secondLookCount)
  for (let i = 0; i < n; i++) {
    if (menu[i] || p[i]! < DOUBT) continue
    row.set(rows.subarray(i * featureCount, (i + 1) * featureCount))
    row.set(look.subarray(i * secondLookCount, (i + 1) * secondLookCount), featureCount)
    p[i] = (p[i]! + predict(second, row, 0)) / 2
  }
  return p
}

/** Which blocks are the body: the model's word, then the rules of its edges, then a fallback if little is left. */
export function chooseBody(
  page: Page,
  hints: Hints,
  layout: Layout,
  blockModel: BlockModel = shippedModel(),
): BodyChoice {
  const signatures = readSignatures(page, layout.blockWeight)
  const p = judgeBlocks(page, hints, layout, signatures, blockModel)
  const n = page.blocks.length
  const kept = new Uint8Array(n)
  const why: string[] = new Array(n)
  const bar = keepThreshold(page, p)
  let size = 0
  for (let i = 0; i < n; i++) {
    kept[i] = p[i]! >= bar ? 1 : 0
    why[i] = 'model'
    if (kept[i]) size += page.blocks[i]!.shape.size
  }
  leaveHidden(page, kept, why)
  for (const block of fillGaps(page, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'among kept siblings'
  }
  for (const block of fillShortGaps(page, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'between two paragraphs of the text'
  }
  for (const block of joinSameMarkup(page, signatures, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'of one kind with the text'
  }
  for (const block of findJsonLdBlocks(page, hints, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'JSON-LD has it'
  }
  for (const block of findOpening(page, layout, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'marked as the opening'
  }
  if (size < 140 && page.prose > 300) recover(page, layout, p, kept, why)
  else if (!kept.includes(1)) recoverBrief(page, layout.titleAt, p, kept, why)
  const units = findUnits(page)
  settleUnits(page, units, p, kept, why)
  settlePosts(page, p, kept, why)
  return { kept, why, p, units }
}

/** Hidden blocks are not the text, unless most of the kept blocks are hidden: then a script shows them. */
function leaveHidden(page: Page, kept: Uint8Array, why: string[]): void {
  let shown = 0
  let hidden = 0
  for (const block of page.blocks) {
    if (!kept[block.index]) continue
    if (block.hidden) hidden += block.shape.size
    else shown += block.shape.size
  }
  if (hidden === 0 || hidden > shown) return
  for (const block of page.blocks)
    if (kept[block.index] && block.hidden) {
      kept[block.index] = 0
      why[block.index] = 'a browser does not show it'
    }
}

/**
 * For pages of which almost nothing was kept: takes the prose of the likeliest region instead, or of the page if that region
 * has none. Only prose about as likely as the likeliest block there is taken.
 */
function recover(page: Page, layout: Layout, p: Float32Array, kept: Uint8Array, why: string[]): void {
  for (const box of [layout.region, 0]) {
    const { firstBlock, lastBlock } = page.boxes[box]!
    const from = Math.max(firstBlock, layout.titleAt)
    let top = 0
    for (let i = from; i <= lastBlock; i++) if (page.blocks[i]!.prose) top = Math.max(top, p[i]!)
    if (top < LEAST_FALLBACK) continue
    const least = Math.min(FALLBACK, Math.max(LEAST_FALLBACK, top / 3))
    for (let i = from; i <= lastBlock; i++) {
      if (kept[i] || !page.blocks[i]!.prose || p[i]! < least) continue
      kept[i] = 1
      why[i] = 'fallback: next to nothing else was kept'
    }
    return
  }
}

/** The probability from which a block is kept. On pages unlike those it learned from, the model is unsure of all blocks alike: the threshold sinks with its best. */
function keepThreshold(page: Page, p: Float32Array): number {
  let top = 0
  let sum = 0
  for (let i = 0; i < p.length; i++) {
    const mass = p[i]! * page.blocks[i]!.shape.size
    top += p[i]! * mass
    sum += mass
  }
  return sum === 0 ? 0.45 : Math.min(0.45, Math.max(0.2, 0.5 * (top / sum)))
}

/** Least size of a line that may be all of a brief, and how likely it must be against the likeliest. */
const BRIEF_SIZE = 40
const BRIEF_SHARE = 0.6

/**
 * For a page without running text of which nothing was kept: the likeliest lines, without links, of the box marked as the
 * text.
 */
function recoverBrief(page: Page, titleAt: number, p: Float32Array, kept: Uint8Array, why: string[]): void {
  const lines = page.blocks.filter(
    (block) =>
      block.index > titleAt &&
      !block.hidden &&
      block.linkSize === 0 &&
      block.shape.size >= BRIEF_SIZE &&
      p[block.index]! >= LEAST_FALLBACK &&
      within(page, block, bit.bodyStrong) &&
      !within(page, block, bit.comment | bit.nav),
  )
  const top = Math.max(0, ...lines.map(({ index }) => p[index]!))
  for (const { index } of lines)
    if (p[index]! >= top * BRIEF_SHARE) {
      kept[index] = 1
      why[index] = 'fallback: nothing else was kept'
    }
}
