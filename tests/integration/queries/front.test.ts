import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { type FrontFilter, frontStories } from '../../../src/queries/front.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: pg.Pool

/** Story 1 of two outlets of two countries, story 2 of one of them, story 3 before the window. */
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url, { max: 2 })
  await pool.query(`
    insert into outlets (slug, name, language, country) values ('north', 'North', 'en', 'GB'), ('ost', 'Ost', 'de', 'DE');
    insert into stories (title, language, first_published_at, last_published_at, article_count, outlet_count, independent_count)
    values ('Ferry strike ends', 'en', '2026-03-01 08:00Z', '2026-03-01 10:00Z', 2, 2, 2),
           ('Fähre fährt wieder', 'de', '2026-03-01 09:00Z', '2026-03-01 09:00Z', 1, 1, 1),
           ('Ferry strike begins', 'en', '2026-02-01 08:00Z', '2026-02-01 08:00Z', 1, 1, 1);
    insert into articles (outlet_id, url, url_key, host, stage, title, body, kind, version, published_at, story_id)
    select o, 'https://a.example/' || i, 'a.example/' || i, 'a.example', 'clustered', 'T', 'B', 'article', 1, at, story
    from (values (1, 1, timestamptz '2026-03-01 08:00Z', 1), (2, 2, '2026-03-01 10:00Z', 1),
                 (3, 2, '2026-03-01 09:00Z', 2), (4, 1, '2026-02-01 08:00Z', 3)) as a (i, o, at, story)`)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

it.each([
  ['all, the widest told first', {}, [1, 2]],
  ['a language', { language: 'de' }, [2]],
  ['an outlet', { outlet: 'ost' }, [1, 2]],
  ['an outlet and a language', { outlet: 'ost', language: 'de' }, [2]],
  ['a country', { country: 'GB' }, [1]],
  ['an outlet that is not there', { outlet: 'nobody' }, []],
  ['words of the headline', { words: 'ferry str' }, [1]],
  ['words, in an outlet', { words: 'ferry', outlet: 'north' }, [1]],
  ['words, in a country', { words: 'fähre', country: 'DE' }, [2]],
  ['signs, as they stand', { words: '%' }, []],
  ['the second page', { offset: 1 }, [2]],
] as const)('the front page of %s', async (_, asked: Partial<FrontFilter>, expected) => {
  const { stories } = await frontStories(pool, {
    from: new Date('2026-02-28T12:00:00Z'),
    until: new Date('2026-03-01T12:00:00Z'),
    language: null,
    country: null,
    outlet: null,
    words: null,
    limit: 10,
    offset: 0,
    ...asked,
  })
  expect(stories.map((story) => Number(story.story_id))).toEqual(expected)
})
