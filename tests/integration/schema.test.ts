import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '../../src/adapters/schema.ts'
import { openNewsloom, type TestNewsloom } from '../support/newsloom.ts'

let deps: TestNewsloom
beforeAll(async () => {
  deps = await openNewsloom()
})
afterAll(() => deps.close())

const tables = Object.entries(schema).filter(([, value]) => typeof value === 'object') as unknown as [
  string,
  PgTable,
][]

describe('drizzle and the migrated database tell the same', () => {
  it.each(tables)('%s', async (_name, table) => {
    const config = getTableConfig(table)
    const { rows } = await deps.pool.query(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null
       from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by 1`,
      [config.name],
    )
    const told = config.columns
      .map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        not_null: column.notNull || column.primary,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    expect(told).toEqual(rows)
  })
})

describe('the public contract', () => {
  it('comments on every view and column of news', async () => {
    const { rows } = await deps.pool.query(
      `select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       where c.relnamespace = 'news'::regnamespace and c.relkind in ('v', 'm')
         and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null)`,
    )
    expect(rows).toEqual([])
  })

  it('lets news_reader select in news and nothing else', async () => {
    const client = await deps.pool.connect()
    try {
      await client.query('set role news_reader')
      await expect(client.query('select * from news.stories')).resolves.toMatchObject({ rows: [] })
      for (const attempt of [
        'select * from public.articles',
        'delete from news.articles',
        'create table public.x (a int)',
        'select * from bullmq.job',
      ])
        await expect(client.query(attempt), attempt).rejects.toThrow(
          /permission denied|cannot delete from view/,
        )
    } finally {
      await client.query('reset role')
      client.release()
    }
  })
})
