import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { frontStories } from '../../../src/queries/front.ts'
import {
  HIT_START,
  HIT_STOP,
  headlineWords,
  searchArticles,
  searchHeadlines,
} from '../../../src/queries/page-search.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: pg.Pool
const now = new Date('2026-03-01T12:00:00Z')

/** 1,200 articles from three years before `now` on, most of them late: every one has "harbour", fewer the other words. */
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url, { max: 2 })
  await pool.query(
    `insert into outlets (slug, name, language, country) select 'o-' || i, 'Outlet ' || i, case i when 4 then 'de' else 'en' end, 'GB' from generate_series(1, 4) i`,
  )
  await pool.query(
    `insert into articles (outlet_id, url, url_key, host, stage, title, body, language, kind, version, published_at, first_seen_at)
     select 1 + i % 4, 'https://o.example/' || i, 'o.example/' || i, 'o.example', 'clustered', 'Harbour report ' || i,
            concat_ws(' ', 'The harbour opened.', case when i % 7 = 0 then 'A ferry came.' end,
              case when i % 97 = 0 then 'An otter swam by.' end, case when i = 1190 then 'A heron stood still.' end),
            case i % 4 when 3 then 'de' else 'en' end, 'article', 1, at, at
     from (select i, timestamptz '2026-03-01 12:00Z' - make_interval(secs => 94608000 * power(i / 1200.0, 5)) as at
           from generate_series(1, 1200) i) a`,
  )
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const everything = { language: null, country: null, outlet: null, since: null, before: null, offset: 0 }

/** What must be found: the newest that match, by reading all of them. */
async function newest(where: string, most: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `select s.article_id as id from article_search s where ${where} order by s.at desc, s.article_id desc limit ${most}`,
  )
  return rows.map((row) => row.id).sort((a, b) => a - b)
}

async function matches(...values: unknown[]): Promise<number[]> {
  const { rows } = await pool.query<{ article_id: number }>(
    'select article_id from search_matches($1, $2, $3, $4, $5, $6)',
    values,
  )
  return rows.map((row) => row.article_id).sort((a, b) => a - b)
}

describe('the newest matches', () => {
  const body = (word: string) =>
    `(s.tsv @@ to_tsquery('english', '${word}') or s.tsv @@ to_tsquery('german', '${word}'))`
  const half = '2025-08-01T00:00:00Z'
  const old = '2024-01-01T00:00:00Z'
  it.each([
    ['of every article', 'harbour', null, null, null, null, body('harbour')],
    ['of some', 'ferry', null, null, null, null, body('ferry')],
    ['of few', 'otter', null, null, null, null, body('otter')],
    ['of one, three years old', 'heron', null, null, null, null, body('heron')],
    ['of none', 'walrus', null, null, null, null, 'false'],
    ['of an outlet', 'ferry', [2], null, null, null, `${body('ferry')} and outlet_id = 2`],
    ['of two outlets', 'otter', [1, 3], null, null, null, `${body('otter')} and outlet_id in (1, 3)`],
    [
      'of a language',
      'ferry',
      null,
      'de',
      null,
      null,
      `s.tsv @@ to_tsquery('german', 'ferry') and language = 'de'`,
    ],
    ['since', 'ferry', null, null, half, null, `${body('ferry')} and at >= '${half}'`],
    ['until', 'ferry', null, null, null, half, `${body('ferry')} and at < '${half}'`],
    ['between', 'harbour', null, null, old, half, `${body('harbour')} and at >= '${old}' and at < '${half}'`],
    [
      'of an outlet, between',
      'harbour',
      [4],
      null,
      old,
      half,
      `${body('harbour')} and outlet_id = 4 and at >= '${old}' and at < '${half}'`,
    ],
    ['of two words', 'ferry harbour', null, null, null, null, body('ferry')],
    ['of two words that seldom meet', 'otter ferry', null, null, null, null, body('ferry & otter')],
    [
      'of two words in an outlet, since',
      'ferry otter',
      [2],
      null,
      old,
      null,
      `${body('ferry & otter')} and outlet_id = 2 and at >= '${old}'`,
    ],
    ['of a phrase', '"an otter swam"', null, null, null, null, body('otter')],
    ['without a word', 'ferry -otter', null, null, null, null, `${body('ferry')} and not ${body('otter')}`],
  ])('%s', async (_case, terms, outlets, language, since, until, where) => {
    for (const most of [3, 50, 2_000])
      expect(await matches(terms, outlets, language, since, until, most)).toEqual(await newest(where, most))
  })
})

