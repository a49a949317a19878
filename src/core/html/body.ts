import model from './block-model.json' with { type: 'json' }
import type { Block, Page } from './blocks.ts'
import { blockFeatures, featureCount, findRegion, type Hints } from './features.ts'
import { loadForest, predict } from './forest.ts'
import { secondLook, secondWidth } from './second-look.ts'

const first = loadForest(model.first)
const second = loadForest(model.second)

/** The probability of each block that it belongs to the body. */
export function judgeBlocks(page: Page, hints: Hints): Float32Array {
  const rows = blockFeatures(page, hints)
  const n = page.blocks.length
  const p = new Float32Array(n)
  for (let i = 0; i < n; i++) p[i] = predict(first, rows, i * featureCount)
  const again = secondLook(page, rows, p)
  const out = new Float32Array(n)
  for (let i = 0; i < n; i++) out[i] = (predict(second, again, i * secondWidth) + p[i]!) / 2
  return out
}

export interface BodyChoice {
  readonly kept: Uint8Array
  readonly why: readonly string[]
  readonly p: Float32Array
}

export const KEEP = 0.5

/** Which blocks are the body: the model's word, then the rules of its edges, then a fallback if little is left. */
export function chooseBody(page: Page, hints: Hints): BodyChoice {
  const p = judgeBlocks(page, hints)
  const n = page.blocks.length
  const kept = new Uint8Array(n)
  const why: string[] = new Array(n)
  let size = 0
  for (let i = 0; i < n; i++) {
    kept[i] = p[i]! >= KEEP ? 1 : 0
    why[i] = 'model'
    if (kept[i]) size += page.blocks[i]!.shape.size
  }
  if (size < 250 && page.prose > 400) {
    const region = page.boxes[findRegion(page)]!
    let likely = 0
    for (let i = region.firstBlock; i <= region.lastBlock; i++)
      if (page.blocks[i]!.prose && p[i]! > 0.12) likely += page.blocks[i]!.shape.size
    if (likely > size * 2)
      for (let i = region.firstBlock; i <= region.lastBlock; i++)
        if (page.blocks[i]!.prose && p[i]! > 0.12 && !kept[i]) {
          kept[i] = 1
          why[i] = 'fallback: little else was kept'
        }
  }
  return { kept, why, p }
}

export function keptBlocks(page: Page, choice: BodyChoice): Block[] {
  return page.blocks.filter((block) => choice.kept[block.index])
}
