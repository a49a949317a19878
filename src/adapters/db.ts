import pg from 'pg'
import type { Tx } from './sql.ts'

const INT8 = 20
const DATE = 1082

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Identities stay below 2^53; the only true 64-bit numbers (hashes) are compared in SQL and never read.
    if (oid === INT8) return Number
    // A calendar day has no time zone: pg would make local midnight of it.
    if (oid === DATE) return String
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
} as pg.CustomTypesConfig

export interface PoolOptions {
  readonly max?: number
  readonly applicationName?: string
  readonly statementTimeoutMs?: number
  /** How long to wait for an answer before the connection counts as dead. */
  readonly queryTimeoutMs?: number
  /** `search_path` of every connection, `public` by default: the queue lives in a schema of its own. */
  readonly searchPath?: string
  /**
   * Each statement is planned once a connection, whatever its values, and finds its rows by an index, however small a
   * table was when the plan was made: for the few statements that run all the time.
   */
  readonly planOnce?: boolean
  /** How long a connection may be idle before it is closed; a new one plans everything again. */
  readonly idleTimeoutMs?: number
  readonly onError?: (error: Error) => void
}

/**
 * What our statements and the driver rely on, whatever the server, the database or the role has set instead: the driver
 * reads times in ISO form only, and days are counted in UTC.
 */
const sessionSettings: readonly string[] = [
  '-c DateStyle=ISO,YMD',
  '-c IntervalStyle=postgres',
  '-c TimeZone=UTC',
  '-c client_encoding=UTF8',
  '-c standard_conforming_strings=on',
  '-c bytea_output=hex',
  '-c extra_float_digits=1',
]

/**
 * A pool on `databaseUrl`. An idle connection that the server closes goes to `onError`, and the pool opens a new
 * one when it is next asked: a restart of Postgres must not kill a worker.
 */
export function createPool(databaseUrl: string, options: PoolOptions = {}): pg.Pool {
  const url = new URL(databaseUrl)
  const settings = [
    // The driver takes these instead of ours where the address has some; the last one of a name counts.
    url.searchParams.get('options') ?? '',
    ...sessionSettings,
    `-c search_path=${options.searchPath ?? 'public'}`,
    options.statementTimeoutMs ? `-c statement_timeout=${options.statementTimeoutMs}` : '',
    options.planOnce ? '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off' : '',
  ].filter(Boolean)
  url.searchParams.delete('options')
  const pool = new pg.Pool({
    connectionString: url.href,
    max: options.max ?? 10,
    keepAlive: true,
    idleTimeoutMillis: options.idleTimeoutMs ?? 10_000,
    connectionTimeoutMillis: 10_000,
    application_name: options.applicationName ?? 'newsloom',
    types,
    ...(options.queryTimeoutMs ? { query_timeout: options.queryTimeoutMs } : {}),
    options: settings.join(' '),
  })
  // Each queue and worker that shares the pool listens to its errors.
  pool.setMaxListeners(0)
  pool.on('error', (error) => options.onError?.(error))
  // One that is lost while in use fails its query; without a listener of its own it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const FAREWELL_MS = 5_000

/** Ends a pool; a connection that nobody gives back (a driver's slip in the midst of trouble) holds no process up. */
export async function endPool(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FAREWELL_MS)
  })
  await Promise.race([pool.end(), late])
  clearTimeout(timer)
}

/**
 * For a connection whose end says something (a lock that it holds): where the machine behind it vanishes without a word,
 * the server notices within half a minute, instead of two hours.
 */
export async function noticeSilence(client: pg.PoolClient): Promise<void> {
  await client.query(
    'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
  )
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function transaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    try {
      await client.query('rollback')
    } catch (rollbackError) {
      broken = rollbackError as Error
    }
    throw error
  } finally {
    // A connection that cannot even roll back is thrown away instead of going back into the pool.
    client.release(broken)
  }
}

/** Whether the error means that the database is away for a moment, rather than that the statement is wrong. */
export function isDatabaseTrouble(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  return (
    // Connection exceptions, serialisation failures and deadlocks, resources, operator intervention.
    /^(08|40|53|57P0|55P03)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code) ||
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  )
}
