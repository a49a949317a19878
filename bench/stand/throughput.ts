import { setTimeout as sleep } from 'node:timers/promises'
import type { QueueName } from '../chaos/house.ts'
import { addFeeds, type CpuTable, openStand, openWeb, type StageProcess, type Stand } from './stand.ts'

export interface ThroughputOptions {
  readonly queue: QueueName
  readonly statements?: boolean
  readonly hosts: number
  readonly articles: number
  readonly counts?: Partial<Record<StageProcess, number>>
  readonly env?: Record<string, string>
  /** Before the workers start: fill the database. */
  readonly prepare?: (stand: Stand) => Promise<void>
  /** When all is through, before anything is closed. */
  readonly inspect?: (stand: Stand) => Promise<void>
}

export interface Throughput {
  readonly articles: number
  readonly seconds: number
  readonly articlesPerS: number
  /** Of all processes together. */
  readonly cpuMsPerArticle: number
  readonly cpuMsByProcess: CpuTable
  readonly peakMb: CpuTable
  readonly databaseBytesPerArticle: number
  readonly walBytesPerArticle: number
  /** The most that the queue held at any look. */
  readonly queuePeakBytes: number
  readonly fates: Readonly<Record<string, number>>
}

const GIVE_UP_MS = 30 * 60_000

/**
 * The whole pipeline once over a made-up web: from feeds that are due to articles in their stories. CPU counts from
 * the moment that every worker has started and is idle.
 */
export async function measureThroughput(options: ThroughputOptions): Promise<Throughput> {
  const { hosts, articles } = options
  const web = await openWeb(hosts, articles)
  const stand = await openStand(options.queue, { statements: options.statements ?? false })
  try {
    await options.prepare?.(stand)
    const already = await settledCount(stand)
    await stand.startWorkers(options.counts, { NEWSLOOM_ALLOW_PORTS: `${web.port}`, ...options.env })
    await sleep(1_500)
    const before = { cpu: stand.cpu(), bytes: await databaseBytes(stand), wal: await walBytes(stand) }
    await addFeeds(stand.pool, web, hosts)
    const started = performance.now()
    let queuePeakBytes = 0
    for (;;) {
      await sleep(500)
      queuePeakBytes = Math.max(queuePeakBytes, await stand.queueBytes())
      const settled = (await settledCount(stand)) - already
      if (process.env.BENCH_VERBOSE) console.error(settled)
      if (settled >= articles) break
      if (performance.now() - started > GIVE_UP_MS)
        throw new Error(`only ${settled} of ${articles} articles came through in half an hour`)
    }
    const seconds = (performance.now() - started) / 1000
    const after = stand.cpu()
    const cpuMsByProcess = Object.fromEntries(
      Object.entries(after).map(([name, ms]) => [name, (ms - (before.cpu[name] ?? 0)) / articles]),
    )
    const result = {
      articles,
      seconds,
      articlesPerS: articles / seconds,
      cpuMsPerArticle: Object.values(cpuMsByProcess).reduce((sum, ms) => sum + ms, 0),
      cpuMsByProcess,
      peakMb: stand.peakMb(),
      databaseBytesPerArticle: ((await databaseBytes(stand)) - before.bytes) / articles,
      walBytesPerArticle: ((await walBytes(stand)) - before.wal) / articles,
      queuePeakBytes,
      fates: await fates(stand),
    }
    await options.inspect?.(stand)
    return result
  } finally {
    await stand.close()
    await web.close()
  }
}

async function settledCount({ pool }: Stand): Promise<number> {
  // Of what the run itself brings in: what was there before has no address of the made-up web.
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::bigint as count from articles
     where stage in ('clustered', 'dropped', 'failed') and first_seen_at > now() - interval '1 hour'`,
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

async function fates({ pool }: Stand): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ fate: string; count: number }>(
    `select stage || coalesce(' (' || reason || ')', '') || case when duplicate_of is not null then ' copy' else '' end as fate,
            count(*)::bigint as count
     from articles where first_seen_at > now() - interval '1 hour' group by 1 order by 2 desc`,
  )
  return Object.fromEntries(rows.map((row) => [row.fate, row.count]))
}
