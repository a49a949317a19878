/**
 * Measures whether runs agree: sends one set of articles through the real pipeline with 1, 4 and 8 cluster processes, and in
 * other orders of arrival (each article moved by up to an hour). Prints, for each two runs after the repair pass, the pairwise F1
 * of copies and of stories, and the time of the repair pass.
 *   node bench/agreement.ts [FILE.jsonl[.gz]] [--workers 1,4,8] [--shuffles 1,2,3,4,5] [--events 60] [--json]
 * Without a file, an invented day of news is used. Exits with 1 when two runs agree by less than 99.5.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { loadRows } from '../src/pipeline/load/load.ts'
import { rowOfLine } from '../src/pipeline/load/rows.ts'
import { repairRound } from '../src/pipeline/repair/round.ts'
import { readConfig } from '../src/runtime/config.ts'
import { openDeps } from '../src/runtime/deps.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { startWorkers } from '../src/runtime/workers/run.ts'
import { countWaiting } from '../src/store/operations/fates.ts'
import { madeUpDay } from './stories/made-up.ts'
import { pairwise } from './stories/scores.ts'
import { arrival, type LabelledArticle, readJsonl } from './stories/sets.ts'

const BAR = 99.5

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workers: { type: 'string', default: '1,4,8' },
    shuffles: { type: 'string', default: '1,2,3,4,5' },
    events: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
})
const [file] = positionals
const articles = file ? readJsonl<LabelledArticle>(file) : madeUpDay(Number(values.events))

interface Run {
  readonly name: string
  /** By the article's external id: the key of its group of copies, and of its story. */
  readonly copies: ReadonlyMap<string, string>
  readonly stories: ReadonlyMap<string, string>
}

const numbers = (text: string): number[] => text.split(',').filter(Boolean).map(Number)
const runs: Run[] = []
for (const workers of numbers(values.workers)) runs.push(await runOnce(`${workers} workers`, workers, null))
for (const seed of numbers(values.shuffles)) runs.push(await runOnce(`shuffle ${seed}`, 1, seed))

const ids = articles.map(({ id }) => id)
let least = 100
const lines = runs.flatMap((one, i) =>
  runs.slice(i + 1).map((other) => {
    const agree = (of: 'copies' | 'stories') =>
      100 *
      pairwise(
        ids.map((id) => one[of].get(id) ?? id),
        ids.map((id) => other[of].get(id) ?? id),
      ).f1
    const [copies, stories] = [agree('copies'), agree('stories')]
    least = Math.min(least, copies, stories)
    return { one: one.name, other: other.name, copies, stories }
  }),
)
if (values.json) console.log(JSON.stringify({ least, lines }))
else
  for (const { one, other, copies, stories } of lines)
    console.log(`${one} and ${other}: copies ${copies.toFixed(2)}, stories ${stories.toFixed(2)}`)
if (least < BAR) console.error(`runs agree by ${least.toFixed(2)} only, ${BAR} is asked for`)
process.exitCode = least < BAR ? 1 : 0

async function runOnce(name: string, workers: number, seed: number | null): Promise<Run> {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-agreement-'))
  chmodSync(home, 0o755)
  const config = { ...readConfig({}), home }
  const deps = await openDeps(config, { migrate: true, workers: 4, logLevel: 'error' })
  const clusterers = Array.from({ length: workers }, () =>
    spawn(process.execPath, [packageFile('src', 'cli', 'launch.mjs'), 'worker', 'cluster'], {
      env: { ...process.env, NEWSLOOM_HOME: home },
      stdio: 'ignore',
    }),
  )
  const ended = clusterers.map((child) => new Promise((done) => child.once('close', done)))
  const own = startWorkers(deps, ['scheduler', 'extract'])
  try {
    const started = performance.now()
    await loadRows(deps, arrival(articles, seed).map(rowOf))
    while (await countWaiting(deps.pool)) await sleep(200)
    const loaded = performance.now()
    const cpu = process.cpuUsage()
    const repaired = await repairRound(deps)
    const { user, system } = process.cpuUsage(cpu)
    const seconds = (ms: number) => (ms / 1000).toFixed(1)
    console.error(
      `${name}: ${articles.length} articles in ${seconds(loaded - started)} s, then repaired in ${seconds(performance.now() - loaded)} s ` +
        `(${((user + system) / 1000 / articles.length).toFixed(2)} ms CPU an article in this process): ` +
        `${repaired.relinked} copies relinked, ${repaired.merged} stories merged, ${repaired.split} split`,
    )
    const { rows } = await deps.pool.query<{ id: string; copy: number; story: number }>(
      `select x.external_id as id, coalesce(a.duplicate_of, a.id) as copy, a.story_id as story
       from articles a join article_external_ids x on x.article_id = a.id where x.source <> 'content'`,
    )
    return {
      name,
      copies: new Map(rows.map((row) => [row.id, String(row.copy)])),
      stories: new Map(rows.map((row) => [row.id, String(row.story)])),
    }
  } finally {
    for (const child of clusterers) child.kill('SIGTERM')
    await Promise.all(ended)
    await own.close(10_000)
    await deps.close()
    rmSync(home, { recursive: true, force: true })
  }
}

function rowOf(article: LabelledArticle, i: number) {
  const { id, outlet, title, body, published, lang } = article
  return rowOfLine(
    JSON.stringify({ id, outlet, title, body, published_at: published, language: lang }),
    'set.jsonl',
    i + 1,
  )
}
