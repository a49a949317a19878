/**
 * Trains the story models on labelled sets and writes src/core/stories/join-weights.json and context-forest.json.
 *   node bench/train-stories.ts --data DIR [--cache DIR]                    trains on all, writes the tables
 *   node bench/train-stories.ts --data DIR --folds 5 [--thresholds 0.4,…]   scores stories that were not learned from
 *   node bench/train-stories.ts --data DIR --leave-out [--thresholds 0.4,…] scores sets that were not learned from
 * Each set is used with its bodies and as titles alone. og2021 is scored and never learned from.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CONTEXT_FEATURES } from '../src/core/stories/context.ts'
import { PAIR_FEATURES } from '../src/core/stories/join.ts'
import { edgesOf, groupSet, learn } from './stories/models.ts'
import { bcubedParts, type Score, scoreOf } from './stories/scores.ts'
import { readStorySet, type StorySet, storySet, type Variant } from './stories/story-set.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    cache: { type: 'string' },
    folds: { type: 'string' },
    'leave-out': { type: 'boolean', default: false },
    thresholds: { type: 'string', default: '0.35,0.4,0.45,0.5' },
    sets: { type: 'string', default: 'allsides,fnc1,ecbplus,basil,wikinews' },
  },
})
if (!values.data)
  throw new Error('usage: train-stories.ts --data DIR [--cache DIR] [--folds N | --leave-out]')
const data = values.data
const thresholds = values.thresholds.split(',').map(Number)

const load = (name: string, variant: Variant): StorySet =>
  storySet(name, readStorySet(data, name, variant), variant, values.cache ?? null)
/** Sets of look-alike events whose texts carry no date. */
const UNDATED = new Set(['fnc1', 'ecbplus', 'wikinews'])
const sets = values.sets
  .split(',')
  .flatMap((name) => [
    load(name, 'full'),
    ...(name === 'stream_mixed' ? [] : [load(name, 'titles')]),
    ...(UNDATED.has(name) ? [load(name, 'one_week')] : []),
  ])

/** The two look-alike events of one topic of ecbplus are held out together. */
const foldOf = (story: string, folds: number): number => {
  let hash = 0x811c9dc5
  for (const char of story.replace(/^(ecb-\d+)-[ab]$/, '$1'))
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % folds
}
const percent = (score: Score): string => (100 * score.f1).toFixed(1)

/** Parts of BCubed over the rows that `of` names, by threshold. */
const partsOf = (set: StorySet, groups: readonly Int32Array[], of: (story: string) => boolean) => {
  const rows = set.rows.flatMap((row, i) => (row.story ? [i] : []))
  const within = (i: number): string => (set.name === 'og2021' ? `/${set.rows[i]!.lang}` : '')
  return groups.map((group) =>
    bcubedParts(
      rows.map((i) => set.rows[i]!.story! + within(i)),
      rows.map((i) => group[i]! + within(i)),
      rows.map((i) => of(set.rows[i]!.story!)),
    ),
  )
}
const show = (set: StorySet, scores: readonly Score[]): void =>
  console.log(`${`${set.name} ${set.variant}`.padEnd(18)} ${scores.map(percent).join('  ')}`)

if (values.folds) {
  const folds = Number(values.folds)
  const sums = new Map(
    sets.map((set) => [set, thresholds.map(() => ({ precision: 0, recall: 0, count: 0 }))]),
  )
  const others = [load('og2021', 'full'), load('lookalikes', 'full')]
  console.log(`held out by story, ${folds} folds; thresholds ${thresholds.join('  ')}`)
  for (let fold = 0; fold < folds; fold++) {
    const models = learn(sets, (story) => foldOf(story, folds) !== fold)
    for (const set of sets)
      for (const [i, part] of partsOf(
        set,
        groupSet(set, models, thresholds),
        (story) => foldOf(story, folds) === fold,
      ).entries()) {
        const sum = sums.get(set)![i]!
        sum.precision += part.precision
        sum.recall += part.recall
        sum.count += part.count
      }
    for (const other of fold === 0 ? others : others.slice(1))
      show(
        other,
        partsOf(other, groupSet(other, models, thresholds), () => true).map((p) =>
          scoreOf(p.precision / p.count, p.recall / p.count),
        ),
      )
  }
  for (const [set, parts] of sums)
    show(
      set,
      parts.map((p) => scoreOf(p.precision / p.count, p.recall / p.count)),
    )
} else if (values['leave-out']) {
  console.log(`set held out; thresholds ${thresholds.join('  ')}`)
  // stream_mixed is made of the others: it goes wherever one of them goes.
  for (const name of new Set(sets.map((set) => set.name).filter((n) => n !== 'stream_mixed'))) {
    const models = learn(
      sets.filter((set) => set.name !== name && set.name !== 'stream_mixed'),
      () => true,
    )
    for (const set of sets.filter((s) => s.name === name))
      show(
        set,
        partsOf(set, groupSet(set, models, thresholds), () => true).map((p) =>
          scoreOf(p.precision / p.count, p.recall / p.count),
        ),
      )
  }
} else {
  const models = learn(sets, () => true)
  const pair = Object.fromEntries(PAIR_FEATURES.map((name, i) => [name, models.pair[i]]))
  const context = { features: [...PAIR_FEATURES, ...CONTEXT_FEATURES], ...models.context }
  writeFileSync('src/core/stories/join-weights.json', `${JSON.stringify(pair, null, 1)}\n`)
  writeFileSync('src/core/stories/context-forest.json', `${JSON.stringify(context)}\n`)
  for (const set of sets)
    show(
      set,
      partsOf(set, groupSet(set, models, thresholds), () => true).map((p) =>
        scoreOf(p.precision / p.count, p.recall / p.count),
      ),
    )
  console.error(
    `${sets.length} sets, ${sets.reduce((sum, set) => sum + edgesOf(set, models.pair).length, 0)} pairs`,
  )
}
