/**
 * Gradient-boosted trees for a soft binary target (Friedman 2001; histograms and best-first growth as in
 * LightGBM, Ke et al. 2017). Deterministic for a seed. Used only to train; `src/core/body/forest.ts` predicts.
 */
import { seededRandom } from '../bench/generated/random.ts'

export interface Tree {
  /** Per node: feature, or -1 for a leaf. */
  readonly feature: number[]
  /** Goes left when value <= threshold. */
  readonly threshold: number[]
  readonly left: number[]
  readonly right: number[]
  /** Leaf value (log-odds, shrunk). */
  readonly value: number[]
}

export interface Forest {
  readonly bias: number
  readonly trees: readonly Tree[]
}

export interface TrainOptions {
  readonly trees: number
  readonly leaves: number
  readonly rate: number
  readonly minWeight: number
  readonly lambda: number
  readonly columns: number
  readonly rows: number
  readonly seed: number
}

const BINS = 64
/** Maximum number of bins of one column. */
const WIDTH = BINS + 1

export interface Binned {
  readonly width: number
  readonly count: number
  readonly columns: readonly Uint8Array[]
  readonly cuts: readonly Float32Array[]
}

export function binData(data: Float32Array, width: number): Binned {
  const count = data.length / width
  const columns: Uint8Array[] = []
  const cuts: Float32Array[] = []
  const step = Math.max(1, Math.floor(count / 20_000))
  for (let f = 0; f < width; f++) {
    const sample: number[] = []
    for (let i = 0; i < count; i += step) sample.push(data[i * width + f]!)
    sample.sort((a, b) => a - b)
    const distinct = [...new Set(sample)]
    let cut: number[]
    if (distinct.length <= BINS) cut = distinct.slice(0, -1).map((v, i) => (v + distinct[i + 1]!) / 2)
    else {
      const at = new Set<number>()
      for (let b = 1; b < BINS; b++) at.add(sample[Math.floor((b * sample.length) / BINS)]!)
      cut = [...at].sort((a, b) => a - b)
    }
    const points = Float32Array.from(cut.map((v) => Number(v.toPrecision(5))))
    cuts.push(points)
    const column = new Uint8Array(count)
    for (let i = 0; i < count; i++) {
      const v = data[i * width + f]!
      let low = 0
      let high = points.length
      while (low < high) {
        const mid = (low + high) >> 1
        if (v <= points[mid]!) high = mid
        else low = mid + 1
      }
      column[i] = low
    }
    columns.push(column)
  }
  return { width, count, columns, cuts }
}

interface Leaf {
  rows: Int32Array
  node: number
  gradient: number
  hessian: number
  /** Per column and bin: sum of gradients, sum of hessians. */
  histogram: Float64Array
  split: Split | null
}
interface Split {
  gain: number
  feature: number
  bin: number
}

