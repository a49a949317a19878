import pg from 'pg'
import { parsePostgresAddress } from './address.ts'
import { driverError } from './driver-error.ts'
import { clientClass, confirmServer, leaveServer, ROLE_QUERY, type ServerRole } from './hosts.ts'
import { type ConnectionUse, defaultLimits, type SessionLimits, sessionStatements } from './session.ts'
import { inOwnTransactions, sharedClient } from './shared.ts'
import type { Tx } from './sql.ts'

const INT8 = 20
const DATE = 1082

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Identities stay below 2^53; the only true 64-bit numbers (hashes) are compared in SQL and never read.
    if (oid === INT8) return Number
    // A calendar day has no time zone: pg would read it as local midnight.
    if (oid === DATE) return String
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
} as pg.CustomTypesConfig

export interface PoolOptions {
  readonly max?: number
  readonly applicationName?: string
  /** What its connections are used for, which decides the limits of their sessions. Without it: `work`. */
  readonly use?: ConnectionUse
  readonly limits?: SessionLimits
  /** How long to wait for an answer before the connection counts as dead, in milliseconds. */
  readonly queryTimeoutMs?: number
  /** How long to wait for a connection, in milliseconds. */
  readonly connectTimeoutMs?: number
  /** `search_path` of every connection, `public` by default: the queue has a schema of its own. */
  readonly searchPath?: string
  /**
   * Each statement is planned once for each connection, whatever its values, and finds its rows by an index, however small a
   * table was when the plan was made: for the few statements that run all the time.
   */
  readonly planOnce?: boolean
  /** `databaseUrl` leads to a pooler in transaction mode: nothing that outlives a transaction is used. */
  readonly shared?: boolean
  /** How long a connection may be idle before it is closed; a new one plans all statements again. */
  readonly idleTimeoutMs?: number
  readonly onError?: (error: Error) => void
}

/** A server that does not answer is reported within ten seconds, including the start of the program. */
const CONNECT_TIMEOUT_MS = 8_000
/** SQLSTATE of a write on a server that only reads. */
const READ_ONLY = '25006'

/**
 * A pool on `databaseUrl`. Each connection sets its session settings and limits before its first use. When the server closes
 * an idle connection, `onError` gets the error, and the pool opens a new connection at the next request: a restart of
 * Postgres must not end a worker.
 */
export function createPool(databaseUrl: string, options: PoolOptions = {}): pg.Pool {
  const connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  const { shared = false } = options
  const statements = sessionStatements({
    use: options.use ?? 'work',
    limits: options.limits ?? defaultLimits,
    searchPath: options.searchPath,
    planOnce: options.planOnce,
    local: shared,
  })
  const { driverUrl, target } = parsePostgresAddress(databaseUrl)
  const Client = clientClass(databaseUrl)
  const asked = [shared ? '' : statements, target === 'any' ? '' : ROLE_QUERY].filter(Boolean).join('; ')
  const pool = new pg.Pool({
    connectionString: driverUrl,
    Client: shared ? sharedClient(Client, statements) : Client,
    ...(shared ? { pipeline: true } : {}),
    max: options.max ?? 10,
    keepAlive: true,
    keepAliveInitialDelayMillis: 15_000,
    idleTimeoutMillis: options.idleTimeoutMs ?? 10_000,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: options.applicationName ?? 'newsloom',
    types,
    ...(options.queryTimeoutMs ? { query_timeout: options.queryTimeoutMs } : {}),
    onConnect: async (client) => {
      if (!asked) return
      const role = await prepare(client, asked, connectTimeoutMs).catch((error) => {
        leaveServer(databaseUrl, client)
        throw error
      })
      if (target !== 'any') confirmServer(databaseUrl, client, role)
    },
  })
  // Each queue and worker that shares the pool listens to its errors.
  pool.setMaxListeners(0)
  pool.on('error', (error) => options.onError?.(error))
  // A connection that is lost while in use fails its query; without its own listener the error would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  if (shared) inOwnTransactions(pool)
  return pool
}

/**
 * Runs the session's SET statements. Does not wait for a server that accepts the login and then does not answer.
 *
 * @returns the result of the last statement
 */
async function prepare(client: pg.ClientBase, statements: string, timeoutMs: number): Promise<ServerRole> {
  try {
    // The driver has this query option, and gives several results for several statements; its types do not say so.
    const query = { text: statements, query_timeout: timeoutMs } as pg.QueryConfig
    const results: unknown = await client.query<ServerRole>(query)
    // One statement has a result, several have a list of them.
    return ([results].flat() as pg.QueryResult<ServerRole>[]).at(-1)!.rows[0]!
  } catch (error) {
    destroy(client)
    throw error
  }
}

/** Closes a connection without the closing handshake, which a silent server would never answer. */
function destroy(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } }
  connection?.stream?.destroy()
}

const END_TIMEOUT_MS = 3_000

/**
 * Ends a pool within three seconds: neither a connection that is never released nor a server that does not answer delays the
 * end of the process.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  if (pool.ending || pool.ended) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, END_TIMEOUT_MS)
  })
  await Promise.race([pool.end(), late])
  clearTimeout(timer)
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
    if ((driverError(error) as { code?: string }).code === READ_ONLY) broken = error as Error
    throw error
  } finally {
    // A connection whose rollback fails is destroyed instead of going back into the pool; so is one to a server that has
    // become read-only.
    client.release(broken)
  }
}

/** Whether the error means that the database refuses a value: its form, its length, or a violated constraint. */
export function isRefusedValue(error: unknown): boolean {
  const { code = '' } = (driverError(error) ?? {}) as { code?: string }
  return /^(22|54)/.test(code) || code === '23514'
}

/** Whether the error means that the database is unavailable for a moment, rather than that the statement is wrong. */
export function isDatabaseTrouble(error: unknown): boolean {
  const { code = '', message = '' } = (driverError(error) ?? {}) as { code?: string; message?: string }
  return (
    // Connection exceptions, serialization failures and deadlocks, resources, operator intervention, limits of the
    // session (25P03 idle in transaction, 25P04 transaction, 57014 statement, 55P03 lock), a server that only reads.
    /^(08|40|53|57P0|55P03|57014|25P0[34]|25006)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code) ||
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  )
}
