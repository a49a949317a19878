/** A forest of small decision trees, flat: what `training/blocks.ts` writes and `predict` walks. */
export interface ForestData {
  readonly bias: number
  /** The trees are that many forests of equal size, one after the other, averaged. */
  readonly bags: number
  /** Node number at which each tree starts. */
  readonly roots: readonly number[]
  /** For each node: the feature that it tests, or -1 for a leaf. */
  readonly feature: readonly number[]
  /** Per node: the threshold (left when value <= threshold), or the leaf's log-odds. */
  readonly value: readonly number[]
  /** Per node: the left child; the right one follows it. */
  readonly left: readonly number[]
}

export interface Forest {
  readonly bias: number
  readonly bags: number
  /** Trees after which a plain case is decided. */
  readonly early: number
  /** Where each tree starts in `nodes`. */
  readonly roots: Int32Array
  /**
   * Two values for each node, adjacent in memory: the feature that it tests and the position of its left child, or -1 for a
   * leaf …
   */
  readonly nodes: Int32Array
  /** … and, in the same memory, its threshold or log-odds. */
  readonly values: Float32Array
}

/** A node's first place holds the feature above these bits and its left child's place in them. */
const CHILD_BITS = 20
const CHILD_MASK = (1 << CHILD_BITS) - 1

export function loadForest(data: ForestData): Forest {
  const nodes = new Int32Array(data.feature.length * 2)
  const values = new Float32Array(nodes.buffer)
  for (const [i, feature] of data.feature.entries()) {
    nodes[i * 2] = feature < 0 ? -1 : (feature << CHILD_BITS) | (data.left[i]! * 2)
    values[i * 2 + 1] = data.value[i]!
  }
  return {
    bias: data.bias,
    bags: data.bags,
    early: Math.round((data.roots.length / data.bags) * EARLY_SHARE),
    roots: Int32Array.from(data.roots, (node) => node * 2),
    nodes,
    values,
  }
}

/** The models for a page's blocks: `training/blocks.ts` writes them, `body.ts` uses them. */
export interface BlockModel {
  /** Used for each block alone. */
  readonly first: Forest
  /** Used with the first one's probabilities of the blocks around, where the first one was not certain. */
  readonly second: Forest
}

export const loadModel = (data: { readonly first: ForestData; readonly second: ForestData }): BlockModel => ({
  first: loadForest(data.first),
  second: loadForest(data.second),
})

/** Of the first forest's trees, how many must be asked, and how far the log-odds must lean, to ask no more. */
const EARLY_SHARE = 0.6
const PLAIN_NO = -3
const PLAIN_YES = 3.2

/**
 * The probability (0 to 1) that the forest gives the row of numbers that starts at `offset`. Four blocks of
 * five are plain menus or plain prose and are decided by the first trees.
 */
export function predict(forest: Forest, rows: Float32Array, offset: number): number {
  const { roots, nodes, values, bias, bags, early } = forest
  let sum = 0
  for (let t = 0; t < roots.length; t++) {
    if (t === early) {
      const leaning = bias + sum * bags
      if (leaning < PLAIN_NO || leaning > PLAIN_YES) return 1 / (1 + Math.exp(-leaning))
    }
    let at = roots[t]!
    for (let node = nodes[at]!; node >= 0; node = nodes[at]!)
      at = (node & CHILD_MASK) + (rows[offset + (node >> CHILD_BITS)]! <= values[at + 1]! ? 0 : 2)
    sum += values[at + 1]!
  }
  return 1 / (1 + Math.exp(-bias - sum))
}
