import pg from 'pg'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import type { NewsDatabase, PgRow, ViewRow } from '../../../src/schema/rows.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let deps: TestNewsloom
beforeAll(async () => {
  deps = await openNewsloom()
  await loadExpectedSample(deps.pool)
})
afterAll(() => deps.close())

describe('row types for those who use pg or Kysely only', () => {
  it('are what pg returns: ids as text, times as dates', async () => {
    const client = new pg.Client(deps.databaseUrl)
    await client.connect()
    try {
      const { rows } = await client.query<PgRow<'stories'>>('select * from news.stories limit 1')
      const [story] = rows
      expectTypeOf(story!.story_id).toEqualTypeOf<string>()
      expectTypeOf(story!.lead_article_id).toEqualTypeOf<string | null>()
      expectTypeOf(story!.last_published_at).toEqualTypeOf<Date | null>()
      expect(story).toMatchObject({
        story_id: expect.any(String),
        outlet_count: expect.any(Number),
        last_published_at: expect.any(Date),
        top_terms: expect.any(Array),
      })
    } finally {
      await client.end()
    }
  })

  it('name each view as Kysely selects from it', async () => {
    const name = 'news.story_articles' satisfies keyof NewsDatabase
    expectTypeOf<NewsDatabase[typeof name]['article_id']>().toEqualTypeOf<string>()
    expectTypeOf<NewsDatabase['news.articles']['title']>().toEqualTypeOf<string | null>()
    expectTypeOf<ViewRow<'articles'>['article_id']>().toEqualTypeOf<number>()
    const { rows } = await deps.pool.query('select to_regclass($1) is not null as there', [name])
    expect(rows).toEqual([{ there: true }])
  })
})
