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

/** Where the connections of a process go. */
export interface Addresses {
  /** The server: sessions last there. */
  readonly databaseUrl: string
  /** A pooler in transaction mode before it; statements and transactions go there. */
  readonly pooledUrl: string | undefined
  /** What is only read, where that is a server of its own. */
  readonly readUrl: string | undefined
}

/** Opens the pools of a process; no connection is made yet. */
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
