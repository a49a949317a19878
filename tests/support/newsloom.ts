import { inject } from 'vitest'
import { type Config, readConfig } from '../../src/runtime/config.ts'
import { type OpenDeps, type OpenOptions, openDeps } from '../../src/runtime/deps.ts'
import { cloneDatabase } from './database.ts'

export const backends = ['postgres', 'redis'] as const
export type BackendName = (typeof backends)[number]

/** True when this machine has no Redis, so that the Redis queue cannot be tested. */
export const redisMissing = (): boolean => inject('redisUrl') === null

export interface TestNewsloom extends OpenDeps {
  /** Environment variables with which a child process uses the same database and queue. */
  readonly env: Readonly<Record<string, string>>
}

let prefixes = 0

/** A Newsloom with its own database and the given queue backend; closing it drops the database. */
export async function openNewsloom(
  backend: BackendName = 'postgres',
  settings: Partial<Config> = {},
  options: OpenOptions = {},
): Promise<TestNewsloom> {
  const database = await cloneDatabase()
  const redisUrl = backend === 'redis' ? (inject('redisUrl') ?? undefined) : undefined
  const queuePrefix = `test-${process.pid}-${prefixes++}`
  const deps = await openDeps(
    {
      ...readConfig({}),
      logLevel: 'silent',
      databaseUrl: database.url,
      redisUrl,
      queuePrefix,
      extractThreads: 2,
      ...settings,
    },
    { workers: 8, ...options },
  )
  return {
    ...deps,
    env: {
      DATABASE_URL: database.url,
      NEWSLOOM_QUEUE_PREFIX: queuePrefix,
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    },
    async close() {
      await deps.close()
      await database.drop()
    },
  }
}
