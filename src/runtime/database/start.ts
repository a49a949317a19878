import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, endPool } from '../../adapters/postgres/db.ts'
import { migrate, NotMigratableError } from '../../adapters/postgres/migrate.ts'
import { isTransactionPooled } from '../../adapters/postgres/pooling.ts'
import { serverFacts, whyNotUsable, whyNotWritable } from '../../adapters/postgres/requirements.ts'
import type { SessionLimits } from '../../adapters/postgres/session.ts'
import type { Log } from '../../pipeline/deps.ts'
import { packageFile } from '../package-root.ts'

/**
 * Looks at a server that DATABASE_URL names before anything is done on it.
 *
 * @throws in one sentence when Newsloom cannot run on it
 */
export async function checkServer(
  databaseUrl: string,
  limits: SessionLimits,
  { workers = 0, look = false }: { readonly workers?: number; readonly look?: boolean },
): Promise<void> {
  const pool = createPool(databaseUrl, { max: 2, use: 'command', limits })
  try {
    const facts = await serverFacts(pool)
    const why = whyNotUsable(facts) ?? (workers || !look ? whyNotWritable(facts) : undefined)
    if (why) throw new Error(why)
    if (await isTransactionPooled(pool))
      throw new Error(
        'a pooler in transaction mode stands between here and the server: locks and settings of a session would stay on connections of others; let it pool whole sessions (pool_mode = session), or name the server itself in DATABASE_DIRECT_URL',
      )
  } finally {
    await endPool(pool)
  }
}

const LOOK_MS = 1_000
const SAY_AGAIN_MS = 60_000

/**
 * Brings the tables up to date, on a connection of its own: an index on a large table may take longer than any statement of
 * a worker. A worker whose role does not own the tables waits until their owner has migrated them; a command says so.
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
