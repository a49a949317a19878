import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaDoc } from '../../../src/cli/schema-doc.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { askAsReader, recipesOf, tableOf } from '../../support/cookbook.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { runSample } from '../../support/sample-run.ts'

const recipes = recipesOf(readFileSync(packageFile('docs', 'how-to', 'cookbook.md'), 'utf8'))
let newsloom: TestNewsloom
let pool: Pool
beforeAll(async () => {
  newsloom = await openNewsloom('postgres', {}, { workers: 3 })
  pool = newsloom.pool
  await runSample(newsloom)
})
afterAll(() => newsloom.close())

describe('docs/how-to/cookbook.md', () => {
  it('answers at least the twelve questions', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(12)
  })

  it.each(recipes)('$title', async ({ statement, result }) => {
    const rows = await askAsReader(pool, statement)
    expect(rows.length).toBeGreaterThan(0)
    expect(tableOf(rows)).toBe(result)
  })
})

describe('README.md, after npm start', () => {
  const readme = readFileSync(packageFile('README.md'), 'utf8')
  const statements = [...readme.matchAll(/^```sql\n([\s\S]*?)^```/gm)]
    .flatMap(([, block]) => block!.split(/;\s*$/m))
    .map((statement) => statement.trim())
    .filter((statement) => /^\s*(?:select|with)\b/im.test(statement))
  const found = (pattern: RegExp) => [...readme.matchAll(pattern)].map(([, name]) => name!)

  it.each(statements)('%s', async (statement) => {
    expect((await askAsReader(pool, statement)).length).toBeGreaterThan(0)
  })

  it('names stories that there are', async () => {
    const ids = found(/newsloom story (\d+)/g)
    expect(ids.length).toBeGreaterThan(0)
    for (const id of ids) {
      const [row] = await askAsReader(
        pool,
        `select article_count > 0 or merged_into is not null as there from news.stories where story_id = ${id}`,
      )
      expect(row).toEqual({ there: true })
    }
  })

  it('names articles that there are', async () => {
    const urls = found(/newsloom article (https?:\S+)/g)
    expect(urls.length).toBeGreaterThan(0)
    for (const url of urls)
      expect(await askAsReader(pool, `select fate from news.fate_of('${url}')`)).toEqual([
        { fate: expect.stringMatching(/^(clustered|copy)$/) },
      ])
  })
})

describe('docs/schema.md', () => {
  it('is what the comments in the database say ("node tests/support/print-docs.ts" prints it)', async () => {
    expect(readFileSync(packageFile('docs', 'schema.md'), 'utf8')).toBe(await schemaDoc(pool))
  })

  it('has a comment for every function of news', async () => {
    const { rows } = await pool.query(
      `select proname from pg_proc p where pronamespace = 'news'::regnamespace and obj_description(p.oid, 'pg_proc') is null`,
    )
    expect(rows).toEqual([])
  })
})

describe('what is derived follows the articles', () => {
  const derived = async (id: number) =>
    (
      await pool.query(
        `select (select count(*)::int from article_search where article_id = $1) as search,
                (select count(*)::int from article_agencies where article_id = $1) as agencies,
                (select count(*)::int from article_entities where article_id = $1) as entities`,
        [id],
      )
    ).rows[0]

  it('an unmarked copy inherits the agency of its original', async () => {
    const { rows } = await pool.query(
      `update articles set agencies = '[]' where duplicate_of is not null and language = 'en' returning id`,
    )
    const { rows: agencies } = await pool.query(
      'select distinct agency, inherited from article_agencies where article_id = any($1)',
      [rows.map((row) => row.id)],
    )
    expect(agencies).toEqual([{ agency: 'Meridian Press Agency', inherited: true }])
  })

  it('a takedown takes the derived rows along', async () => {
    const { rows } = await pool.query(
      `select a.id from articles a where exists (select from article_entities e where e.article_id = a.id)
         and exists (select from article_agencies g where g.article_id = a.id) order by id limit 1`,
    )
    const { id } = rows[0]
    expect(await derived(id)).toMatchObject({ search: 1, agencies: 1 })
    await pool.query(
      `update articles set stage = 'dropped', reason = 'removed', title = null, body = null where id = $1`,
      [id],
    )
    expect(await derived(id)).toEqual({ search: 0, agencies: 0, entities: 0 })
  })

  it('days are recounted when an article moves', async () => {
    const { rows } = await pool.query(
      `update articles set published_at = '2025-01-05T12:00Z'
       where id = (select min(id) from articles where stage = 'clustered') returning outlet_id`,
    )
    await pool.query('select refresh_outlet_days(1000)')
    const { rows: days } = await pool.query(
      `select articles from outlet_days where outlet_id = $1 and day = '2025-01-05'`,
      [rows[0].outlet_id],
    )
    expect(days).toEqual([{ articles: 1 }])
  })
})
