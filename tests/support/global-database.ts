import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { startRedis } from './servers/redis.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    redisUrl: string | null
  }
}

let stop: (() => Promise<void>) | undefined

export async function teardown(): Promise<void> {
  await stop?.()
}

/** Starts one Postgres and (where the machine has it) one Redis for a whole run; each test file clones the migrated template. */
export async function setup(project: TestProject): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-test-pg-'))
  chmodSync(home, 0o755)
  const postgres = await joinEmbedded(home)
  const pool = createPool(postgres.url)
  await migrate(pool, packageFile('migrations'))
  await pool.end()
  const redis = await startRedis()
  project.provide('databaseUrl', postgres.url)
  project.provide('redisUrl', redis?.url ?? null)
  stop = async () => {
    await redis?.stop()
    await postgres.leave()
    rmSync(home, { recursive: true, force: true })
  }
}
