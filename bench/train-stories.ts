/**
 * Trains the story models on labelled sets and writes src/core/story/join-weights.json. Deterministic.
 *   node bench/train-stories.ts --data DIR [--out FILE] [--without SET,SET] [--test SET,SET]
 * Each set counts the same; each is used twice, with its bodies and as titles alone. og2021 is never used.
 */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { groupItems } from '../src/core/story/groups.ts'
import { logistic, MERGE_FEATURES, mergeVector, PAIR_FEATURES, pairVector } from '../src/core/story/join.ts'
import { edgeOf } from '../src/core/story/window.ts'
import { fitLogistic, type Sample } from './stories/logistic.ts'
import { loadStorySet, type StorySet } from './stories/story-set.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'src/core/story/join-weights.json' },
    without: { type: 'string', default: '' },
  },
})
if (!values.data) throw new Error('usage: train-stories.ts --data DIR [--out FILE] [--without SET,…]')

const SETS = ['allsides', 'fnc1', 'ecbplus', 'basil', 'wikinews', 'stream_mixed']
const ROUNDS = 3

const without = new Set(values.without.split(','))
const sets: StorySet[] = []
for (const name of SETS.filter((set) => !without.has(set))) {
  const file = join(values.data, `${name}.jsonl.gz`)
  sets.push(loadStorySet(file, false))
  if (name !== 'stream_mixed') sets.push(loadStorySet(file, true))
}
const shareOf = (set: StorySet): number => (set.titlesOnly ? 1000 : 2000)

const pairSamples = sets.flatMap((set): Sample[] => {
  const labelled = set.pairs.filter(({ a, b }) => set.storyOf[a] !== null && set.storyOf[b] !== null)
  return labelled.map(({ a, b, facts }) => ({
    vector: pairVector(facts),
    label: set.storyOf[a] === set.storyOf[b] ? 1 : 0,
    weight: shareOf(set) / labelled.length,
  }))
})
const pair = fitLogistic(pairSamples, PAIR_FEATURES.length, 1)

/** The merge model learns from the candidates that grouping itself comes upon, round after round. */
let merge: number[] | null = null
const samples: Sample[] = []
for (let round = 0; round < ROUNDS; round++) {
  for (const set of sets) {
    const found: Sample[] = []
    const weights = merge
    groupItems(
      set.items,
      set.pairs.flatMap((p) => edgeOf(p, pair) ?? []),
      {
        threshold: weights ? 0.5 : 0.45,
        floor: 0.08,
        score: weights
          ? (...facts) => logistic(weights, mergeVector(...facts))
          : (a, b, between) => between.probability / (a.size * b.size),
        onCandidate: (a, b, facts) => {
          const [x, y] = [set.labels(a), set.labels(b)]
          if (x.length === 0 || y.length === 0) return
          const same = x.reduce((n, story) => n + y.filter((other) => other === story).length, 0)
          found.push({
            vector: mergeVector(...facts),
            label: same / (x.length * y.length),
            weight: (2 * x.length * y.length) / (x.length + y.length),
          })
        },
      },
    )
    const total = found.reduce((sum, { weight }) => sum + weight, 0)
    for (const sample of found) samples.push({ ...sample, weight: (sample.weight * shareOf(set)) / total })
  }
  merge = fitLogistic(samples, MERGE_FEATURES.length, 2)
}
const rounded = (list: readonly number[]): number[] => list.map((x) => Math.round(x * 1e4) / 1e4)
writeFileSync(
  values.out,
  `${JSON.stringify({ pair: rounded(pair), merge: rounded(merge ?? []) }, null, 1)}\n`,
)
console.error(`${sets.length} sets, ${pairSamples.length} pairs, ${samples.length} merges → ${values.out}`)
