/**
 * Copies and stories over labelled sets, in memory and in seconds: the functions the pipeline calls, with the
 * same bounded look-ups, ending with the repair pass.
 *   node bench/stories-offline.ts --data DIR [SET…] [--thresholds 0.4,0.5] [--shuffle SEED] [--titles] [--cache DIR]
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inContext } from '../src/core/stories/context.ts'
import { STORY_POLICY } from '../src/core/stories/decision.ts'
import { groupItems } from '../src/core/stories/groups.ts'
import { CONTEXT_FOREST, PAIR_WEIGHTS } from '../src/core/stories/weights.ts'
import { edgesOf } from './stories/models.ts'
import { bcubed, pairScore } from './stories/scores.ts'
import { arrival, type LabelledArticle, readJsonl } from './stories/sets.ts'
import { readStorySet, storySet } from './stories/story-set.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    thresholds: { type: 'string' },
    shuffle: { type: 'string' },
    titles: { type: 'boolean', default: false },
    cache: { type: 'string' },
  },
})
if (!values.data) throw new Error('usage: stories-offline.ts --data DIR [SET…]')
const data = values.data

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
const variant = values.titles ? 'titles' : 'full'
const percent = (x: number): string => (100 * x).toFixed(1)

for (const name of positionals.length > 0 ? positionals : ALL) {
  const started = performance.now()
  const rows = arrival(
    readStorySet(data, name, variant),
    values.shuffle === undefined ? null : Number(values.shuffle),
  )
  const set = storySet(name, rows, variant, values.cache ?? null)
  const edges = inContext(set.prepared, edgesOf(set, PAIR_WEIGHTS), CONTEXT_FOREST)
  let line = `${name.padEnd(13)} ${rows.length} articles`
  for (const threshold of (values.thresholds ?? String(STORY_POLICY.threshold)).split(',').map(Number)) {
    const groups = groupItems(set.articles.length, edges, { threshold })
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
