/**
 * Copies and stories over labelled sets, in memory and in seconds: the functions the pipeline calls, with the
 * same bounded look-ups, ending with the repair pass.
 *   node bench/stories-offline.ts --data DIR [SET…] [--thresholds 0.4,0.5] [--shuffle SEED] [--titles] [--weights FILE]
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { STORY_POLICY } from '../src/core/clustering.ts'
import { groupItems, mergeProbabilityBy } from '../src/core/story/groups.ts'
import { JOIN_WEIGHTS, type JoinWeights } from '../src/core/story/join.ts'
import { edgeOf } from '../src/core/story/window.ts'
import { bcubed, pairScore } from './stories/scores.ts'
import { arrival, type LabelledArticle, readJsonl } from './stories/sets.ts'
import { storySet } from './stories/story-set.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    thresholds: { type: 'string' },
    shuffle: { type: 'string' },
    titles: { type: 'boolean', default: false },
    weights: { type: 'string' },
  },
})
if (!values.data) throw new Error('usage: stories-offline.ts --data DIR [SET…]')
const data = values.data
const weights = values.weights
  ? (JSON.parse(readFileSync(values.weights, 'utf8')) as JoinWeights)
  : JOIN_WEIGHTS

const ALL = [
  'lookalikes',
  'basil',
  'wikinews',
  'ecbplus',
  'fnc1',
  'og2021',
  'allsides',
  'stream_mixed',
  'neardup_real',
  'neardup_synth',
]
const percent = (x: number): string => (100 * x).toFixed(1)

for (const name of positionals.length > 0 ? positionals : ALL) {
  const started = performance.now()
  const read = readJsonl<LabelledArticle & { readonly near_dup_of?: string }>(join(data, `${name}.jsonl.gz`))
  const rows = arrival(
    values.titles ? read.filter((row) => row.title).map((row) => ({ ...row, body: '' })) : read,
    values.shuffle === undefined ? null : Number(values.shuffle),
  )
  const set = storySet(rows, values.titles)
  const edges = set.pairs.flatMap((pair) => edgeOf(pair, weights.pair) ?? [])
  let line = `${name.padEnd(13)} ${rows.length} articles`
  for (const threshold of (values.thresholds ?? String(STORY_POLICY.threshold)).split(',').map(Number)) {
    const groups = groupItems(set.items, edges, {
      threshold,
      ...(values.thresholds === undefined ? { titleThreshold: STORY_POLICY.titleThreshold } : {}),
      score: mergeProbabilityBy(weights.merge),
    })
    const groupOf = new Map(set.originals.map((row, i) => [row, String(groups[i])]))
    const score = (of: (row: LabelledArticle) => boolean) => {
      const labelled = rows.map((_, i) => i).filter((i) => rows[i]!.story && of(rows[i]!))
      // Stories that span languages are scored within each.
      const within = (i: number): string => (name.startsWith('og') ? `/${rows[i]!.lang}` : '')
      return bcubed(
        labelled.map((i) => rows[i]!.story! + within(i)),
        labelled.map((i) => groupOf.get(set.originalOf[i]!)! + within(i)),
      )
    }
    const all = score(() => true)
    line += ` | ${threshold}: ${percent(all.f1)} (${percent(all.precision)}/${percent(all.recall)})`
    if (name.startsWith('og')) line += ` en ${percent(score((row) => row.lang === 'en').f1)}`
  }
  const pairsFile = join(data, `${name}.pairs.jsonl.gz`)
  if (existsSync(pairsFile)) {
    const index = new Map(rows.map((row, i) => [row.id, i]))
    const pairs = readJsonl<{ a: string; b: string; label: number | null }>(pairsFile).filter(
      ({ label }) => label !== null,
    )
    const { f1 } = pairScore(
      pairs.map(({ a, b, label }) => ({
        label: label === 1,
        same: set.originalOf[index.get(a)!] === set.originalOf[index.get(b)!],
      })),
    )
    line += ` | copies, pairs F1 ${(100 * f1).toFixed(2)}`
  }
  console.log(`${line} | ${((performance.now() - started) / rows.length).toFixed(2)} ms an article`)
}
