import { setTimeout as sleep } from 'node:timers/promises'
import type { QueueName } from '../chaos/servers.ts'
import { addFeeds, type CpuTable, openStand, openWeb, type StageProcess, type Stand } from './stand.ts'

export interface ThroughputOptions {
  readonly queue: QueueName
  readonly statements?: boolean
  readonly hosts: number
  readonly articles: number
  readonly counts?: Partial<Record<StageProcess, number>>
  readonly env?: Record<string, string>
  /** Called before the workers start, to fill the database. */
  readonly prepare?: (stand: Stand) => Promise<void>
  /** Called when all articles are processed, before anything is closed. */
  readonly inspect?: (stand: Stand) => Promise<void>
}

export interface Throughput {
  readonly articles: number
  readonly seconds: number
  readonly articlesPerS: number
  /** Of all processes together, from the moment that the workers are idle: the cost of a short run, with the compilation of code. */
  readonly coldCpuMsPerArticle: number
  /** Of all processes together, once they are warm. */
  readonly cpuMsPerArticle: number
  readonly cpuMsByProcess: CpuTable
  readonly peakMb: CpuTable
  readonly databaseBytesPerArticle: number
  readonly walBytesPerArticle: number
  /** The largest size of the queue that was measured. */
  readonly queuePeakBytes: number
  readonly fates: Readonly<Record<string, number>>
}

const GIVE_UP_MS = 30 * 60_000

/**
 * Runs the whole pipeline once over an invented web: from feeds that are due to articles in their stories. CPU is measured
 * from the moment that every worker has started and is idle.
 */
export async function measureThroughput(options: ThroughputOptions): Promise<Throughput> {
  const { hosts, articles } = options
  const web = await openWeb(hosts, articles)
  const stand = await openStand(options.queue, { statements: options.statements ?? false })
  try {
    await options.prepare?.(stand)
    const last = await lastArticle(stand)
    await stand.startWorkers(options.counts, { NEWSLOOM_ALLOW_PORTS: `${web.port}`, ...options.env })
    await sleep(1_500)
    const before = { cpu: stand.cpu(), bytes: await databaseBytes(stand), wal: await walBytes(stand) }
    await addFeeds(stand.pool, web, hosts)
    const started = performance.now()
    let queuePeakBytes = 0
    const half: Partial<Record<keyof Moved, Mark>> = {}
    for (;;) {
      await sleep(500)
      queuePeakBytes = Math.max(queuePeakBytes, await stand.queueBytes())
      const settled = await settledCount(stand, last)
      const now = await movedBy(stand)
      for (const stage of movedStages)
        if (now[stage] >= articles * WARM_SHARE) half[stage] ??= { cpu: stand.cpu(), moved: now }
      if (process.env.BENCH_VERBOSE) console.error(settled)
      if (settled >= articles) break
      if (performance.now() - started > GIVE_UP_MS)
        throw new Error(`only ${settled} of ${articles} articles came through in half an hour`)
    }
    const seconds = (performance.now() - started) / 1000
    const after = stand.cpu()
    const moved = await movedBy(stand)
    const cold: Mark = { cpu: before.cpu, moved: { fetch: 0, extract: 0, cluster: 0 } }
    // The CPU of a stage divided by the articles that passed it after its warm-up; that of a server divided by their mean.
    const cpuMsByProcess = Object.fromEntries(
      Object.entries(after).map(([name, ms]) => {
        const stage = movedStages.find((one) => one === name)
        if (name === 'poll') return [name, (ms - (before.cpu[name] ?? 0)) / articles]
        const since = half[stage ?? 'extract'] ?? cold
        const passed = stage
          ? moved[stage] - since.moved[stage]
          : movedStages.reduce((all, one) => all + moved[one] - since.moved[one], 0) / movedStages.length
        return [name, (ms - (since.cpu[name] ?? 0)) / Math.max(1, passed)]
      }),
    )
    const sum = (table: CpuTable) => Object.values(table).reduce((all, ms) => all + ms, 0)
    const result = {
      articles,
      seconds,
      articlesPerS: articles / seconds,
      coldCpuMsPerArticle: (sum(after) - sum(before.cpu)) / articles,
      cpuMsPerArticle: sum(cpuMsByProcess),
      cpuMsByProcess,
      peakMb: stand.peakMb(),
      databaseBytesPerArticle: ((await databaseBytes(stand)) - before.bytes) / articles,
      walBytesPerArticle: ((await walBytes(stand)) - before.wal) / articles,
      queuePeakBytes,
      fates: await fates(stand, last),
    }
    await options.inspect?.(stand)
    return result
  } finally {
    await stand.close()
    await web.close()
  }
}

/** The articles of this run have higher ids than this one. */
async function lastArticle({ pool }: Stand): Promise<number> {
  const { rows } = await pool.query<{ id: number }>('select coalesce(max(id), 0) as id from articles')
  return rows[0]!.id
}

async function settledCount({ pool }: Stand, after: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::bigint as count from articles
     where stage in ('clustered', 'dropped', 'failed') and id > $1`,
    [after],
  )
  return rows[0]!.count
}

async function databaseBytes({ pool }: Stand): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    'select pg_database_size(current_database())::bigint as bytes',
  )
  return rows[0]!.bytes
}

async function walBytes({ pool }: Stand): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as bytes`,
  )
  return rows[0]!.bytes
}

async function fates({ pool }: Stand, after: number): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ fate: string; count: number }>(
    `select stage || coalesce(' (' || reason || ')', '') || case when duplicate_of is not null then ' copy' else '' end as fate,
            count(*)::bigint as count
     from articles where id > $1 group by 1 order by 2 desc`,
    [after],
  )
  return Object.fromEntries(rows.map((row) => [row.fate, row.count]))
}

const movedStages = ['fetch', 'extract', 'cluster'] as const
/** When this share of the articles has passed a stage, its code is compiled and the feeds are read. */
const WARM_SHARE = 0.35

type Moved = Readonly<Record<'fetch' | 'extract' | 'cluster', number>>

interface Mark {
  readonly cpu: CpuTable
  readonly moved: Moved
}

async function movedBy({ pool }: Stand): Promise<Moved> {
  const { rows } = await pool.query<{ stage: keyof Moved; count: number }>(
    `select stage, sum(count)::bigint as count from outcomes where outcome <> 'noop' group by stage`,
  )
  return {
    fetch: 0,
    extract: 0,
    cluster: 0,
    ...Object.fromEntries(rows.map((row) => [row.stage, row.count])),
  }
}
