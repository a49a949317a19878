/**
 * Trains the model that distinguishes articles from other pages, and scores it on sites that are not in its training data.
 *   node training/kinds.ts --data DIR --kinds DIR [--out FILE] [--folds 5]
 * DIR of --data contains gold.jsonl with articles, DIR of --kinds contains kinds.jsonl with pages of other types (of WCXB,
 * CC-BY-4.0). Only sets whose licenses allow it are trained on (gold-folds.ts); articles of the other sets are only scored.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extractHtml } from '../src/core/article/read-page.ts'
import { loadForest, predict } from '../src/core/body/forest.ts'
import { decodeBytes } from '../src/core/fetching/charset.ts'
import { kindFeatureCount, kindFeatureNames } from '../src/core/fields/kind/features.ts'
import { degrees } from '../src/core/fields/kind/said.ts'
import { flatten } from './flatten.ts'
import { binData, train } from './gbdt.ts'
import { licensed, siteFold } from './gold-folds.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    kinds: { type: 'string' },
    out: { type: 'string' },
    folds: { type: 'string', default: '5' },
  },
})
if (!values.data || !values.kinds) throw new Error('--data DIR and --kinds DIR are needed')
const folds = Number(values.folds)
const options = {
  trees: 100,
  leaves: 6,
  rate: 0.1,
  minWeight: 6,
  lambda: 4,
  columns: 0.4,
  rows: 0.7,
  seed: 11,
}

/** The sets that the block model is trained on, and those whose labels are dates and authors (Apache-2.0, MIT). */
const open: ReadonlySet<string> = new Set([...licensed, 'trafilatura', 'htmldate_mc', 'mercury_fixtures'])

/** Features that are missing on old pages: structured data, dates and authors in metadata. */
const metadata = kindFeatureNames.flatMap((name, i) => (/^(?:ld_|og_|dated|author)/.test(name) ? [i] : []))
/** Where these are said in metadata only, a page without metadata says nothing. */
const said = (['published', 'signed'] as const).map((name) => kindFeatureNames.indexOf(name))

/** The features with the address, without it, and without address and metadata: no group of features may decide alone. */
function variantsOf(whole: Float32Array, withoutAddress: Float32Array): Float32Array[] {
  const bare = withoutAddress.slice()
  for (const i of metadata) bare[i] = 0
  for (const i of said) if (bare[i] === degrees.stated) bare[i] = degrees.no
  return [whole, withoutAddress, bare]
}

interface Sample {
  readonly id: string
  readonly url: string
  readonly learn: boolean
  readonly other: boolean
  readonly fold: number
  /** See `variantsOf`. */
  readonly rows: readonly Float32Array[]
}

interface Row {
  readonly id: string
  readonly set?: string
  readonly url: string
  readonly html_file: string
}

function samplesOf(folder: string, file: string, other: boolean): Sample[] {
  return readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .map(({ id, set, url, html_file }) => {
      const { text } = decodeBytes(gunzipSync(readFileSync(join(folder, html_file))), { kind: 'html' })
      const featuresAt = (address?: string): Float32Array =>
        Float32Array.from(
          Object.values(
            extractHtml(text, { ...(address ? { url: address } : {}), outlets: [], explain: true }).explain!
              .kind!.features,
          ),
        )
      return {
        id,
        url,
        other,
        learn: other || open.has(set ?? ''),
        fold: siteFold(new URL(url).hostname.replace(/^www\./, ''), folds),
        rows: variantsOf(featuresAt(url), featuresAt()),
      }
    })
}

const samples = [
  ...samplesOf(values.data, 'gold.jsonl', false),
  ...samplesOf(values.kinds, 'kinds.jsonl', true),
]
const flat = samples.flatMap((sample, i) => sample.rows.map((row) => ({ sample, row, i })))
const rows = new Float32Array(flat.length * kindFeatureCount)
for (const [i, { row }] of flat.entries()) rows.set(row, i * kindFeatureCount)
const target = Float32Array.from(flat, ({ sample }) => (sample.other ? 1 : 0))
const weight = new Float32Array(flat.length).fill(1)
const binned = binData(rows, kindFeatureCount)
const forestOf = (include: (sample: Sample) => boolean) =>
  flatten(
    train(
      binned,
      target,
      weight,
      Int32Array.from([...flat.keys()].filter((i) => flat[i]!.sample.learn && include(flat[i]!.sample))),
      options,
    ),
  )

const unseen: { readonly sample: Sample; readonly p: number; readonly variant: number }[] = []
for (let fold = 0; fold < folds; fold++) {
  const forest = loadForest(forestOf((sample) => sample.fold !== fold))
  for (const [i, { sample }] of flat.entries())
    if (sample.fold === fold)
      unseen.push({ sample, p: predict(forest, rows, i * kindFeatureCount), variant: i % 3 })
}
for (const bar of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
  const share = (list: typeof unseen): string =>
    `${((100 * list.filter(({ p }) => p >= bar).length) / Math.max(1, list.length)).toFixed(1)} % of ${list.length}`
  const of = (other: boolean, learn: boolean, variant: number): string =>
    share(unseen.filter((u) => u.sample.other === other && u.sample.learn === learn && u.variant === variant))
  console.log(
    `bar ${bar}: others refused ${of(true, true, 0)}, bare ${of(true, true, 2)}; articles lost ${of(false, true, 0)}, bare ${of(false, true, 2)}, of other sets ${of(false, false, 0)}`,
  )
}
for (const { sample, p } of unseen
  .filter((u) => !u.sample.other && u.variant === 0)
  .sort((a, b) => b.p - a.p)
  .slice(0, 25))
  console.log(`article at ${p.toFixed(2)}: ${sample.id} ${sample.url}`)

if (values.out) {
  const forest = forestOf(() => true)
  writeFileSync(values.out, `${JSON.stringify({ features: kindFeatureNames, forest })}\n`)
}
