import model from './block-model.json' with { type: 'json' }
import type { Block, Page } from './blocks.ts'
import { findOpening } from './dek.ts'
import { featureCount } from './feature-names.ts'
import { blockFeatures } from './features.ts'
import { fillGaps } from './fill-gaps.ts'
import { type Forest, loadForest, predict } from './forest.ts'
import { keepBar } from './keep-bar.ts'
import type { Hints, Layout } from './layout.ts'
import { menuLines } from './menu-lines.ts'

const shipped = loadForest(model.first)

/** Room for one page's features, used again for each: it holds nothing between pages. */
let scratch = new Float32Array(0)
const MAX_SCRATCH = 1_000_000
const MENU = 0.002

/** The probability of each block that it belongs to the body. */
export function judgeBlocks(
  page: Page,
  hints: Hints,
  layout: Layout,
  forest: Forest = shipped,
): Float32Array {
  const needed = page.blocks.length * featureCount
  if (scratch.length < needed && needed <= MAX_SCRATCH) scratch = new Float32Array(needed * 2)
  const menu = menuLines(page)
  const rows = blockFeatures(page, hints, layout, scratch, menu)
  const n = page.blocks.length
  const p = new Float32Array(n)
  for (let i = 0; i < n; i++) p[i] = menu[i] ? MENU : predict(forest, rows, i * featureCount)
  return p
}

export interface BodyChoice {
  readonly kept: Uint8Array
  readonly why: string[]
  readonly p: Float32Array
}

/** Which blocks are the body: the model's word, then the rules of its edges, then a fallback if little is left. */
export function chooseBody(page: Page, hints: Hints, layout: Layout, forest: Forest = shipped): BodyChoice {
  const p = judgeBlocks(page, hints, layout, forest)
  const n = page.blocks.length
  const kept = new Uint8Array(n)
  const why: string[] = new Array(n)
  const bar = keepBar(page, p)
  let size = 0
  for (let i = 0; i < n; i++) {
    kept[i] = p[i]! >= bar ? 1 : 0
    why[i] = 'model'
    if (kept[i]) size += page.blocks[i]!.shape.size
  }
  for (const block of fillGaps(page, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'among kept siblings'
  }
  for (const block of findOpening(page, layout, p, kept)) {
    kept[block.index] = 1
    why[block.index] = 'marked as the opening'
  }
  if (size < 140 && page.prose > 300) recover(page, layout, p, kept, why)
  return { kept, why, p }
}

export function dropBlock(choice: BodyChoice, block: Block, why: string): void {
  choice.kept[block.index] = 0
  choice.why[block.index] = why
}

/** Next to nothing was kept: take the prose of the likeliest region instead. */
function recover(page: Page, layout: Layout, p: Float32Array, kept: Uint8Array, why: string[]): void {
  const region = page.boxes[layout.region]!
  for (let i = region.firstBlock; i <= region.lastBlock; i++) {
    if (kept[i] || !page.blocks[i]!.prose || p[i]! < 0.08 || i < layout.titleAt) continue
    kept[i] = 1
    why[i] = 'fallback: next to nothing else was kept'
  }
}
