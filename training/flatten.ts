import type { ForestData } from '../src/core/body/forest.ts'
import type { Forest } from './gbdt.ts'

/** Thresholds and leaves are rounded before scoring, so that the files are small and the scored model is the shipped one. */
export function flatten(forest: Forest, bags = 1): ForestData {
  const out = {
    bias: round(forest.bias),
    bags,
    roots: [] as number[],
    feature: [] as number[],
    value: [] as number[],
    left: [] as number[],
  }
  for (const tree of forest.trees) {
    const base = out.feature.length
    out.roots.push(base)
    for (let i = 0; i < tree.feature.length; i++) {
      out.feature.push(tree.feature[i]!)
      out.value.push(
        tree.feature[i]! >= 0 ? Number(tree.threshold[i]!.toPrecision(5)) : round(tree.value[i]!),
      )
      out.left.push(tree.left[i]! < 0 ? 0 : base + tree.left[i]!)
    }
  }
  return out
}
const round = (x: number): number => Math.round(x * 10000) / 10000
