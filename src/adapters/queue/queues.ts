import { createPostgresBackend, type Job, Queue, runMigrations, Worker, type WorkerOptions } from 'bullmq'
import type pg from 'pg'
import { MAX_ATTEMPTS } from '../../core/fetching/retry.ts'
import { hostsText } from '../host-port.ts'
import { createPool, endPool } from '../postgres/db.ts'
import { defaultLimits, type SessionLimits } from '../postgres/session.ts'
import { parseRedisAddress } from '../redis/address.ts'
import { checkRedis } from '../redis/check.ts'
import { openRedis } from '../redis/connect.ts'
import {
  type JobHandler,
  type Processor,
  putBack,
  type QueueWorker,
  type RowIds,
  startWorker,
} from './worker.ts'

export interface QueueOptions {
  readonly databaseUrl: string
  /** None: the queue lives in the same Postgres. */
  readonly redisUrl?: string | undefined
  /** Apart from others on the same Redis. */
  readonly prefix?: string
  /** How many workers will run in this process: each holds one connection to listen on. */
  readonly workers?: number
  /** Only look: a queue that is opened is not even described anew. */
  readonly look?: boolean
  /** Of the sessions of a queue in Postgres. */
  readonly limits?: SessionLimits
  readonly onError?: (error: Error) => void
}

/** A job that a worker has taken and not finished. */
export interface JobInWork {
  readonly ids: readonly number[]
  /** The process that took it; undefined for one that does not sign its jobs. */
  readonly owner: number | undefined
  /** Makes an empty job of it and puts it back in line: for when its owner is gone and its rows are seen to. */
  silence(): Promise<void>
}

export interface QueueSet {
  readonly backend: 'postgres' | 'redis'
  /** Enqueues `ids`, in jobs of at most `perJob`. Call it after the commit, never before. */
  enqueue(queue: string, ids: readonly number[], perJob?: number): Promise<void>
  /** Enqueues each id apart; an id that is already in line is not added again. */
  enqueueOnce(queue: string, ids: readonly number[]): Promise<void>
  /** What is being worked on now. */
  inWork(queue: string): Promise<readonly JobInWork[]>
  /** The ids of the jobs that wait to be taken, or to be tried again; at most `jobs` jobs of each kind. */
  inLine(queue: string, jobs: number): Promise<readonly number[]>
  /** Jobs that wait to be taken. */
  waiting(queue: string): Promise<number>
  counts(queue: string): Promise<Record<string, number>>
  /** False when the queue has lost what was enqueued since the last call: emptied, or set back to an older state. */
  remembers(): Promise<boolean>
  /** Proves that the backend takes a write. @throws when it does not. */
  checkWrite(): Promise<void>
  work(
    queue: string,
    handler: JobHandler,
    options: { readonly concurrency: number; readonly name: string; readonly owner: number },
  ): QueueWorker
  /** The BullMQ queues themselves, for bull-board and metrics. */
  bullQueues(names: readonly string[]): Queue[]
  close(): Promise<void>
}

const SCHEMA = 'bullmq'
/** The queues that jobs are added to. */
const RUNG = ['poll', 'fetch', 'extract', 'cluster'] as const
/** What the last step of `migrateQueue` writes on the schema; another text when a step is added. */
const PREPARED = 'The queue: rights, counters, vacuum settings and no events as of 2026-11-22'
/** Queues of one name share a hash slot on clusters and Dragonfly; the braces are plain characters elsewhere. */
const fullName = (queue: string) => `{${queue}}`
const JOB_OPTIONS = {
  attempts: MAX_ATTEMPTS,
  backoff: { type: 'newsloom' },
  // The row is the record: a finished job is of no use, a failed one is kept a day for the operator to look at.
  removeOnComplete: true,
  removeOnFail: { age: 86_400, count: 1_000 },
  sizeLimit: 1_024,
} as const

