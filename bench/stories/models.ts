/** Trains the two story models on labelled sets, and groups a set with them. Deterministic. */
import { type ForestData, loadForest } from '../../src/core/body/forest.ts'
import { STORY_POLICY } from '../../src/core/stories/decision.ts'
import { groupEdges } from '../../src/core/stories/group-window.ts'
import { eachRow, ROW_WIDTH } from '../../src/core/stories/pair/context.ts'
import { PAIR_FEATURES, pairVector } from '../../src/core/stories/pair/join.ts'
import { hash32 } from '../../src/core/stories/profile/hash.ts'
import { type Edge, edgeOf } from '../../src/core/stories/window.ts'
import { binData, type Forest, train } from '../../training/gbdt.ts'
import { fitLogistic, type Sample } from './logistic.ts'
import type { StorySet } from './story-set.ts'

export interface StoryModels {
  readonly pair: readonly number[]
  readonly context: ForestData
}

/** Whether the pairs of this story may be trained on. */
export type Use = (story: string) => boolean

const FOREST = {
  trees: 120,
  leaves: 12,
  rate: 0.08,
  minWeight: 3,
  lambda: 3,
  columns: 0.5,
  rows: 0.7,
  seed: 1,
}
const BAGS = 2
const RIDGE = 1
/** Weight of a thinned set, as a share of the weight of its original; for sets with hardly any article without a story. */
const THINNED_SHARE = 0.2
const AS_THEY_ARE = new Set(['local', 'local_alone', 'vietnamese', 'forms'])

/** Total weight of the pairs of a set: the same for each of the older sets, and half of that for a set of titles alone. */
const SHARES: Readonly<Record<string, number>> = {
  'basil full': 500,
  'basil titles': 250,
  'local full': 3000,
  'local titles': 1000,
  'local_alone full': 2000,
  'vietnamese full': 2000,
  'forms full': 800,
}

function shareOf({ name, variant }: StorySet): number {
  return SHARES[`${name} ${variant}`] ?? (variant === 'titles' ? 1000 : 2000)
}

export function learn(sets: readonly StorySet[], use: Use): StoryModels {
  const labelled = (set: StorySet, a: number, b: number): boolean => {
    const [x, y] = [set.storyOf[a], set.storyOf[b]]
    return x != null && y != null && use(x) && use(y)
  }
  const samples = sets.flatMap((set): Sample[] => {
    const pairs = set.pairs.filter(({ a, b }) => labelled(set, a, b))
    return pairs.map(({ a, b, facts }) => ({
      vector: pairVector(facts),
      label: set.storyOf[a] === set.storyOf[b] ? 1 : 0,
      weight: shareOf(set) / pairs.length,
    }))
  })
  const pair = fitLogistic(samples, PAIR_FEATURES.length, RIDGE).map(round)

  const rows: Float32Array[] = []
  const target: number[] = []
  const weight: number[] = []
  for (const set of sets) {
    const edges = edgesOf(set, pair)
    for (const [looked, share] of [
      [edges, 1],
      [AS_THEY_ARE.has(set.name) ? [] : thinned(set, edges), THINNED_SHARE],
    ] as const) {
      const from = rows.length
      eachRow(set.prepared, looked, (row, { a, b }) => {
        if (!labelled(set, a, b)) return
        rows.push(row.slice())
        target.push(set.storyOf[a] === set.storyOf[b] ? 1 : 0)
      })
      for (let i = from; i < rows.length; i++) weight.push((share * shareOf(set)) / (rows.length - from))
    }
  }
  const data = new Float32Array(rows.length * ROW_WIDTH)
  for (const [i, row] of rows.entries()) data.set(row, i * ROW_WIDTH)
  const binned = binData(data, ROW_WIDTH)
  const all = Int32Array.from(rows, (_, i) => i)
  const forests = Array.from({ length: BAGS }, (_, bag) =>
    train(binned, Float32Array.from(target), Float32Array.from(weight), all, {
      ...FOREST,
      seed: FOREST.seed + bag,
    }),
  )
  return { pair, context: flatten(forests) }
}

/**
 * The same set with a third of its stories reduced to one article and a third to half of their articles. Otherwise the model
 * learns how many articles a story of the set has, and that the nearest article is mostly of the same story.
 */
function thinned(set: StorySet, edges: readonly Edge[]): Edge[] {
  const members = Map.groupBy(
    set.storyOf.flatMap((story, i) => (story === null ? [] : [i])),
    (i) => set.storyOf[i]!,
  )
  const gone = new Set<number>()
  for (const [story, list] of members) {
    const kind = (hash32(story) >>> 8) % 3
    const kept = kind === 0 ? 1 : kind === 1 ? Math.ceil(list.length / 2) : list.length
    const shuffled = list.toSorted((x, y) => hash32(`${story} ${x}`) - hash32(`${story} ${y}`) || x - y)
    for (const i of shuffled.slice(kept)) gone.add(i)
  }
  return edges.filter(({ a, b }) => !gone.has(a) && !gone.has(b))
}

export function edgesOf(set: StorySet, weights: readonly number[]): Edge[] {
  return set.pairs.flatMap((of) => edgeOf(set.articles, set.prepared, of, weights) ?? [])
}

/** Group of each row of the set, for each of `thresholds`. */
export function groupSet(set: StorySet, models: StoryModels, thresholds: readonly number[]): Int32Array[] {
  const context = loadForest(models.context)
  const edges = edgesOf(set, models.pair)
  const place = new Map(set.originals.map((row, i) => [row, i]))
  return thresholds.map((threshold) => {
    const { group } = groupEdges(set.articles, set.prepared, edges, {
      policy: { ...STORY_POLICY, threshold, pairThreshold: Math.max(threshold, STORY_POLICY.pairThreshold) },
      models: { context },
    })
    return Int32Array.from(set.rows, (_, i) => group[place.get(set.originalOf[i]!)!]!)
  })
}

/** The average of the forests as one flat table; rounded before scoring, so that the scored model is the shipped one. */
function flatten(forests: readonly Forest[]): ForestData {
  const bags = forests.length
  const out = {
    bias: round(forests.reduce((sum, { bias }) => sum + bias, 0) / bags),
    bags,
    roots: [] as number[],
    feature: [] as number[],
    value: [] as number[],
    left: [] as number[],
  }
  for (const tree of forests.flatMap(({ trees }) => trees)) {
    const base = out.feature.length
    out.roots.push(base)
    for (const [i, feature] of tree.feature.entries()) {
      out.feature.push(feature)
      out.value.push(feature >= 0 ? Number(tree.threshold[i]!.toPrecision(5)) : round(tree.value[i]! / bags))
      out.left.push(tree.left[i]! < 0 ? 0 : base + tree.left[i]!)
    }
  }
  return out
}

function round(x: number): number {
  return Math.round(x * 1e4) / 1e4
}
