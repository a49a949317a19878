import type { Pool } from 'pg'
import { toReadFrom } from '../../adapters/postgres/address.ts'
import { createPool, endPool, type PoolOptions } from '../../adapters/postgres/db.ts'
import type { ConnectionBudget } from './connections.ts'

export interface Pools {
  readonly pool: Pool
  readonly stepPool: Pool
  readonly readPool: Pool
  readonly sessionPool: Pool
  /** All of them, each within three seconds. */
  end(): Promise<unknown>
}

/** Where the connections of a process lead. */
export interface Addresses {
  /** The server: session state lasts there. */
  readonly databaseUrl: string
  /** A pooler in transaction mode before it; statements and transactions are sent there. */
  readonly pooledUrl: string | undefined
  /** For reading only, where that is a separate server. */
  readonly readUrl: string | undefined
}

/** Creates the pools of a process; this makes no connection yet. */
export function openPools(
  { databaseUrl, pooledUrl, readUrl }: Addresses,
  options: PoolOptions,
  budget: ConnectionBudget,
  size?: number,
): Pools {
  const shared = pooledUrl !== undefined
  const url = pooledUrl ?? databaseUrl
  const pool = createPool(url, { ...options, shared, max: size ?? budget.work })
  const stepPool = createPool(url, { ...options, shared, max: size ?? budget.steps, planOnce: true })
  const readPool = readUrl ? createPool(toReadFrom(readUrl), { ...options, max: size ?? budget.work }) : pool
  const sessionPool = shared
    ? createPool(databaseUrl, {
        ...options,
        max: size ?? budget.sessions,
        applicationName: 'newsloom-session',
      })
    : pool
  return {
    pool,
    stepPool,
    readPool,
    sessionPool,
    end: () => Promise.all([...new Set([stepPool, pool, readPool, sessionPool])].map(endPool)),
  }
}
