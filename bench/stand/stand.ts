import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'
import type pg from 'pg'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { heapEnvironment, heapFlags } from '../../src/cli/heap.mjs'
import { packageFile } from '../../src/runtime/package-root.ts'
import { openPostgres, openRedis, type QueueName } from '../chaos/servers.ts'
import { outletName } from '../generated/web-corpus.ts'
import { cpuMs, familyCpuMs, familyPeakMb, familyPrivateMb, memoryMb } from './proc.ts'

export const stageNames = ['scheduler', 'poll', 'fetch', 'extract', 'cluster', 'notify'] as const
export type StageProcess = (typeof stageNames)[number]

/** CPU milliseconds so far of every process that takes part. */
export type CpuTable = Readonly<Record<string, number>>

export interface StandOptions {
  /** Measure each statement (pg_stat_statements), which has a cost of its own. */
  readonly statements?: boolean
}

export interface Stand {
  readonly pool: pg.Pool
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  /** Starts worker processes; of each kind as many as `counts` says. Resolves when all have logged "started". */
  startWorkers(counts?: Partial<Record<StageProcess, number>>, env?: Record<string, string>): Promise<void>
  cpu(): CpuTable
  /** Peak memory of each process, in MB. */
  peakMb(): CpuTable
  /** Current memory of each process, in MB; for Postgres what its processes do not share. */
  nowMb(): CpuTable
  /** Size of the queue in bytes. */
  queueBytes(): Promise<number>
  close(): Promise<void>
}

