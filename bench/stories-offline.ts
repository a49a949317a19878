/**
 * Scores copies and stories on labelled sets, in memory and in seconds: calls the functions of the pipeline with the same limits
 * on candidates, and the repair pass at the end.
 *   node bench/stories-offline.ts --data DIR [SET…] [--thresholds 0.4,0.5] [--shuffle SEED] [--titles] [--cache DIR]
 *   node bench/stories-offline.ts --cases DIR [SET…] [-v]     lists wrong pairs of small sets (NAME.jsonl, NAME.expected.jsonl)
 *     --amid FILE [--others 900]    adds that many articles of a labelled set, on the same days
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { STORY_POLICY } from '../src/core/stories/decision.ts'
import { groupEdges } from '../src/core/stories/group-window.ts'
import { shippedModels } from '../src/core/stories/pair/weights.ts'
import { edgesOf } from './stories/models.ts'
import { bcubed, pairScore } from './stories/scores.ts'
import { arrival, type LabelledArticle, readJsonl } from './stories/sets.ts'
import { readStorySet, type StorySet, storySet } from './stories/story-set.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    cases: { type: 'string' },
    amid: { type: 'string' },
    others: { type: 'string', default: '900' },
    thresholds: { type: 'string' },
    shuffle: { type: 'string' },
    titles: { type: 'boolean', default: false },
    cache: { type: 'string' },
    v: { type: 'boolean', short: 'v', default: false },
  },
})
if (!values.data && !values.cases)
  throw new Error('usage: stories-offline.ts --data DIR | --cases DIR [SET…]')

const ALL = [
  'local',
  'local_alone',
  'vietnamese',
  'titles',
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
const DAY_MS = 86_400_000
const percent = (x: number): string => (100 * x).toFixed(1)

/** The group of each row, by the index of the row. */
function groupRows(set: StorySet, threshold: number): string[] {
  const { group } = groupEdges(set.articles, set.prepared, edgesOf(set, shippedModels().pair), {
    policy: { ...STORY_POLICY, threshold, pairThreshold: Math.max(threshold, STORY_POLICY.pairThreshold) },
  })
  const groupOf = new Map(set.originals.map((row, i) => [row, String(group[i])]))
  return set.rows.map((_, i) => groupOf.get(set.originalOf[i]!)!)
}

function scoreSet(data: string, name: string): void {
  const started = performance.now()
  const variant = values.titles ? 'titles' : 'full'
  const rows = arrival(
    readStorySet(data, name, variant),
    values.shuffle === undefined ? null : Number(values.shuffle),
  )
  const set = storySet(name, rows, variant, values.cache ?? null)
  let line = `${name.padEnd(13)} ${rows.length} articles`
  for (const threshold of (values.thresholds ?? String(STORY_POLICY.threshold)).split(',').map(Number)) {
    const groups = groupRows(set, threshold)
    const score = (of: (row: LabelledArticle) => boolean) => {
      const labelled = rows.map((_, i) => i).filter((i) => rows[i]!.story && of(rows[i]!))
      // Stories that span languages are scored within each.
      const within = (i: number): string => (name.startsWith('og') ? `/${rows[i]!.lang}` : '')
      return bcubed(
        labelled.map((i) => rows[i]!.story! + within(i)),
        labelled.map((i) => groups[i]! + within(i)),
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

interface CaseRow extends Omit<LabelledArticle, 'published' | 'lang'> {
  readonly published_at?: string
  readonly language?: string
}
interface Expected {
  readonly id: string
  readonly story: string
  readonly copies: string | null
}

/** Articles of another set, spread over the days of `rows` and a day to either side. */
function othersAmid(rows: readonly LabelledArticle[]): LabelledArticle[] {
  if (values.amid === undefined) return []
  const days = rows.flatMap(({ published }) => (published === undefined ? [] : [Date.parse(published)]))
  const from = Math.min(...days) - DAY_MS
  const span = Math.max(...days) + DAY_MS - from
  const others = readJsonl<LabelledArticle>(values.amid).slice(0, Number(values.others))
  return others.map((row, i) => ({
    ...row,
    id: `other ${row.id}`,
    published: new Date(from + (span * i) / others.length).toISOString(),
  }))
}

/** Pairs of a small set that are not as expected. */
function wrongPairs(dir: string, name: string): string[] {
  const expected = new Map(
    readJsonl<Expected>(join(dir, `${name}.expected.jsonl`)).map((row) => [row.id, row]),
  )
  const rows = readJsonl<CaseRow>(join(dir, `${name}.jsonl`)).map(
    ({ published_at, language, ...row }): LabelledArticle => ({
      ...row,
      ...(published_at === undefined ? {} : { published: published_at }),
      ...(language === undefined ? {} : { lang: language }),
    }),
  )
  const others = othersAmid(rows)
  const set = storySet(name, [...rows, ...others], 'full', null)
  const groups = groupRows(set, STORY_POLICY.threshold)
  const wrong: string[] = []
  for (const [i, a] of rows.entries())
    for (const [k, b] of rows.slice(0, i).entries()) {
      const [x, y] = [expected.get(a.id)!, expected.get(b.id)!]
      const together = x.story === y.story
      if ((groups[i] === groups[k]) !== together)
        wrong.push(`${b.id} and ${a.id} should be ${together ? 'together' : 'apart'}`)
      const copies = x.copies !== null && x.copies === y.copies
      if ((set.originalOf[i] === set.originalOf[k]) !== copies)
        wrong.push(`${b.id} and ${a.id} should ${copies ? '' : 'not '}be copies`)
    }
  for (const [i, a] of rows.entries())
    for (const [k, b] of others.entries())
      if (groups[i] === groups[rows.length + k]) wrong.push(`${a.id} and ${b.id} should be apart`)
  return wrong
}

if (values.data) for (const name of positionals.length > 0 ? positionals : ALL) scoreSet(values.data, name)
if (values.cases) {
  const dir = values.cases
  const names = readdirSync(dir).flatMap((file) =>
    file.endsWith('.expected.jsonl') ? [file.replace('.expected.jsonl', '')] : [],
  )
  let total = 0
  for (const name of positionals.length > 0 ? positionals : names) {
    const wrong = wrongPairs(dir, name)
    total += wrong.length
    if (wrong.length > 0)
      console.log(`${name}: ${wrong.length} wrong${values.v ? `\n  ${wrong.join('\n  ')}` : ''}`)
  }
  console.log(`${total} pairs wrong`)
}