/** Brings BullMQ's own tables up to date, on the session that holds the migration lock. */
export async function migrateQueue(client: pg.PoolClient): Promise<void> {
  // A worker with the rights of newsloom_worker finds the tables made by the owner, and may not alter them.
  const { rows } = await client.query<{ ours: boolean }>(
    `select pg_has_role(current_user, nspowner, 'usage') as ours from pg_namespace where nspname = $1`,
    [SCHEMA],
  )
  if (rows[0]?.ours === false) return
  await runMigrations(client, SCHEMA)
  // Only once: a worker that starts must not wait for a vacuum, nor make every session plan anew.
  const { rows: prepared } = await client.query(
    `select 1 from pg_namespace where nspname = $1 and obj_description(oid, 'pg_namespace') = $2`,
    [SCHEMA, PREPARED],
  )
  if (prepared.length) return
  // Each queue's counter is made by who enqueues first, which needs the owner's rights.
  for (const queue of RUNG) await client.query(`select ${SCHEMA}.next_job_id($1)`, [fullName(queue)])
  await client.query(
    `do $$ begin
       grant usage on schema ${SCHEMA} to newsloom_worker;
       grant select, insert, update, delete on all tables in schema ${SCHEMA} to newsloom_worker;
       grant usage, select on all sequences in schema ${SCHEMA} to newsloom_worker;
       grant execute on all functions in schema ${SCHEMA} to newsloom_worker;
       alter default privileges in schema ${SCHEMA} grant select, insert, update, delete on tables to newsloom_worker;
       alter default privileges in schema ${SCHEMA} grant usage, select on sequences to newsloom_worker;
       alter default privileges in schema ${SCHEMA} grant execute on functions to newsloom_worker;
     exception when undefined_object then null; -- the role was not made: see migration 0022
     end $$`,
  )
  // Dead rows are cleared away early, for a claim walks over them. Statistics matter little to who plans once, and
  // each time they are taken all sessions plan anew.
  await client.query(
    `alter table ${SCHEMA}.job set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
       autovacuum_analyze_scale_factor = 0.5, autovacuum_analyze_threshold = 5000)`,
  )
  // BullMQ writes down five events a job, for listeners that there are none of: the rows tell more.
  await client.query(
    `create or replace function ${SCHEMA}.newsloom_no_event() returns trigger language plpgsql as
       'begin return null; end'`,
  )
  await client.query(`drop trigger if exists newsloom_no_event on ${SCHEMA}.event`)
  await client.query(
    `create trigger newsloom_no_event before insert on ${SCHEMA}.event
       for each row execute function ${SCHEMA}.newsloom_no_event()`,
  )
  await client.query(`comment on schema ${SCHEMA} is '${PREPARED}'`)
}

