/**
 * Partitions come and go under load: the pipeline works on the made-up web, somebody reads for seconds at a time, and
 * every few seconds a week of each table is made and a full one dropped. Reports how long the longest statement of a
 * worker's kind waited; a stall of more than a second misses the bar.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { createPool } from '../src/adapters/db.ts'
import { dropOldPartitions, ensurePartitions } from '../src/store/partitions.ts'
import type { QueueName } from './chaos/house.ts'
import { addFeeds, openStand, openWeb } from './stand/stand.ts'

const { values } = parseArgs({
  options: {
    weeks: { type: 'string', default: '12' },
    rows: { type: 'string', default: '100000' },
    hosts: { type: 'string', default: '100' },
    rate: { type: 'string', default: '20' },
    queue: { type: 'string', default: 'postgres' },
  },
})
const weeks = Number(values.weeks)
const hosts = Number(values.hosts)
const WEEK_MS = 7 * 86_400_000
const BAR_MS = 1_000
/** Long ago, so that no partition of the run itself is meant. */
const FIRST_MONDAY = Date.UTC(2020, 0, 6)
const tables = ['documents', 'article_fingerprints', 'article_terms', 'article_profiles', 'feed_polls']

const web = await openWeb(hosts, 1_000_000, Number(values.rate))
const stand = await openStand(values.queue as QueueName)
const prober = createPool(stand.databaseUrl, { max: 3 })
try {
  await fillWeeks(stand.pool)
  await stand.startWorkers({}, { NEWSLOOM_ALLOW_PORTS: `${web.port}` })
  await addFeeds(stand.pool, web, hosts)
  await sleep(15_000)
  // Without partitions changing first: what the machine's other work does to a statement is no stall of ours.
  const quiet = await whileProbing(() => sleep(weeks * 2_000))
  const changing = await whileProbing(async () => {
    const reader = readAgainAndAgain()
    for (let week = 0; week < weeks; week++) {
      await ensurePartitions(stand.pool, new Date(Date.UTC(2040, 0, 2) + week * WEEK_MS), 1)
      for (const table of tables)
        await dropOldPartitions(stand.pool, table, new Date(FIRST_MONDAY + (week + 1) * WEEK_MS + 1))
      await sleep(1_000)
    }
    await reader()
  })
  const { rows } = await stand.pool.query<{ left: number; settled: number }>(
    `select (select count(*)::int from pg_inherits where inhrelid::regclass::text like '%\\_2020w%') as left,
            (select count(*)::int from articles where stage = 'clustered') as settled`,
  )
  const ms = (list: readonly number[], share: number) =>
    (list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0).toFixed(0)
  console.log(
    `${rows[0]!.settled} articles came through; ${weeks * tables.length - rows[0]!.left} of ${weeks * tables.length} old partitions dropped`,
  )
  for (const [name, list] of Object.entries({ 'nothing changes': quiet, 'partitions change': changing }))
    console.log(
      `${name.padEnd(18)} ${list.length} statements: median ${ms(list, 0.5)} ms, 99 % ${ms(list, 0.99)} ms, longest ${ms(list, 1)} ms`,
    )
  const stall = changing.at(-1)! - quiet.at(-1)!
  if (changing.at(-1)! > BAR_MS && stall > BAR_MS) process.exitCode = 1
} finally {
  await prober.end()
  await stand.close()
  await web.close()
}

/** A week's worth of rows in each week of each table. */
async function fillWeeks(pool: Pool): Promise<void> {
  await ensurePartitions(pool, new Date(FIRST_MONDAY), weeks)
  for (let week = 0; week < weeks; week++) {
    const day = new Date(FIRST_MONDAY + week * WEEK_MS).toISOString().slice(0, 10)
    const rows = Number(values.rows)
    await pool.query(
      `insert into article_fingerprints (hash, day, seen_on, article_id) select i * 7919, $1, $1, -i from generate_series(1, $2::int) i`,
      [day, rows],
    )
    await pool.query(
      `insert into article_terms (term, day, seen_on, article_id) select i, $1, $1, -i from generate_series(1, $2::int) i`,
      [day, rows],
    )
    await pool.query(
      `insert into feed_polls (feed_id, polled_at, outcome) select 0, $1::date + interval '1 hour', 'not_modified' from generate_series(1, $2::int) i`,
      [day, rows / 10],
    )
  }
}

/** How long statements on the partitioned tables took while `work` ran, shortest first. */
async function whileProbing(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let done = false
  const probes = [
    `select count(*) from article_fingerprints where hash = 42 and day = '2026-11-20'`,
    `insert into feed_polls (feed_id, polled_at, outcome) values (0, now(), 'not_modified')`,
    `select count(*) from documents where article_id = 1`,
  ].map(async (statement) => {
    while (!done) {
      const started = performance.now()
      await prober.query(statement)
      times.push(performance.now() - started)
      await sleep(20)
    }
  })
  await work()
  done = true
  await Promise.all(probes)
  return times.sort((a, b) => a - b)
}

/** Somebody who reads for two seconds, pauses for one, and reads again; the function given back ends it. */
function readAgainAndAgain(): () => Promise<void> {
  let done = false
  const reading = (async () => {
    const client = await stand.pool.connect()
    try {
      while (!done) {
        await client.query('begin')
        await client.query('select count(*) from article_terms where term = 42')
        await client.query('select pg_sleep(2)')
        await client.query('commit')
        await sleep(1_000)
      }
    } finally {
      client.release()
    }
  })()
  return async () => {
    done = true
    await reading
  }
}