/** Trains on the rows of `include`. Gradient of the logistic loss with soft targets. */
export function train(
  binned: Binned,
  target: Float32Array,
  weight: Float32Array,
  include: Int32Array,
  options: TrainOptions,
): Forest {
  const next = seededRandom(options.seed)
  const score = new Float64Array(binned.count)
  let positive = 0
  let all = 0
  for (const i of include) {
    positive += target[i]! * weight[i]!
    all += weight[i]!
  }
  const bias = Math.log(positive / (all - positive))
  for (const i of include) score[i] = bias
  const gradient = new Float64Array(binned.count)
  const hessian = new Float64Array(binned.count)
  const trees: Tree[] = []

  for (let t = 0; t < options.trees; t++) {
    for (const i of include) {
      const p = 1 / (1 + Math.exp(-score[i]!))
      gradient[i] = weight[i]! * (target[i]! - p)
      hessian[i] = weight[i]! * p * (1 - p)
    }
    const columns: number[] = []
    for (let f = 0; f < binned.width; f++) if (next() < options.columns) columns.push(f)
    const picked = options.rows < 1 ? include.filter(() => next() < options.rows) : include
    const tree: Tree = { feature: [-1], threshold: [0], left: [-1], right: [-1], value: [0] }
    const bestSplit = (histogram: Float64Array, G: number, H: number): Split | null => {
      let best: Split | null = null
      const parent = (G * G) / (H + options.lambda)
      for (const [c, f] of columns.entries()) {
        const bins = binned.cuts[f]!.length + 1
        let g = 0
        let h = 0
        for (let b = 0; b < bins - 1; b++) {
          g += histogram[(c * WIDTH + b) * 2]!
          h += histogram[(c * WIDTH + b) * 2 + 1]!
          if (h < options.minWeight || H - h < options.minWeight) continue
          const gain =
            (g * g) / (h + options.lambda) + ((G - g) * (G - g)) / (H - h + options.lambda) - parent
          if (gain > 1e-6 && (!best || gain > best.gain)) best = { gain, feature: f, bin: b }
        }
      }
      return best
    }
    const sums = (rows: Int32Array): Float64Array => {
      const histogram = new Float64Array(columns.length * WIDTH * 2)
      const g = Float64Array.from(rows, (i) => gradient[i]!)
      const h = Float64Array.from(rows, (i) => hessian[i]!)
      for (const [c, f] of columns.entries()) {
        const column = binned.columns[f]!
        const at = c * WIDTH
        for (let k = 0; k < rows.length; k++) {
          const b = (at + column[rows[k]!]!) * 2
          histogram[b]! += g[k]!
          histogram[b + 1]! += h[k]!
        }
      }
      return histogram
    }
    const leaf = (rows: Int32Array, node: number, histogram: Float64Array): Leaf => {
      let G = 0
      let H = 0
      for (const i of rows) {
        G += gradient[i]!
        H += hessian[i]!
      }
      return { rows, node, gradient: G, hessian: H, histogram, split: bestSplit(histogram, G, H) }
    }
    const open: Leaf[] = [leaf(picked, 0, sums(picked))]
    let leaves = 1
    while (leaves < options.leaves) {
      let best = -1
      for (let k = 0; k < open.length; k++)
        if (open[k]!.split && (best < 0 || open[k]!.split!.gain > open[best]!.split!.gain)) best = k
      if (best < 0) break
      const chosen = open.splice(best, 1)[0]!
      const split = chosen.split!
      const column = binned.columns[split.feature]!
      const left = chosen.rows.filter((i) => column[i]! <= split.bin)
      const right = chosen.rows.filter((i) => column[i]! > split.bin)
      const l = tree.feature.length
      for (let k = 0; k < 2; k++) {
        tree.feature.push(-1)
        tree.threshold.push(0)
        tree.left.push(-1)
        tree.right.push(-1)
        tree.value.push(0)
      }
      tree.feature[chosen.node] = split.feature
      tree.threshold[chosen.node] = binned.cuts[split.feature]![split.bin]!
      tree.left[chosen.node] = l
      tree.right[chosen.node] = l + 1
      // Only the smaller side is summed; the sums of the other are the parent's minus these (Ke et al. 2017).
      const leftIsSmall = left.length <= right.length
      const small = sums(leftIsSmall ? left : right)
      const large = chosen.histogram
      for (let b = 0; b < large.length; b++) large[b]! -= small[b]!
      open.push(leaf(left, l, leftIsSmall ? small : large), leaf(right, l + 1, leftIsSmall ? large : small))
      leaves++
    }
    for (const end of open)
      tree.value[end.node] = (options.rate * end.gradient) / (end.hessian + options.lambda)
    trees.push(tree)
    // Adds the tree's value to the score of each included row; rows are followed through the tree by their bins.
    for (const i of include) {
      let node = 0
      while (tree.feature[node]! >= 0) {
        const f = tree.feature[node]!
        const cut = tree.threshold[node]!
        const b = binned.columns[f]![i]!
        const goesLeft = b < binned.cuts[f]!.length && binned.cuts[f]![b]! <= cut
        node = goesLeft ? tree.left[node]! : tree.right[node]!
      }
      score[i]! += tree.value[node]!
    }
  }
  return { bias, trees }
}
