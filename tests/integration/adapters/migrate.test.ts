import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { migrate } from '../../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

const folder = packageFile('migrations')
const files = readdirSync(folder).sort()

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** All objects of the database, and what stands in the table of migrations. */
async function contents(): Promise<unknown> {
  const { rows } = await pool.query(
    `select (select jsonb_agg(c.oid::regclass::text || c.relkind::text || c.relnatts order by c.oid) from pg_class c
             where c.relnamespace in ('public'::regnamespace, 'news'::regnamespace)) as objects,
            (select jsonb_agg(m order by m.name) from newsloom_migrations m) as migrations`,
  )
  return rows[0]
}

describe('migrations', () => {
  it('are applied once', async () => {
    const before = await contents()
    expect(await migrate(pool, folder)).toEqual({ applied: [], known: files })
    expect(await contents()).toEqual(before)
  })

  it('define each object once', () => {
    const sql = files.map((file) => readFileSync(packageFile('migrations', file), 'utf8')).join('\n')
    const names = [
      ...sql.matchAll(
        /^(?:create (?:or replace )?(?:unique )?(table|view|function|index|trigger)|comment on (column)) ([\w.]+)/gm,
      ),
    ].map(([, kind, column, name]) => `${kind ?? column} ${name}`)
    expect(names.length).toBeGreaterThan(300)
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('leave the database of an earlier development version as it is, and say what to do', async () => {
    await pool.query(`update newsloom_migrations set sha256 = $1 where name = '0001_tables.sql'`, [
      createHash('sha256').update('create table events ();').digest('hex'),
    ])
    await pool.query(`delete from newsloom_migrations where name = '0004_roles.sql'`)
    const before = await contents()
    for (const dryRun of [true, false])
      await expect(migrate(pool, folder, { dryRun })).rejects.toThrow(
        'this database was made by a development version of Newsloom with other migrations (0001_tables.sql differs): use a new one (another DATABASE_URL, or another NEWSLOOM_HOME) and load the data again; nothing in this one was changed',
      )
    expect(await contents()).toEqual(before)
  })
})