describe('pages of hits', () => {
  it('rank the newest hundred, and lead on to older ones until all are told', async () => {
    const told = new Set<number>()
    let before: Date | null = null
    for (let page = 0; page < 30; page++) {
      const hits = await searchArticles(pool, { ...everything, terms: 'harbour', before, limit: 100 })
      if (!hits.length) break
      expect(hits[0]!.ranked).toBeLessThanOrEqual(100)
      for (const { article_id } of hits) told.add(article_id)
      before = hits[0]!.oldest
    }
    expect(told.size).toBe(1_200)
  })
})

describe('signs of print', () => {
  beforeAll(async () => {
    await pool.query(
      `insert into articles (outlet_id, url, url_key, host, stage, title, body, language, kind, version, published_at, first_seen_at)
       values (4, 'https://o.example/q', 'o.example/q', 'o.example', 'clustered', '„Wattenstern“ läuft auf Grund',
         'Die „Wattenstern“ – so der Kapitän – liegt fest. ' || repeat('Es geschah nichts. ', 200) || 'Dann kam «Rettung» …', 'de', 'article', 1, $1, $1)`,
      [now],
    )
    await pool.query(
      `insert into stories (title, language, first_published_at, last_published_at, article_count, outlet_count, independent_count, lead_article_id)
       select title, language, published_at, published_at, 1, 1, 1, id from articles where url_key = 'o.example/q'`,
    )
  })
  it.each([
    ['wattenstern', 'Wattenstern'],
    ['„Wattenstern“', 'Wattenstern'],
    ['kapitän', 'Kapitän'],
    // Far behind what the snippet is cut from at first.
    ['rettung', 'Rettung'],
  ])('%s', async (terms, marked) => {
    const hits = await searchArticles(pool, { ...everything, terms, limit: 5 })
    expect(hits).toHaveLength(1)
    expect(hits[0]!.title).not.toContain('\x01')
    expect(`${hits[0]!.title} ${hits[0]!.snippet}`).toContain(`${HIT_START}${marked}${HIT_STOP}`)
    expect(hits[0]!.title?.replaceAll(/[\uE000\uE001]/g, '')).toBe('„Wattenstern“ läuft auf Grund')
  })
  it.each(['watten', 'Watt', 'grund wattenst', '„Wattens'])(
    'headlines by beginnings of words: %s',
    async (terms) => {
      const hits = await searchHeadlines(pool, { ...everything, terms, limit: 5 }, now)
      expect(hits.map((hit) => hit.title)).toEqual(['„Wattenstern“ läuft auf Grund'])
      const day = { from: new Date(now.getTime() - 86_400_000), until: now }
      const { stories } = await frontStories(pool, { ...everything, ...day, words: terms, limit: 5 })
      expect(stories.map((story) => story.title)).toEqual(['„Wattenstern“ läuft auf Grund'])
    },
  )
  it.each(['stern', 'zz', '!!'])('and by nothing else: %s', async (terms) => {
    expect(await searchHeadlines(pool, { ...everything, terms, limit: 5 }, now)).toEqual([])
  })
})

describe('headlineWords', () => {
  it.each([
    ['Rate cut', "'rate':* & 'cut':*"],
    ["l'Aquila 5.8", "'l':* & 'aquila':* & '5.8':*"],
    ["x' | 'y", "'x':* & 'y':*"],
    ['—', null],
    ['東京', null],
  ])('%s', (text, query) => {
    expect(headlineWords(text)).toBe(query)
  })
})
