/**
 * Trains the block model and writes its weights.
 *   node training/blocks.ts --data DIR [--out FILE] [--held-out FILE] [--folds 5] [--trees 100] [--bags 1]
 *     [--variants short,bare | short,bare,parts]
 * DIR holds gold.jsonl and the pages. Only the sets whose licences allow it are used: naeb (Apache-2.0),
 * wcxb_dev (CC-BY-4.0) and fundus_tests (MIT). `--out` is the model that ships, learnt from all of them.
 * `--variants` are the kinds of altered pages that are learnt from beside the pages themselves (variants.ts); the model that
 * ships is learnt from the first two.
 * `--held-out` trains once for each fold without the sites of the fold; `bench/extraction/held-out.ts` scores these models.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { featureCount, featureNames } from '../src/core/body/feature-names.ts'
import { type ForestData, loadForest, predict } from '../src/core/body/forest.ts'
import { menuLines } from '../src/core/body/rules/menu-lines.ts'
import { secondLook, secondLookCount, secondLookNames } from '../src/core/body/second-look.ts'
import { readSignatures } from '../src/core/body/signatures.ts'
import { readLayout } from '../src/core/page/layout.ts'
import { flatten } from './flatten.ts'
import { type Binned, binData, type Forest, type TrainOptions, train } from './gbdt.ts'
import { readSamples, type Sample } from './samples.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    folds: { type: 'string', default: '5' },
    trees: { type: 'string', default: '100' },
    leaves: { type: 'string', default: '18' },
    rate: { type: 'string', default: '0.12' },
    variants: { type: 'string', default: 'short,bare' },
    'held-out': { type: 'string' },
    rows: { type: 'string', default: '0.6' },
    columns: { type: 'string', default: '0.35' },
    'min-weight': { type: 'string', default: '1' },
    lambda: { type: 'string', default: '1' },
    bags: { type: 'string', default: '1' },
  },
})
if (!values.data) throw new Error('--data DIR is missing: the folder with gold.jsonl and html/')
const dataDir = values.data
const folds = Number(values.folds)
const options: TrainOptions = {
  trees: Number(values.trees),
  leaves: Number(values.leaves),
  rate: Number(values.rate),
  minWeight: Number(values['min-weight']),
  lambda: Number(values.lambda),
  columns: Number(values.columns),
  rows: Number(values.rows),
  seed: 7,
}

const samples = readSamples(dataDir, folds, values.variants.split(','))
const last = samples[samples.length - 1]!
const total = last.start + last.page.blocks.length
console.error(`${samples.length} pages, ${total} blocks, ${featureCount} features`)

function join32(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const target = join32(samples.map((s) => s.target))
const weight = join32(samples.map((s) => s.weight))

function rowsOf(keep: (sample: Sample) => boolean): Int32Array {
  const out: number[] = []
  for (const sample of samples)
    if (keep(sample))
      for (let i = 0; i < sample.page.blocks.length; i++)
        if (weight[sample.start + i]! > 0) out.push(sample.start + i)
  return Int32Array.from(out)
}

/** Several forests of other samples, averaged: less chance in what is shipped (bagging, Breiman 1996). */
function learn(data: Binned, include: Int32Array): ForestData {
  const bags = Number(values.bags)
  const forests: Forest[] = []
  for (let bag = 0; bag < bags; bag++)
    forests.push(train(data, target, weight, include, { ...options, seed: options.seed + bag }))
  return flatten(
    {
      bias: forests.reduce((sum, forest) => sum + forest.bias, 0) / bags,
      trees: forests.flatMap((forest) =>
        forest.trees.map((tree) => ({ ...tree, value: tree.value.map((v) => v / bags) })),
      ),
    },
    bags,
  )
}

const rows = join32(samples.map((s) => s.rows))
const binned = binData(rows, featureCount)

// What the first forest says of pages that it has not seen: that is what the second will be shown.
const firsts: ForestData[] = []
const p = new Float32Array(total)
for (let fold = 0; fold < folds; fold++) {
  const data = learn(
    binned,
    rowsOf((s) => s.fold !== fold),
  )
  const forest = loadForest(data)
  for (const { fold: own, page, start } of samples) {
    if (own !== fold) continue
    const menu = menuLines(page)
    for (let i = 0; i < page.blocks.length; i++)
      p[start + i] = menu[i] ? 0 : predict(forest, rows, (start + i) * featureCount)
  }
  firsts.push(data)
}
const looks = join32(
  samples.map(({ page, hints, start }) => {
    const { of } = readSignatures(page, readLayout(page, hints).blockWeight)
    return secondLook(page, of, p.subarray(start, start + page.blocks.length))
  }),
)
const looked = binData(looks, secondLookCount)
const both: Binned = {
  width: featureCount + secondLookCount,
  count: binned.count,
  columns: [...binned.columns, ...looked.columns],
  cuts: [...binned.cuts, ...looked.cuts],
}
/** The second forest learns from more than it is asked about. */
const LEAST_LIKELY = 0.008
const doubtful = (include: Int32Array): Int32Array => include.filter((i) => p[i]! >= LEAST_LIKELY)
const secondNames = [...featureNames, ...secondLookNames]

if (values['held-out']) {
  const models = firsts.map((first, fold) => ({
    first,
    second: learn(both, doubtful(rowsOf((s) => s.fold !== fold))),
  }))
  writeFileSync(values['held-out'], `${JSON.stringify({ features: secondNames, models })}\n`)
}
if (values.out) {
  const all = rowsOf(() => true)
  const first = learn(binned, all)
  const second = learn(both, doubtful(all))
  writeFileSync(values.out, `${JSON.stringify({ features: secondNames, first, second })}\n`)
  for (const forest of [first, second]) {
    const used = new Map<string, number>()
    for (const f of forest.feature)
      if (f >= 0) used.set(secondNames[f]!, (used.get(secondNames[f]!) ?? 0) + 1)
    console.error(
      [...used]
        .sort((a, b) => b[1] - a[1])
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    )
  }
}
