/**
 * Trains the story models on labelled sets and writes src/core/stories/join-weights.json and context-forest.json.
 *   node training/stories.ts --data DIR [--cache DIR]                    trains on all sets, writes the tables
 *   node training/stories.ts --data DIR --folds 3 [--only 0] [--thresholds 0.4,…]   scores stories left out of training
 *   node training/stories.ts --data DIR --leave-out [FAMILY,…]           scores families left out of training
 *   node training/stories.ts --data DIR --calibrate 3                    for each tenth of probability, the share of right pairs
 * og2021, titles and lookalikes are scored and never trained on.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { edgesOf, groupSet, learn, type StoryModels } from '../bench/stories/models.ts'
import { bcubedParts, type Score, scoreOf } from '../bench/stories/scores.ts'
import { readStorySet, type StorySet, storySet } from '../bench/stories/story-set.ts'
import { familyOf, loadTrainingSet, TRAINING_SETS } from '../bench/stories/training-sets.ts'
import { loadForest } from '../src/core/body/forest.ts'
import { CONTEXT_FEATURES, inContext } from '../src/core/stories/pair/context.ts'
import { PAIR_FEATURES } from '../src/core/stories/pair/join.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    cache: { type: 'string' },
    folds: { type: 'string' },
    only: { type: 'string' },
    'leave-out': { type: 'string' },
    calibrate: { type: 'string' },
    thresholds: { type: 'string', default: '0.4,0.45,0.5,0.55' },
    sets: { type: 'string', default: TRAINING_SETS.join() },
    out: { type: 'string', default: 'src/core/stories' },
  },
})
if (!values.data)
  throw new Error('usage: train-stories.ts --data DIR [--cache DIR] [--folds N | --leave-out all|FAMILY,…]')
const data = values.data
const cache = values.cache ?? null
const thresholds = values.thresholds.split(',').map(Number)
const sets = values.sets.split(',').flatMap((name) => loadTrainingSet(data, name, cache))
const measured = (): StorySet[] =>
  ['titles', 'lookalikes'].map((name) => storySet(name, readStorySet(data, name, 'full'), 'full', cache))

/** The two look-alike events of one topic of ecbplus are held out together. */
const foldOf = (story: string, folds: number): number => {
  let hash = 0x811c9dc5
  for (const char of story.replace(/^(ecb-\d+)-[ab]$/, '$1'))
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % folds
}

/** The sums for BCubed at each threshold, over the rows for whose story `of` is true. */
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
/** For each tenth of probability: mean probability, share of pairs that are right, number of pairs. */
function calibration(
  list: readonly StorySet[],
  models: StoryModels,
  isHeld: (story: string) => boolean,
): string {
  const context = loadForest(models.context)
  const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, right: 0 }))
  for (const set of list)
    for (const { a, b, probability } of inContext(set.prepared, edgesOf(set, models.pair), context)) {
      const [x, y] = [set.storyOf[a], set.storyOf[b]]
      if (x == null || y == null || !isHeld(x) || !isHeld(y)) continue
      const bin = bins[Math.min(9, Math.floor(probability * 10))]!
      bin.count++
      bin.said += probability
      if (x === y) bin.right++
    }
  return bins
    .map(({ count, said, right }) =>
      count > 0 ? `${percent(said / count)}:${percent(right / count)} (${count})` : '-',
    )
    .join('  ')
}

const percent = (x: number): string => (100 * x).toFixed(1)
const show = (set: StorySet, scores: readonly Score[]): void =>
  console.log(
    `${`${set.name} ${set.variant}`.padEnd(18)} ${scores.map(({ f1, precision }) => `${percent(f1)} (P ${percent(precision)})`).join('  ')}`,
  )
const showAll = (set: StorySet, models: StoryModels): void =>
  show(
    set,
    partsOf(set, groupSet(set, models, thresholds), () => true).map((p) =>
      scoreOf(p.precision / p.count, p.recall / p.count),
    ),
  )

if (values.folds) {
  const folds = Number(values.folds)
  const sums = new Map(
    sets.map((set) => [set, thresholds.map(() => ({ precision: 0, recall: 0, count: 0 }))]),
  )
  console.log(`held out by story, ${folds} folds; thresholds ${thresholds.join('  ')}`)
  for (let fold = 0; fold < folds; fold++) {
    if (values.only !== undefined && Number(values.only) !== fold) continue
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
    for (const set of measured()) showAll(set, models)
  }
  for (const [set, parts] of sums)
    show(
      set,
      parts.map((p) => scoreOf(p.precision / p.count, p.recall / p.count)),
    )
} else if (values.calibrate) {
  // One fold is enough: some hundred thousand pairs of stories that were left out of training.
  const folds = Number(values.calibrate)
  const models = learn(sets, (story) => foldOf(story, folds) !== 0)
  const held = sets.filter(({ variant, name }) => variant === 'full' && name !== 'forms')
  const isHeld = (story: string): boolean => foldOf(story, folds) === 0
  console.log(`${'all'.padEnd(12)} ${calibration(held, models, isHeld)}`)
  for (const set of held) console.log(`${set.name.padEnd(12)} ${calibration([set], models, isHeld)}`)
} else if (values['leave-out']) {
  console.log(`family held out; thresholds ${thresholds.join('  ')}`)
  const asked = values['leave-out'] === 'all' ? null : values['leave-out'].split(',')
  for (const family of new Set(sets.map(({ name }) => familyOf(name)))) {
    if (asked !== null && !asked.includes(family)) continue
    const models = learn(
      sets.filter(({ name }) => familyOf(name) !== family),
      () => true,
    )
    for (const set of sets.filter(({ name }) => familyOf(name) === family)) showAll(set, models)
  }
} else {
  const models = learn(sets, () => true)
  const pair = Object.fromEntries(PAIR_FEATURES.map((name, i) => [name, models.pair[i]]))
  const context = { features: [...PAIR_FEATURES, ...CONTEXT_FEATURES], ...models.context }
  writeFileSync(`${values.out}/join-weights.json`, `${JSON.stringify(pair, null, 1)}\n`)
  writeFileSync(`${values.out}/context-forest.json`, `${JSON.stringify(context)}\n`)
  for (const set of sets) showAll(set, models)
}
