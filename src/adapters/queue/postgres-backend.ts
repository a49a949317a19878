import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { createPool, endPool } from '../postgres/db.ts'
import { defaultLimits, type SessionLimits } from '../postgres/session.ts'
import type { Backend } from './backend.ts'
import { SCHEMA } from './names.ts'
import type { RowIds } from './worker.ts'

export interface PostgresBackendOptions {
  readonly databaseUrl: string
  /** How many workers will run in this process: each holds one connection to listen on. */
  readonly workers?: number
  readonly limits?: SessionLimits
  readonly connections?: number | undefined
}

/** BullMQ's own backend on Postgres, in the schema `bullmq`. */
export function postgresBackend(options: PostgresBackendOptions, onError: (error: Error) => void): Backend {
  const limits = options.limits ?? defaultLimits
  const pool = createPool(options.databaseUrl, {
    use: 'queue',
    limits,
    // The client also notices a server that disappears without closing its connections.
    queryTimeoutMs: limits.statementMs + 5_000,
    searchPath: SCHEMA,
    // BullMQ's functions always send the same statements: planned once, and with an index however old the statistics are.
    planOnce: true,
    // One listening connection for each worker, and a few for the queue's statements.
    max: options.connections ?? (options.workers ?? 0) * 2 + 6,
    applicationName: 'newsloom-queue',
    // A command ends soon; a worker would otherwise log in again after every pause.
    ...(options.workers ? { idleTimeoutMs: 120_000 } : {}),
    onError,
  })
  // Each queue and worker of BullMQ listens on the pool that they share.
  pool.setMaxListeners(0)
  return {
    // Adding all at once uses two temporary tables: it costs as much as ten jobs, and leaves dead rows in the system catalog.
    fewJobs: 10,
    // BullMQ returns the ids of jobs and then reads each one.
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
    // The same database as the rows: what the queue loses, the rows lose too.
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
