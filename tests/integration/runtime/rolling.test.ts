import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { diagnose } from '../../../src/runtime/health/doctor.ts'
import { backends, openNewsloom, redisMissing, type TestNewsloom } from '../../support/newsloom.ts'
import { startWorker, type WorkerProcess } from '../../support/processes/worker-process.ts'

/** Several processes start, on a machine that may be busy. */
const SLOW_MS = 360_000
const EVERYTHING = ['scheduler', 'extract', 'cluster'] as const

let deps: TestNewsloom
const workers: WorkerProcess[] = []
let loaded = 0
beforeEach(() => {
  loaded = 0
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await deps.close()
})

const start = async (env: Readonly<Record<string, string>> = {}) => {
  const worker = await startWorker(EVERYTHING, { ...deps.env, ...env })
  workers.push(worker)
  return worker
}

const words = (n: number, seed: string) => Array.from({ length: n }, (_, i) => `${seed}${i}`).join(' ')

/** Loads so many more articles, each of its own text. */
async function load(count: number): Promise<void> {
  const lines = Array.from({ length: count }, () => {
    const n = loaded++
    const row = { url: `https://a.example/${n}`, title: `T${n}`, body: words(50, `w${n}x`) }
    return rowOfLine(JSON.stringify(row), 'f.jsonl', n + 1)
  })
  await loadRows(deps, lines)
}

const until = async (met: () => Promise<boolean> | boolean) => {
  while (!(await met())) await sleep(50)
}
const one = async <T>(statement: string): Promise<T> => (await deps.pool.query(statement)).rows[0]
const untilAllClustered = () =>
  until(
    async () =>
      (await one<{ n: number }>(`select count(*) as n from articles where stage = 'clustered'`)).n === loaded,
  )

/** Nothing is lost and nothing is done twice, as the database and the logs of all workers say it. */
async function expectEachDoneOnce(all: readonly WorkerProcess[]): Promise<void> {
  const { rows } = await deps.pool.query(
    `select stage, sum(count)::int as done from outcomes where outcome = 'done' and stage in ('extract', 'cluster')
     group by stage order by stage`,
  )
  expect(rows).toEqual([
    { stage: 'cluster', done: loaded },
    { stage: 'extract', done: loaded },
  ])
  const keys = all.flatMap(({ done }) => [...done].flatMap(([key, times]) => Array(times).fill(key)))
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  expect((await diagnose(deps)).filter(({ ok }) => !ok)).toEqual([])
}

describe.each(backends)('workers that are replaced one by one, on the %s queue', (backend) => {
  it(
    'old and new work side by side, the old one is drained under load, and each article is done once',
    async ({ skip }) => {
      deps = await openNewsloom(backend === 'redis' && redisMissing() ? 'postgres' : backend)
      skip(backend === 'redis' && redisMissing(), 'no redis-server')
      const old = await start()
      await load(100)
      await until(() => old.done.size >= 40)
      const next = await start()
      await load(100)
      const drained = old.stop()
      await load(60)
      expect(await drained).toBe(0)
      await untilAllClustered()
      await until(() => next.done.size > 0)
      await expectEachDoneOnce([old, next])
      // The scheduler's role went over by being handed on: once, and not by running out.
      await until(async () => (await leaseOfScheduler()).epoch === 2)
    },
    SLOW_MS,
  )
})

const leaseOfScheduler = () =>
  one<{ epoch: number; holder: number; renewed_at: Date }>(
    `select epoch, holder, renewed_at from leases where role = 'scheduler'`,
  )

/**
 * The environment in which a process has a clock that is `shift` off; undefined without faketime. The command `faketime`
 * itself would stay as a parent that keeps signals to itself.
 */
function clockOff(shift: string): Readonly<Record<string, string>> | undefined {
  const { stdout: library } = spawnSync('faketime', ['-f', shift, 'printenv', 'LD_PRELOAD'], {
    encoding: 'utf8',
  })
  if (!library?.trim()) return undefined
  const env = { LD_PRELOAD: library.trim(), FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
  const { stdout: time } = spawnSync(process.execPath, ['-p', 'Date.now()'], { encoding: 'utf8', env })
  return Math.abs(Number(time) - Date.now()) > 540_000 ? env : undefined
}

describe.each(backends)('a worker whose clock is ten minutes off, on the %s queue', (backend) => {
  it.for(['+10m', '-10m'])(
    'by %s loses no lease to another and takes none, changes no order, and each article is done once',
    { timeout: SLOW_MS },
    async (shift, { skip }) => {
      deps = await openNewsloom(backend === 'redis' && redisMissing() ? 'postgres' : backend)
      skip(backend === 'redis' && redisMissing(), 'no redis-server')
      const clock = clockOff(shift)
      skip(clock === undefined, 'no faketime')
      const before = await timesBefore()
      const lease = { NEWSLOOM_LEASE_S: '10' }
      const shifted = () => start({ ...lease, ...clock })
      // Each of them leads once while the other one waits.
      for (const [lead, spare] of [
        [shifted, () => start(lease)],
        [() => start(lease), shifted],
      ] as const) {
        const leader = await lead()
        await until(async () => (await leaseOfScheduler()) !== undefined)
        await load(60)
        const second = await spare()
        const { epoch } = await leaseOfScheduler()
        const renewals = new Set<number>()
        await until(async () => renewals.add((await leaseOfScheduler()).renewed_at.getTime()).size > 3)
        await load(60)
        await untilAllClustered()
        expect((await leaseOfScheduler()).epoch).toBe(epoch)
        await Promise.all([leader.stop(), second.stop()])
      }
      await expectEachDoneOnce(workers)
      await expectTimesOfTheServer(before)
    },
  )
})

interface TimesBefore {
  readonly startedAt: Date
  /** Rows with an earlier time, by column: the template of the database has some. */
  readonly earlier: ReadonlyMap<string, number>
}

const columns = async (): Promise<readonly { place: string; name: string; col: string }[]> =>
  (
    await deps.pool.query(
      `select table_name || '.' || column_name as place, table_name as name, column_name as col
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'`,
    )
  ).rows

/** How many rows have a time in a column that holds `condition`; columns without any are left out. */
async function rowsWhere(condition: string, values: readonly unknown[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const { place, name, col } of await columns()) {
    const { rows } = await deps.pool.query(
      `select count(*)::int as n from ${name} where isfinite(${col}) and ${condition.replaceAll('TIME', col)}`,
      [...values],
    )
    if (rows[0].n) found.set(place, rows[0].n)
  }
  return found
}

const EARLIER = `TIME < $1::timestamptz - interval '1 minute'`

async function timesBefore(): Promise<TimesBefore> {
  const { now } = await one<{ now: Date }>('select now() as now')
  return { startedAt: now, earlier: await rowsWhere(EARLIER, [now]) }
}

/** Every time that was stored is the server's, so that whatever is ordered by time keeps its order. */
async function expectTimesOfTheServer({ startedAt, earlier }: TimesBefore): Promise<void> {
  const added = [...(await rowsWhere(EARLIER, [startedAt]))].filter(
    ([place, n]) => n > (earlier.get(place) ?? 0),
  )
  expect(added).toEqual([])
  expect([...(await rowsWhere(`TIME > now() + interval '3 minutes'`, []))]).toEqual([])
}
