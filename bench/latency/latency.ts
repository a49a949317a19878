/**
 * `npm run bench latency -- [--articles N] [--hosts N] [--machines N] [--ms 0,1,5] [--rounds N]`: runs the whole pipeline on
 * several machines (network namespaces of this one). A relay between them and Postgres (queue included) delays each direction
 * by that many milliseconds. Shows by how much the rate falls, how much the additional round trips explain, and how large
 * batches get. Needs the right to make network namespaces (root).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { createPool, endPool } from '../../src/adapters/postgres/db.ts'
import { freePort } from '../../tests/support/servers/redis.ts'
import { openPostgres, type PostgresServer } from '../chaos/servers.ts'
import { addFeeds, hostOfWeb } from '../stand/stand.ts'
import {
  type Batches,
  ended,
  HOST,
  type Machines,
  openMachines,
  openRelay,
  type Relay,
  startStages,
  startWeb,
} from './machines.ts'

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '1000' },
    hosts: { type: 'string', default: '100' },
    machines: { type: 'string', default: '4' },
    ms: { type: 'string', default: '0,1,5' },
    rounds: { type: 'string', default: '2' },
  },
})
const ARTICLES = Number(values.articles)
const HOSTS = Number(values.hosts)
const MACHINES = Number(values.machines)
const delays = values.ms.split(',').map(Number)
const STAGES = ['scheduler', 'poll', 'fetch', 'extract', 'cluster']
const STILL_MS = 300_000

interface Run {
  readonly delayMs: number
  readonly seconds: number
  /** The median time of `select 1` on an idle connection, in milliseconds. */
  readonly tripMs: number
  readonly trips: number
  /** Articles in a transaction, by stage. */
  readonly batch: Readonly<Record<string, number>>
}

async function measure(
  delayMs: number,
  postgres: PostgresServer,
  machines: Machines,
  relay: Relay,
  port: number,
): Promise<Run> {
  const direct = await postgres.freshDatabase()
  const through = new URL(direct)
  through.host = `${HOST}:${relay.port}`
  relay.delay(delayMs)
  const tripMs = await tripOf(through.href)
  const pool = createPool(direct, { max: 2 })
  const batches: Batches = new Map()
  const env = {
    DATABASE_URL: through.href,
    NEWSLOOM_ALLOW_PRIVATE: 'true',
    NEWSLOOM_ALLOW_PORTS: String(port),
    NEWSLOOM_MIN_DELAY_MS: '0',
    NEWSLOOM_EXTRACT_THREADS: '1',
  }
  const workers = await Promise.all(machines.names.map((name) => startStages(name, STAGES, env, batches)))
  try {
    await relay.count()
    const began = performance.now()
    await addFeeds(
      pool,
      { port, url: (host) => `http://${hostOfWeb(host)}:${port}`, close: async () => {} },
      HOSTS,
    )
    await untilDone(pool)
    const seconds = (performance.now() - began) / 1000
    const batch = Object.fromEntries(
      [...batches].map(([stage, { articles, batches: count }]) => [stage, articles / count]),
    )
    return { delayMs, seconds, tripMs, trips: await relay.count(), batch }
  } finally {
    await Promise.all(workers.map(ended))
    await endPool(pool)
  }
}

async function tripOf(url: string): Promise<number> {
  const pool = createPool(url, { max: 1 })
  try {
    const times: number[] = []
    for (let i = 0; i < 41; i++) {
      const began = performance.now()
      await pool.query('select 1')
      times.push(performance.now() - began)
    }
    return median(times)
  } finally {
    await endPool(pool)
  }
}

async function untilDone(pool: pg.Pool): Promise<void> {
  let best = -1
  let movedMs = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*) as n from articles where stage in ('clustered', 'dropped', 'failed')`,
    )
    const { n } = rows[0]!
    if (n >= ARTICLES) return
    if (n > best) {
      best = n
      movedMs = performance.now()
    }
    if (performance.now() - movedMs > STILL_MS) throw new Error(`only ${n} of ${ARTICLES} came through`)
    await sleep(100)
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

const machines = openMachines(MACHINES)
if (!machines) {
  console.log('skip: this user may not make network namespaces')
  process.exit(0)
}
const postgres = await openPostgres()
const relay = await openRelay(postgres.port())
const webs = []
const runs: Run[] = []
try {
  const port = await freePort()
  for (const name of machines.names) webs.push(await startWeb(name, HOSTS, ARTICLES, port))
  // One after the other within a round, so that other work on the machine affects all of them.
  for (let round = 0; round < Number(values.rounds); round++)
    for (const delayMs of delays) {
      const run = await measure(delayMs, postgres, machines, relay, port)
      runs.push(run)
      console.log(
        `${delayMs} ms: ${run.seconds.toFixed(1)} s, ${(ARTICLES / run.seconds).toFixed(1)} articles a second, ${(run.trips / ARTICLES).toFixed(2)} round trips an article of ${run.tripMs.toFixed(2)} ms; a batch of ${Object.entries(
          run.batch,
        )
          .map(([stage, size]) => `${stage} ${size.toFixed(1)}`)
          .join(', ')}`,
      )
    }
} finally {
  for (const web of webs) await ended(web)
  relay.close()
  await postgres.close()
  machines.close()
}
const of = (delayMs: number, read: (run: Run) => number) =>
  median(runs.filter((run) => run.delayMs === delayMs).map(read))
const [least = 0, ...more] = delays
let broken = 0
for (const delayMs of more) {
  const longer = of(delayMs, ({ seconds }) => seconds) - of(least, ({ seconds }) => seconds)
  const tripMs = of(delayMs, (run) => run.tripMs) - of(least, (run) => run.tripMs)
  // As if each machine waited for one answer after the other, which is the most that round trips can cost.
  const explained = (of(delayMs, ({ trips }) => trips) * tripMs) / 1000 / MACHINES
  const kept = longer <= explained
  if (!kept) broken++
  console.log(
    `${kept ? 'ok   ' : 'BROKEN'} ${delayMs} ms: ${longer.toFixed(1)} s longer; its round trips explain ${explained.toFixed(1)} s at most`,
  )
}
process.exit(broken ? 1 : 0)
