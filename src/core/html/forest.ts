/** A forest of small decision trees, flat: what `bench/train-blocks.ts` writes and `predict` walks. */
export interface ForestData {
  readonly bias: number
  /** Node number at which each tree starts. */
  readonly roots: readonly number[]
  /** Per node: the feature it asks, or -1 for a leaf. */
  readonly feature: readonly number[]
  /** Per node: the threshold (left when value <= threshold), or the leaf's log-odds. */
  readonly value: readonly number[]
  /** Per node: the left child; the right one follows it. */
  readonly left: readonly number[]
}

export interface Forest {
  readonly bias: number
  readonly roots: Int32Array
  readonly feature: Int16Array
  readonly value: Float32Array
  readonly left: Int32Array
}

export function loadForest(data: ForestData): Forest {
  return {
    bias: data.bias,
    roots: Int32Array.from(data.roots),
    feature: Int16Array.from(data.feature),
    value: Float32Array.from(data.value),
    left: Int32Array.from(data.left),
  }
}

/** The probability (0 to 1) that the forest gives the row of numbers that starts at `offset`. */
export function predict(forest: Forest, rows: Float32Array, offset: number): number {
  const { roots, feature, value, left } = forest
  let sum = forest.bias
  for (let t = 0; t < roots.length; t++) {
    let node = roots[t]!
    let asked = feature[node]!
    while (asked >= 0) {
      node = left[node]! + (rows[offset + asked]! <= value[node]! ? 0 : 1)
      asked = feature[node]!
    }
    sum += value[node]!
  }
  return 1 / (1 + Math.exp(-sum))
}
