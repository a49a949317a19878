import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { statusOf } from '../../../src/queries/overview.ts'
import { readConfig } from '../../../src/runtime/config.ts'
import { openDeps } from '../../../src/runtime/deps.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: ReturnType<typeof createPool>
beforeEach(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url, { max: 1 })
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

/** Opens the database as a command does that only looks; gives what it said. */
async function look(): Promise<string[]> {
  const said: string[] = []
  const deps = await openDeps(
    { ...readConfig({}), databaseUrl: database.url, logLevel: 'silent' },
    { look: true, migrate: true, say: (sentence) => said.push(sentence) },
  )
  try {
    await statusOf(deps.pool)
    for (const queue of ['poll', 'fetch', 'extract', 'cluster']) await deps.queues.counts(queue)
  } finally {
    await deps.close()
  }
  return said
}
/** Every row of every table, counted, and what was migrated. */
const everything = async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'bullmq') and c.relkind in ('r', 'S') order by 1`,
  )
  const counts = []
  for (const { name } of rows)
    counts.push([name, (await pool.query(`select count(*) from ${name}`)).rows[0].count])
  return counts
}

describe('a command that only looks', () => {
  it('names the database that it asked, without a password, and changes nothing in it', async () => {
    const before = await everything()
    const said = await look()
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(new URL(database.url).pathname)
    expect(said[0]).not.toContain(new URL(database.url).password)
    expect(await everything()).toEqual(before)
  })

  it('says what is pending in an older database, and does not apply it', async () => {
    await pool.query(
      `delete from newsloom_migrations where name = (select max(name) from newsloom_migrations)`,
    )
    const before = await everything()
    expect((await look())[1]).toMatch(/older than this program: \d{4}_\w+\.sql pending/)
    expect(await everything()).toEqual(before)
  })

  it('says that a database is newer than the program', async () => {
    await pool.query(`insert into newsloom_migrations (name, sha256) values ('9999_future.sql', '')`)
    expect((await look())[1]).toContain('newer than this program (9999_future.sql)')
  })

  it('refuses a database that holds no Newsloom, and makes none in it', async () => {
    await pool.query('drop schema public cascade; create schema public; drop schema news cascade')
    await expect(look()).rejects.toThrow('holds no Newsloom yet')
    expect((await pool.query(`select to_regclass('public.articles') as made`)).rows).toEqual([{ made: null }])
  })
})
