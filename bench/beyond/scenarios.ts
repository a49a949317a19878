import type { Environment } from '../../tests/support/processes/worker-process.ts'
import { pgBouncerMissing, startPgBouncer } from '../../tests/support/servers/pgbouncer.ts'
import {
  type PostgresPair,
  startPostgres,
  startPostgresPair,
} from '../../tests/support/servers/postgres-pair.ts'
import { startRedis } from '../../tests/support/servers/redis.ts'
import { startCluster, startSentinels } from '../../tests/support/servers/redis-topologies.ts'
import { haproxyMissing, startHaProxy } from './haproxy.ts'

/** Running servers, and what is done to them in the middle of the work. */
export interface Stage {
  readonly env: Environment
  /** A direct address, without a pooler, of the database that runs at the end. */
  readonly oracleUrl: string
  /** The stages of each worker process. */
  readonly workers: readonly (readonly string[])[]
  /** Breaks something; the work must continue without help. */
  disturb(): Promise<void>
  stop(): Promise<void> | void
}

export interface Scenario {
  readonly about: string
  /** Starts the servers; undefined where this machine lacks a program for them. */
  open(): Promise<Stage | undefined>
}

const ALL_IN_ONE = [['scheduler', 'extract', 'cluster', 'notify']]
const nothing = async () => {}

async function failOver({ primary, standby }: PostgresPair): Promise<void> {
  primary.kill()
  await standby.ask('select pg_promote()')
}

async function failover(redisUrl: string | undefined, more: () => Promise<void>): Promise<Stage> {
  const pair = await startPostgresPair()
  return {
    env: { DATABASE_URL: pair.url, ...(redisUrl ? { REDIS_URL: redisUrl } : {}) },
    oracleUrl: pair.standby.url,
    workers: ALL_IN_ONE,
    disturb: () => failOver(pair),
    async stop() {
      pair.stop()
      await more()
    },
  }
}

async function onRedis(redis: { readonly url: string; stop(): void }, kill: () => void): Promise<Stage> {
  const postgres = await startPostgres()
  return {
    env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
    oracleUrl: postgres.url,
    workers: ALL_IN_ONE,
    async disturb() {
      kill()
    },
    stop() {
      redis.stop()
      postgres.stop()
    },
  }
}

async function pooled(mode: 'session' | 'transaction', poolSize?: number): Promise<Stage | undefined> {
  if (pgBouncerMissing()) return undefined
  const postgres = await startPostgres()
  const bouncer = await startPgBouncer(postgres.url, mode, poolSize)
  return {
    env: {
      DATABASE_URL: bouncer.url,
      ...(mode === 'transaction' ? { DATABASE_DIRECT_URL: postgres.url } : {}),
    },
    oracleUrl: postgres.url,
    workers: ALL_IN_ONE,
    disturb: nothing,
    stop() {
      bouncer.stop()
      postgres.stop()
    },
  }
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  'postgres-failover': {
    about: 'the primary killed, its synchronous standby promoted; queue in Postgres',
    open: () => failover(undefined, nothing),
  },
  'postgres-failover-redis': {
    about: 'the same with the queue on Redis',
    async open() {
      const redis = await startRedis()
      return redis && failover(redis.url, () => redis.stop())
    },
  },
  'postgres-failover-haproxy': {
    about: 'the same behind HAProxy, with the recipe of the documentation',
    async open() {
      if (haproxyMissing()) return undefined
      const pair = await startPostgresPair()
      const proxy = await startHaProxy(pair)
      return {
        env: { DATABASE_URL: proxy.url },
        oracleUrl: pair.standby.url,
        workers: ALL_IN_ONE,
        disturb: () => failOver(pair),
        stop() {
          proxy.stop()
          pair.stop()
        },
      }
    },
  },
  'redis-sentinel': {
    about: 'the primary of three Sentinels killed',
    async open() {
      const redis = await startSentinels()
      return onRedis(redis, () => redis.primary.kill())
    },
  },
  'redis-cluster': {
    about: 'a primary of a cluster of three killed',
    async open() {
      const redis = await startCluster()
      return onRedis(redis, () => redis.primaries[1]!.kill())
    },
  },
  'pgbouncer-session': {
    about: 'PgBouncer in session mode between all processes and Postgres',
    open: () => pooled('session'),
  },
  'pgbouncer-transaction': {
    about: 'PgBouncer in transaction mode, ten connections to the server, and the server itself for sessions',
    open: () => pooled('transaction', 10),
  },
  connections: {
    about: 'three workers on a server of 25 connections',
    async open() {
      const postgres = await startPostgres({ max_connections: '25' })
      return {
        env: { DATABASE_URL: postgres.url, NEWSLOOM_CONNECTIONS: '7' },
        oracleUrl: postgres.url,
        workers: [['scheduler'], ['extract'], ['cluster']],
        disturb: nothing,
        stop: () => postgres.stop(),
      }
    },
  },
}
