import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { getTableConfig, getViewConfig, type PgColumn, PgTable, PgView } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as news from '../../../src/schema/index.ts'
import * as tables from '../../../src/schema/tables.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let deps: TestNewsloom
beforeAll(async () => {
  deps = await openNewsloom()
  await loadExpectedSample(deps.pool)
})
afterAll(() => deps.close())

const tableConfigs = Object.values(tables)
  .filter((value) => value instanceof PgTable)
  .map(getTableConfig)
const viewConfigs = Object.values(news)
  .filter((value) => value instanceof PgView)
  .map(getViewConfig)

/** Its columns as the database knows them. */
async function columnsOf(relation: string): Promise<unknown[]> {
  const { rows } = await deps.pool.query(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
            d.oid is not null or a.attidentity <> '' as has_default,
            coalesce(a.attnum = any (i.indkey), false) as in_primary_key
     from pg_attribute a
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
     where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by 1`,
    [relation],
  )
  return rows
}

async function relationsOf(schema: string, kinds: readonly string[]): Promise<string[]> {
  const { rows } = await deps.pool.query<{ relname: string }>(
    `select relname from pg_class
     where relnamespace = $1::regnamespace and relkind::text = any ($2) and not relispartition`,
    [schema, kinds],
  )
  return rows.map((row) => row.relname).sort()
}

describe('src/schema is the migrated database', () => {
  it('defines every table, each once', async () => {
    const defined = tableConfigs.map((table) => table.name).sort()
    expect(defined).toEqual(await relationsOf('public', ['r', 'p']))
  })

  it('defines every view of news, each once', async () => {
    const defined = viewConfigs.map((view) => view.name).sort()
    expect(defined).toEqual(await relationsOf('news', ['v', 'm']))
  })

  it('exports every file of its folders', () => {
    const files = (folder: string) =>
      readdirSync(join(import.meta.dirname, '../../../src/schema', folder)).length
    expect([files('tables'), files('news')]).toEqual([5, 4])
  })

  it.each(tableConfigs.map((table) => [table.name, table] as const))('table %s', async (name, table) => {
    const keys = table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name))
    const defined = table.columns
      .map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        not_null: column.notNull || keys.includes(column.name),
        has_default: column.hasDefault || column.generated !== undefined,
        in_primary_key: column.primary || keys.includes(column.name),
      }))
      .sort(byName)
    expect(defined).toEqual(await columnsOf(name))
  })

  it.each(viewConfigs.map((view) => [view.name, view] as const))('view news.%s', async (name, view) => {
    const columns = Object.values(view.selectedFields) as PgColumn[]
    const defined = columns.map((column) => ({ name: column.name, type: column.getSQLType() })).sort(byName)
    const known = (await columnsOf(`news.${name}`)) as { name: string; type: string }[]
    expect(defined).toEqual(known.map((column) => ({ name: column.name, type: column.type })))
    // The catalog does not know which columns of a view can be null: the rows of the sample do.
    const required = columns.filter((column) => column.notNull).map((column) => column.name)
    expect(required.length).toBeGreaterThan(0)
    const { rows } = await deps.pool.query(
      `select count(*) as wrong from news.${name} where num_nulls(${required.join(', ')}) > 0`,
    )
    expect(rows).toEqual([{ wrong: 0 }])
  })

  it.each([
    ['tables', tableConfigs.flatMap((table) => table.columns)],
    ['views', viewConfigs.flatMap((view) => Object.values(view.selectedFields) as PgColumn[])],
  ])('a key of a row is the name of its column: %s', (_kind, columns) => {
    const renamed = columns.filter(
      (column) => (column.table as unknown as Record<string, unknown>)[column.name] === undefined,
    )
    expect(renamed.map((column) => column.name)).toEqual([])
  })
})

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

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
      await expect(client.query('select * from news.stories')).resolves.toHaveProperty('command', 'SELECT')
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
