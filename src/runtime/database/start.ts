import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { placeOf } from '../../adapters/postgres/address.ts'
import { createPool, endPool, isDatabaseTrouble } from '../../adapters/postgres/db.ts'
import { explainConnection } from '../../adapters/postgres/explain.ts'
import { migrate, NotMigratableError } from '../../adapters/postgres/migrate.ts'
import { isTransactionPooled } from '../../adapters/postgres/pooling.ts'
import { serverFacts, whyNotUsable, whyNotWritable } from '../../adapters/postgres/requirements.ts'
import type { SessionLimits } from '../../adapters/postgres/session.ts'
import type { Log } from '../../pipeline/deps.ts'
import { packageFile } from '../package-root.ts'

/** What a process requires of the server that it checks. */
export interface ServerUse {
  readonly workers?: number
  readonly look?: boolean
  /** There is a pooler before it. */
  readonly pooledUrl?: string | undefined
}

/**
 * Checks the server in DATABASE_URL before anything is done on it.
 *
 * @throws in one sentence when Newsloom cannot run on it
 */
export async function checkServer(
  databaseUrl: string,
  limits: SessionLimits,
  { workers = 0, look = false, pooledUrl }: ServerUse,
): Promise<void> {
  const pool = createPool(databaseUrl, { max: 2, use: 'command', limits })
  try {
    const facts = await serverFacts(pool)
    const why = whyNotUsable(facts) ?? (workers || !look ? whyNotWritable(facts) : undefined)
    if (why) throw new Error(why)
    if (await isTransactionPooled(pool))
      throw new Error(
        pooledUrl === undefined
          ? 'a pooler in transaction mode stands between here and the server: locks and settings of a session would stay on connections of others; let it pool whole sessions (pool_mode = session), or name the server itself in DATABASE_DIRECT_URL'
          : 'DATABASE_DIRECT_URL leads through a pooler in transaction mode too: name the server itself in it',
      )
    if (pooledUrl !== undefined) await checkPooled(pool, databaseUrl, pooledUrl, limits)
  } finally {
    await endPool(pool)
  }
}

/**
 * Checks the server for reading, where that is a separate one. If it is unavailable this waits for it, as later queries do.
 *
 * @throws in one sentence when there is a pooler in transaction mode before it
 */
export async function checkReading(readPool: Pool): Promise<void> {
  const pooled = await isTransactionPooled(readPool).catch((error) => {
    if (isDatabaseTrouble(error)) return false
    throw error
  })
  if (pooled)
    throw new Error(
      'DATABASE_READ_URL leads through a pooler in transaction mode: name the server itself, or let the pooler keep whole sessions (pool_mode = session)',
    )
}

/**
 * Makes sure that the pooler leads to the same database as `direct`: a lock held on one connection is visible on the other.
 *
 * @throws in one sentence when it does not, or does not answer
 */
async function checkPooled(
  direct: Pool,
  directUrl: string,
  pooledUrl: string,
  limits: SessionLimits,
): Promise<void> {
  const pooled = createPool(pooledUrl, { max: 1, use: 'command', limits, shared: true })
  const holder = await direct.connect()
  const key = randomInt(1, 2 ** 31 - 1)
  try {
    await holder.query('select pg_advisory_lock($1, $2)', [POOLER_CHECK, key])
    const { rows } = await pooled.query<{ same: boolean }>(
      `select exists (
         select 1 from pg_locks where locktype = 'advisory' and granted and classid = $1 and objid = $2 and objsubid = 2
           and database = (select oid from pg_database where datname = current_database())) as same`,
      [POOLER_CHECK, key],
    )
    if (!rows[0]!.same)
      throw new Error(
        `DATABASE_URL and DATABASE_DIRECT_URL lead to different databases (${placeOf(pooledUrl)} and ${placeOf(directUrl)}): name the pooler and the server of one database`,
      )
  } catch (error) {
    if (isDatabaseTrouble(error) || /^(28|3D)/.test((error as { code?: string }).code ?? ''))
      throw new Error(`cannot reach the pooler at ${placeOf(pooledUrl)}: ${explainConnection(error)}`, {
        cause: error,
      })
    throw error
  } finally {
    // Closing the connection releases the lock.
    holder.release(true)
    await endPool(pooled)
  }
}

/** The first number of the lock; the second is chosen at random. */
const POOLER_CHECK = 724_663_072

const LOOK_MS = 1_000
const SAY_AGAIN_MS = 60_000

/**
 * Migrates the tables, on a separate connection: an index on a large table may take longer than any statement of a worker. A
 * worker whose role does not own the tables waits until their owner has migrated them; a command says so.
 */
export async function migrateOrWait(
  databaseUrl: string,
  limits: SessionLimits,
  log: Log,
  workers: number,
): Promise<void> {
  const pool = createPool(databaseUrl, { max: 2, use: 'migrate', limits })
  let saidMs = Number.NEGATIVE_INFINITY
  try {
    for (;;)
      try {
        await migrate(pool, packageFile('migrations'))
        return
      } catch (error) {
        if (!workers || !(error instanceof NotMigratableError) || error.owner === null) throw error
        if (performance.now() - saidMs > SAY_AGAIN_MS) {
          saidMs = performance.now()
          log.warn({ stage: 'database' }, `waiting until the tables are migrated: ${error.message}`)
        }
        await sleep(LOOK_MS)
      }
  } finally {
    await endPool(pool)
  }
}
