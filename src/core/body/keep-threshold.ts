import type { Page } from '../page/blocks.ts'

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