/** Opens the queues: on Redis where `redisUrl` is set, else in Postgres. @throws when Redis may evict keys. */
export async function openQueues(options: QueueOptions): Promise<QueueSet> {
  const onError = options.onError ?? (() => {})
  const prefix = options.prefix ?? 'newsloom'
  const backend = options.redisUrl
    ? await redisBackend(options.redisUrl, prefix, onError)
    : postgresBackend(options, onError)
  const queues = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    let queue = queues.get(name)
    if (!queue) {
      queue = backend.queue(fullName(name), {
        prefix,
        defaultJobOptions: JOB_OPTIONS,
        skipMetasUpdate: options.look ?? false,
      })
      queue.on('error', onError)
      queues.set(name, queue)
      // One that could not reach its database when it was made never will: BullMQ keeps that answer.
      const opened = queue
      opened.waitUntilReady().catch(() => {
        if (queues.get(name) === opened) queues.delete(name)
        opened.close().catch(onError)
      })
    }
    return queue
  }
  return {
    backend: options.redisUrl ? 'redis' : 'postgres',
    async enqueue(name, ids, perJob = 1) {
      const jobs: { name: string; data: RowIds }[] = []
      for (let i = 0; i < ids.length; i += perJob)
        jobs.push({ name: 'rows', data: { ids: ids.slice(i, i + perJob) } })
      if (jobs.length <= backend.fewJobs)
        await Promise.all(jobs.map((job) => queueOf(name).add(job.name, job.data)))
      else for (let i = 0; i < jobs.length; i += 500) await queueOf(name).addBulk(jobs.slice(i, i + 500))
    },
    async enqueueOnce(name, ids) {
      for (let i = 0; i < ids.length; i += 500)
        await queueOf(name).addBulk(
          // deduplication, not jobId: a failed job that is kept would swallow the next job of the same id.
          ids.slice(i, i + 500).map((id) => ({
            name: 'rows',
            data: { ids: [id] },
            opts: { deduplication: { id: String(id) } },
          })),
        )
    },
    async inWork(name) {
      const queue = queueOf(name)
      return (await backend.jobsInWork(queue)).map(({ id, data, processedBy }) => ({
        ids: data.ids,
        owner: ownerOf(processedBy),
        silence: async () => {
          const job = await queue.getJob(id)
          if (!job) return
          // Whoever gets an empty job is done at once.
          await job.updateData({ ids: [] })
          await putBack(job)
        },
      }))
    },
    async inLine(name, jobs) {
      return (await backend.jobsInLine(queueOf(name), jobs)).flatMap(({ ids }) => ids)
    },
    async waiting(name) {
      const counts = await queueOf(name).getJobCounts('waiting', 'prioritized')
      return (counts.waiting ?? 0) + (counts.prioritized ?? 0)
    },
    counts: (name) => queueOf(name).getJobCounts('waiting', 'active', 'delayed', 'failed', 'prioritized'),
    remembers: () => backend.remembers(`${prefix}:beat`),
    checkWrite: backend.checkWrite,
    work: (name, handler, { concurrency, name: workerName, owner }) =>
      startWorker({
        open: (process, options) => backend.worker(fullName(name), process, { prefix, ...options }),
        queue: () => queueOf(name),
        handler,
        concurrency,
        name: signature(workerName, owner),
        onError,
      }),
    bullQueues: (names) => names.map(queueOf),
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/** BullMQ writes the worker's name on each job that it takes: so a job tells whose it is. */
const signature = (worker: string, owner: number) =>
  `${worker} ${++workersMade}${owner ? ` of ${owner}` : ''}`
let workersMade = 0

function ownerOf(processedBy: string | undefined): number | undefined {
  const owner = / of (\d+)$/.exec(processedBy ?? '')?.[1]
  return owner === undefined ? undefined : Number(owner)
}

interface TakenJob {
  readonly id: string
  readonly data: RowIds
  /** The name of the worker. */
  readonly processedBy: string | undefined
}

interface QueueSetup {
  readonly prefix: string
  readonly defaultJobOptions: object
  readonly skipMetasUpdate: boolean
}

interface Backend {
  /** Up to so many jobs are added one by one, more of them all at once. */
  readonly fewJobs: number
  jobsInWork(queue: Queue): Promise<readonly TakenJob[]>
  /** At most `jobs` of those that wait to be taken, and as many of those to be tried again. */
  jobsInLine(queue: Queue, jobs: number): Promise<readonly RowIds[]>
  queue(name: string, options: QueueSetup): Queue
  worker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>): Worker
  remembers(key: string): Promise<boolean>
  checkWrite(): Promise<void>
  close(): Promise<void>
}

