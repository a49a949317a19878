/**
 * `npm run bench beyond -- [--short] [--articles N] [SCENARIO…]`: sends articles through the servers that a larger installation
 * has, and breaks one of them in the middle of the work. Counts what was lost, what was done twice, what `doctor` reports, and
 * the warnings in the logs. Exits with 1 when a promise was not kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createPool, endPool } from '../src/adapters/postgres/db.ts'
import { command, startWorker, type WorkerProcess } from '../tests/support/processes/worker-process.ts'
import { type Scenario, type Stage, scenarios } from './beyond/scenarios.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean' }, articles: { type: 'string' }, help: { type: 'boolean' } },
})
const ARTICLES = Number(values.articles ?? (values.short ? 120 : 2_000))
/** A run in which nothing has moved for this long has failed. */
const STILL_MS = 300_000
/** While servers start and processes wait, a machine of two cores is idle for half of the time. */
const AT_ONCE = values.short ? 2 : 1
const MOST_WARNINGS = 20

interface Result {
  readonly seconds: number
  readonly lost: number
  readonly twice: number
  readonly notClustered: number
  readonly doctor: string
  readonly warnings: readonly string[]
  readonly loaderTries: number
}

const urlOf = (n: number) => `https://outlet${n % 40}.example/${n}`

/** An invented article. No two of them have words in common. */
function article(n: number): string {
  const words = Array.from({ length: 120 }, (_, i) => `w${n.toString(36)}x${i.toString(36)}`).join(' ')
  return JSON.stringify({ url: urlOf(n), outlet: `outlet${n % 40}`, title: `Title ${n}`, body: words })
}

async function run(scenario: Scenario): Promise<Result | undefined> {
  const stage = await scenario.open()
  if (!stage) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-beyond-'))
  try {
    return await measure(stage, folder)
  } finally {
    await stage.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(stage: Stage, folder: string): Promise<Result> {
  const began = performance.now()
  const migrated = await command(['migrate'], stage.env)
  if (migrated.code !== 0) throw new Error(`migrate: ${migrated.stderr}`)
  const half = Math.floor(ARTICLES / 2)
  const files = [
    [0, half],
    [half, ARTICLES],
  ].map(([from = 0, to = 0], i) => {
    const file = join(folder, `${i}.jsonl`)
    writeFileSync(file, Array.from({ length: to - from }, (_, n) => article(from + n)).join('\n'))
    return file
  })
  const workers: WorkerProcess[] = []
  try {
    for (const stages of stage.workers) workers.push(await startWorker(stages, stage.env))
    return await through(stage, files, workers, began)
  } finally {
    for (const worker of workers) worker.kill()
  }
}

async function through(
  stage: Stage,
  files: readonly string[],
  workers: readonly WorkerProcess[],
  began: number,
): Promise<Result> {
  let loaderTries = await loadPatiently(files[0]!, stage)
  const url = stage.env.DATABASE_DIRECT_URL ?? stage.env.DATABASE_URL!
  await untilClustered(url, Math.floor(ARTICLES / 4))
  const loading = loadPatiently(files[1]!, stage)
  await stage.disturb()
  loaderTries += await loading
  await untilClustered(url, ARTICLES)
  const rows = await ask<{ url: string; stage: string }>(stage.oracleUrl, 'select url, stage from articles')
  const doctor = await command(['doctor'], stage.env)
  await Promise.all(workers.map((worker) => worker.stop()))
  const found = new Map<string, number>()
  for (const row of rows) found.set(row.url, (found.get(row.url) ?? 0) + 1)
  const expected = Array.from({ length: ARTICLES }, (_, n) => urlOf(n))
  const steps = workers.flatMap(({ done }) => [...done.values()])
  return {
    seconds: (performance.now() - began) / 1000,
    lost: expected.filter((one) => !found.has(one)).length,
    twice: [...found.values(), ...steps].filter((times) => times > 1).length,
    notClustered: rows.filter((row) => row.stage !== 'clustered').length,
    doctor:
      doctor.code === 0
        ? 'clean'
        : doctor.stdout
            .split('\n')
            .filter((line) => !/^ok/.test(line))
            .join('; '),
    warnings: workers.flatMap((worker) => worker.warnings),
    loaderTries,
  }
}

/** Loads the file, and again after each failure, as a person would. @returns how many tries it took */
async function loadPatiently(file: string, { env }: Stage): Promise<number> {
  const began = performance.now()
  for (let tries = 1; ; tries++) {
    const { code, stderr } = await command(['load', file], env)
    if (code === 0) return tries
    if (performance.now() - began > STILL_MS) throw new Error(`load: ${stderr}`)
    await sleep(500)
  }
}

async function untilClustered(databaseUrl: string, count: number): Promise<void> {
  let best = -1
  let movedMs = performance.now()
  for (;;) {
    const [row] = await ask<{ n: number }>(
      databaseUrl,
      `select count(*) as n from articles where stage = 'clustered'`,
    ).catch(() => [])
    if (row && row.n >= count) return
    if (row && row.n > best) {
      best = row.n
      movedMs = performance.now()
    }
    if (performance.now() - movedMs > STILL_MS)
      throw new Error(`nothing has moved for ${STILL_MS / 1000} s: ${best} of ${count} are clustered`)
    await sleep(200)
  }
}

async function ask<T>(databaseUrl: string, statement: string): Promise<T[]> {
  const pool = createPool(databaseUrl, { max: 1, use: 'command' })
  try {
    return (await pool.query(statement)).rows as T[]
  } finally {
    await endPool(pool)
  }
}

if (values.help) {
  for (const [name, { about }] of Object.entries(scenarios)) console.log(`${name.padEnd(24)} ${about}`)
  process.exit(0)
}
const unknown = positionals.filter((name) => !(name in scenarios))
if (unknown.length) {
  console.error(
    `no scenario is called ${unknown.join(', ')}; there are: ${Object.keys(scenarios).join(', ')}`,
  )
  process.exit(2)
}
let broken = 0
const names = positionals.length ? positionals : Object.keys(scenarios)

async function one(name: string): Promise<void> {
  const result = await run(scenarios[name]!).catch(async (error: Error) => {
    // A machine that runs ten other programs may fail to start a server. Lost or repeated work is a different error.
    if (!values.short) return error
    console.log(`again ${name}: ${error.message}`)
    return run(scenarios[name]!).catch((second: Error) => second)
  })
  if (!result) {
    console.log(`skip  ${name}: this machine does not have its servers`)
    return
  }
  if (result instanceof Error) {
    broken++
    console.log(`BROKEN ${name}: ${result.message}`)
    return
  }
  const { seconds, lost, twice, notClustered, doctor, warnings, loaderTries } = result
  const kept = !lost && !twice && !notClustered && doctor === 'clean' && warnings.length <= MOST_WARNINGS
  if (!kept) broken++
  console.log(
    `${kept ? 'ok   ' : 'BROKEN'} ${name}: ${ARTICLES} articles in ${seconds.toFixed(0)} s; lost ${lost}, twice ${twice}, not clustered ${notClustered}; doctor ${doctor}; ${warnings.length} warnings; load took ${loaderTries} calls`,
  )
  if (!kept) for (const line of warnings.slice(0, 30)) console.log(`  ${line.slice(0, 400)}`)
}

const waiting = names.values()
const began = performance.now()
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const name of waiting) await one(name)
  }),
)
console.log(`${names.length} scenarios in ${((performance.now() - began) / 1000).toFixed(0)} s`)
process.exit(broken ? 1 : 0)