/** Starts a Postgres, a Redis if the queue uses it, and worker processes, and measures all of them. */
export async function openStand(queue: QueueName, options: StandOptions = {}): Promise<Stand> {
  const postgres = await openPostgres()
  if (options.statements) {
    const setup = createPool(await postgres.freshDatabase(), { max: 1, onError: () => {} })
    await setup.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`)
    await setup.query(`alter system set pg_stat_statements.track_planning = on`)
    await setup.end()
    await postgres.restart('fast')
  }
  const redis = queue === 'redis' ? await openRedis() : undefined
  if (queue === 'redis' && !redis) throw new Error('no redis-server on this machine')
  const databaseUrl = await postgres.freshDatabase()
  const pool = createPool(databaseUrl, {
    max: 1,
    applicationName: 'newsloom-bench',
    idleTimeoutMs: 3_600_000,
  })
  if (options.statements) await pool.query('create extension pg_stat_statements')
  const postmaster = await postmasterOf(pool)
  if (process.env.BENCH_VERBOSE) console.error(`postmaster ${postmaster}`)
  const onlooker = (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid
  const redisPid = redis ? await redisPidOf(redis.url) : undefined
  const workers: { name: string; child: ChildProcess }[] = []

  const over = (
    read: (pid: number) => number,
    family: (pid: number) => number,
    join: (a: number, b: number) => number,
  ) => {
    const table: Record<string, number> = {}
    for (const { name, child } of workers) table[name] = join(table[name] ?? 0, read(child.pid!))
    // Without the cost of measuring.
    table['postgres server'] = join(family(postmaster), -read(onlooker))
    if (redisPid) table['redis server'] = read(redisPid)
    return table
  }
  const sum = (a: number, b: number) => a + b
  return {
    pool,
    databaseUrl,
    redisUrl: redis?.url,
    async startWorkers(counts = {}, env = {}) {
      await Promise.all(
        stageNames.flatMap((name) =>
          Array.from({ length: counts[name] ?? 1 }, async () => {
            const child = spawn(
              process.execPath,
              [...heapFlags('worker', [name]), packageFile('workers', `${name}.ts`)],
              {
                stdio: ['ignore', 'ignore', 'pipe'],
                env: {
                  PATH: process.env.PATH ?? '',
                  ...heapEnvironment('worker'),
                  ...(process.env.NODE_OPTIONS ? { NODE_OPTIONS: process.env.NODE_OPTIONS } : {}),
                  ...(process.env.PGOPTIONS ? { PGOPTIONS: process.env.PGOPTIONS } : {}),
                  DATABASE_URL: databaseUrl,
                  NEWSLOOM_ALLOW_PRIVATE: 'true',
                  NEWSLOOM_MIN_DELAY_MS: '0',
                  NEWSLOOM_LOG: 'info',
                  ...(redis ? { REDIS_URL: redis.url } : {}),
                  ...env,
                },
              },
            )
            workers.push({ name, child })
            await started(name, child)
          }),
        ),
      )
    },
    cpu: () => over((pid) => cpuMs(pid), familyCpuMs, sum),
    peakMb: () => over((pid) => memoryMb(pid).peak, familyPeakMb, Math.max),
    nowMb: () => over((pid) => memoryMb(pid).now, familyPrivateMb, sum),
    async queueBytes() {
      if (redis) return redisBytes(redis.url)
      const { rows } = await pool.query<{ bytes: number }>(
        `select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes
         from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'bullmq' and c.relkind = 'r'`,
      )
      return rows[0]!.bytes
    },
    async close() {
      await Promise.all(workers.map(({ child }) => ended(child)))
      await pool.end()
      await redis?.close()
      await postgres.close()
    },
  }
}

export interface Web {
  readonly port: number
  url(host: number): string
  close(): Promise<void>
}

/** Starts the invented web in a separate process, with all articles at once or a number of them each second. */
export async function openWeb(hosts: number, articles: number, perSecond = 0): Promise<Web> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '..', 'generated', 'web-server.ts'),
      `${hosts}`,
      `${articles}`,
      `${perSecond}`,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const port = Number(
    await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).once('line', resolve)
      child.once('exit', (code) => reject(new Error(`the web server ended with ${code}`)))
    }),
  )
  return { port, url: (host) => `http://${hostOfWeb(host)}:${port}`, close: () => ended(child) }
}

export function hostOfWeb(host: number): string {
  return `127.8.${Math.floor(host / 200)}.${1 + (host % 200)}`
}

/** Inserts one outlet and one feed, due now, for each host of the web. */
export async function addFeeds(pool: pg.Pool, web: Web, hosts: number): Promise<void> {
  const list = Array.from({ length: hosts }, (_, i) => i)
  await pool.query('insert into hosts (host) select unnest($1::text[]) on conflict do nothing', [
    list.map(hostOfWeb),
  ])
  await pool.query(
    `with made as (
       insert into outlets (slug, name, language, timezone)
       select 'bench-' || i, name, 'en', 'UTC' from unnest($1::int[], $2::text[]) as o (i, name) returning id, slug)
     insert into feeds (outlet_id, url, url_key, host)
     select made.id, f.url, f.url, f.host
     from unnest($1::int[], $3::text[], $4::text[]) as f (i, url, host) join made on made.slug = 'bench-' || f.i`,
    [list, list.map(outletName), list.map((i) => `${web.url(i)}/feed.xml`), list.map(hostOfWeb)],
  )
}

function started(name: string, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let last = ''
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (line.includes('"started"')) resolve()
      // Warnings are printed; other lines are only read so that logging has its usual cost.
      if (/"level":"(warn|error)"/.test(line) && process.env.BENCH_VERBOSE)
        console.error(name, line.slice(0, 600))
      last = line
    })
    child.once('exit', (code) => reject(new Error(`worker ${name} ended with ${code}: ${last}`)))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await gone
  clearTimeout(late)
}

async function postmasterOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
  return Number(readFileSync(join(rows[0]!.folder, 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function redisPidOf(url: string): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await redisInfo(url, 'server'))?.[1])
}

async function redisBytes(url: string): Promise<number> {
  return Number(/used_memory_dataset:(\d+)/.exec(await redisInfo(url, 'memory'))?.[1])
}

async function redisInfo(url: string, section: string): Promise<string> {
  const client = new Redis(url)
  try {
    return await client.info(section)
  } finally {
    client.disconnect()
  }
}