function postgresBackend(options: QueueOptions, onError: (error: Error) => void): Backend {
  const limits = options.limits ?? defaultLimits
  const pool = createPool(options.databaseUrl, {
    use: 'queue',
    limits,
    // A server that is gone without a word is noticed by the client too.
    queryTimeoutMs: limits.statementMs + 5_000,
    searchPath: SCHEMA,
    // BullMQ's functions always ask the same: planned once, and by an index however old the statistics.
    planOnce: true,
    // One listening connection a worker, and a few to run the queue's statements on.
    max: (options.workers ?? 0) * 2 + 6,
    applicationName: 'newsloom-queue',
    // A command that only asks goes at once; a worker would else log in anew after every lull.
    ...(options.workers ? { idleTimeoutMs: 120_000 } : {}),
    onError,
  })
  // Each queue and worker of BullMQ listens on the pool that they share.
  pool.setMaxListeners(0)
  return {
    // All at once goes through two temporary tables: as dear as ten jobs, and the catalogue has to be cleaned of them.
    fewJobs: 10,
    // BullMQ gives the ids of jobs and then asks for each.
    async jobsInWork({ name }) {
      const { rows } = await pool.query<{ id: string; data: RowIds; processed_by: string | null }>({
        name: 'newsloom_in_work',
        text: `select id, data, processed_by from job where queue = $1 and state = 'active'`,
        values: [name],
      })
      return rows.map(({ id, data, processed_by }) => ({ id, data, processedBy: processed_by ?? undefined }))
    },
    async jobsInLine({ name }, jobs) {
      const { rows } = await pool.query<{ data: RowIds }>({
        name: 'newsloom_in_line',
        text: `(select data from job where queue = $1 and state = 'waiting' order by priority, seq limit $2)
               union all (select data from job where queue = $1 and state = 'delayed' order by process_at_ms limit $2)`,
        values: [name, jobs],
      })
      return rows.map(({ data }) => data)
    },
    queue: (name, rest) =>
      new Queue(name, { connection: pool, ...rest } as never, createPostgresBackend as never),
    worker: (name, process, rest) =>
      new Worker(
        name,
        process as never,
        { connection: pool, ...rest } as never,
        createPostgresBackend as never,
      ),
    // The same database as the rows: what it forgets, the rows forget too.
    remembers: async () => true,
    async checkWrite() {
      const client = await pool.connect()
      let broken = true
      try {
        await client.query('begin')
        await client.query(
          `insert into public.settings (key, value) values ('write_check', to_jsonb(now()))
           on conflict (key) do update set value = excluded.value`,
        )
        await client.query('rollback')
        broken = false
      } finally {
        client.release(broken)
      }
    },
    close: () => endPool(pool),
  }
}

async function redisBackend(url: string, prefix: string, onError: (error: Error) => void): Promise<Backend> {
  const address = parseRedisAddress(url)
  await checkRedis(address)
  // Producers fail fast, so that a scheduler can say that Redis is away; workers wait for ever.
  const producer = openRedis(address, 'ask')
  const consumer = openRedis(address, 'wait')
  for (const connection of [producer, consumer]) connection.on('error', onError)
  let beat: string | undefined
  try {
    await answered(producer.connect(), hostsText(address.hosts))
    await answered(consumer.connect(), hostsText(address.hosts))
  } catch (error) {
    producer.disconnect()
    consumer.disconnect()
    throw error
  }
  return {
    fewJobs: 1,
    async jobsInWork(queue) {
      const jobs: Job[] = await queue.getJobs(['active'])
      return jobs
        .filter(Boolean)
        .map(({ id, data, processedBy }) => ({ id: id!, data: data as RowIds, processedBy }))
    },
    async jobsInLine(queue, jobs) {
      const found: Job[] = await queue.getJobs(['waiting', 'delayed', 'prioritized'], 0, jobs - 1)
      return found.filter(Boolean).map(({ data }) => data as RowIds)
    },
    queue: (name, rest) => new Queue(name, { connection: producer, ...rest }),
    worker: (name, process, rest) => new Worker(name, process, { connection: consumer, ...rest }),
    async remembers(key) {
      const next = `${Date.now()} ${Math.random()}`
      const found = await producer.set(key, next, 'GET')
      const remembered = beat === undefined || found === beat
      beat = next
      return remembered
    },
    async checkWrite() {
      await producer.set(`${prefix}:write-check`, Date.now(), 'PX', 60_000)
    },
    async close() {
      await Promise.allSettled([producer.quit(), consumer.quit()])
      producer.disconnect()
      consumer.disconnect()
    },
  }
}

const ANSWER_MS = 7_000

/** A Redis that takes a connection and says nothing must not be waited for. */
async function answered(asked: Promise<unknown>, where: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis at ${where} answers nothing`)), ANSWER_MS)
  })
  await Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
