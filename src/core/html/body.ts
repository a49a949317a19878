import model from './block-model.json' with { type: 'json' }
import type { Block, Page } from './blocks.ts'
import { blockFeatures, featureCount, type Hints, type Layout } from './features.ts'
import { loadForest, predict } from './forest.ts'

const first = loadForest(model.first)

/** The probability of each block that it belongs to the body. */
export function judgeBlocks(page: Page, hints: Hints, layout: Layout): Float32Array {
  const rows = blockFeatures(page, hints, layout)
  const n = page.blocks.length
  const p = new Float32Array(n)
  for (let i = 0; i < n; i++) p[i] = predict(first, rows, i * featureCount)
  return p
}

export interface BodyChoice {
  readonly kept: Uint8Array
  readonly why: string[]
  readonly p: Float32Array
}

/** On pages unlike those it learned from, the model is unsure of all blocks alike: the bar sinks with its best. */
export function keepBar(page: Page, p: Float32Array): number {
  let top = 0
  let sum = 0
  for (let i = 0; i < p.length; i++) {
    const mass = p[i]! * page.blocks[i]!.shape.size
    top += p[i]! * mass
    sum += mass
  }
  return sum === 0 ? 0.45 : Math.min(0.45, Math.max(0.2, 0.5 * (top / sum)))
}

/** Which blocks are the body: the model's word, then the rules of its edges, then a fallback if little is left. */
export function chooseBody(page: Page, hints: Hints, layout: Layout): BodyChoice {
  const p = judgeBlocks(page, hints, layout)
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
