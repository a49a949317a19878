import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Hono } from 'hono'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { parseFeed } from '../../../src/core/feeds/parse-feed.ts'
import { apiRoutes } from '../../../src/web/api/routes.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let database: TestDatabase
let pool: Pool
let api: Hono
const nobody = { isOperator: () => false } as unknown as Parameters<typeof apiRoutes>[1]
const log = { debug() {}, info() {}, warn() {}, error() {} }
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url)
  await loadExpectedSample(pool)
  api = apiRoutes({ pool, readPool: pool, log } as unknown as Parameters<typeof apiRoutes>[0], nobody)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

interface Described {
  readonly paths: Record<
    string,
    {
      readonly get?: { readonly responses: Record<string, { content?: Record<string, { schema: object }> }> }
    }
  >
  readonly components: object
}
const ask = async (path: string, headers: Record<string, string> = {}) =>
  api.request(`http://news.example${path}`, { headers })
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely here, and held against the schema above
const json = async (path: string): Promise<any> => (await ask(path)).json()

describe('articles without a date', () => {
  it('are listed by undated=true, by when they were first seen, in pages without a gap or a double', async () => {
    const { rows } = await pool.query(
      'select article_id from news.articles where published_at is not null order by article_id limit 7',
    )
    const ids: number[] = rows.map(({ article_id }) => Number(article_id))
    const dated: number = (await json('/articles?limit=200')).data.length
    const before = await pool.query(
      'select id, published_at, first_seen_at from articles where id = any($1)',
      [ids],
    )
    // Two of them at the same moment.
    await pool.query(
      `update articles set published_at = null, first_seen_at = '2031-05-01T00:00:00Z'::timestamptz
         + make_interval(hours => (array_position($1::bigint[], id) / 2)::int) where id = any($1)`,
      [ids],
    )
    try {
      expect((await json('/articles?limit=200')).data).toHaveLength(dated - ids.length)
      const found: number[] = []
      let next: string | undefined = ''
      while (next !== undefined) {
        const page: { data: { article_id: number; published_at: null }[]; next: string | null } = await json(
          `/articles?undated=true&since=2031-05-01&limit=2${next && `&cursor=${next}`}`,
        )
        for (const { article_id, published_at } of page.data) {
          expect(published_at).toBeNull()
          found.push(Number(article_id))
        }
        next = page.next ?? undefined
      }
      expect(found).toEqual([...ids].reverse())
      expect((await json('/articles?undated=true&since=2031-05-01T03:00:00Z')).data).toHaveLength(2)
      expect((await ask('/articles?undated=yes')).status).toBe(400)
    } finally {
      for (const { id, published_at, first_seen_at } of before.rows)
        await pool.query('update articles set published_at = $2, first_seen_at = $3 where id = $1', [
          id,
          published_at,
          first_seen_at,
        ])
    }
  })
})

describe('the OpenAPI document', () => {
  it.each([
    ['/stories', '/stories?min_outlets=2&limit=3'],
    ['/stories', '/stories?since=2025-09-17&until=2025-09-18&language=de'],
    ['/stories/{id}', '/stories/2'],
    ['/articles', '/articles?outlet=harbour-gazette'],
    ['/articles/{id}', '/articles/3'],
    ['/outlets', '/outlets'],
    ['/search', '/search?q=sturgeon&language=en'],
    ['/changes', '/changes?limit=5'],
    ['/stories/{id}', '/stories/2?limit=1'],
  ])('describes what %s answers (%s)', async (path, request) => {
    const document = (await json('/openapi.json')) as Described
    const schema = document.paths[path]!.get!.responses['200']!.content!['application/json']!.schema
    const answer = await ask(request)
    expect(answer.status).toBe(200)
    const body = (await answer.json()) as { data?: unknown[] }
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    const valid = ajv.validate({ ...schema, components: closed(document.components) }, body)
    expect(ajv.errors ?? []).toEqual([])
    expect(valid).toBe(true)
    if (body.data) expect(body.data.length).toBeGreaterThan(0)
  })

  it('is OpenAPI 3.1 and has every path that answers', async () => {
    const document = (await json('/openapi.json')) as Described & { openapi: string }
    expect(document.openapi).toBe('3.1.0')
    const served = new Set(
      api.routes
        .filter(({ method, path }) => ['GET', 'POST'].includes(method) && path !== '/openapi.json')
        .map(({ path }) => path.replace(/:id\{[^}]+\}+/, '{id}')),
    )
    expect(new Set(Object.keys(document.paths))).toEqual(served)
  })
})

/** The same schema, allowing nothing that it does not name. */
function closed(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (_key, value) =>
    value && typeof value === 'object' && value.type === 'object' && value.properties
      ? { ...value, additionalProperties: false }
      : value,
  )
}

describe('lists', () => {
  it.each([
    ['/stories?limit=4', 'story_id'],
    ['/articles?limit=9', 'article_id'],
    ['/outlets?limit=3', 'outlet'],
    ['/search?q=said%20or%20dijo%20or%20sagte&limit=7', 'article_id'],
  ])('%s: page after page, each row once', async (path, key) => {
    const whole = (await json(path.replace(/limit=\d+/, 'limit=200'))).data.map(
      (row: Record<string, unknown>) => row[key],
    )
    const seen: unknown[] = []
    let next: string | null = null
    do {
      const answer = await json(`${path}${next ? `&cursor=${next}` : ''}`)
      seen.push(...answer.data.map((row: Record<string, unknown>) => row[key]))
      next = answer.next
    } while (next)
    expect(seen).toEqual(whole)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(7)
  })

  it('/stories/ID: its articles page after page, each once, copies after their original', async () => {
    const { rows } = await pool.query(
      'select story_id from news.story_articles group by story_id order by count(duplicate_of) desc, story_id limit 1',
    )
    const path = `/stories/${rows[0].story_id}`
    const whole = await json(path)
    expect(whole).toMatchObject({ next: null })
    expect(whole.articles).toHaveLength(whole.article_count)
    const seen: { article_id: number; duplicate_of: number | null }[] = []
    let next: string | null = null
    do {
      const answer = await json(`${path}?limit=2${next ? `&cursor=${next}` : ''}`)
      expect(answer.articles.length).toBeLessThanOrEqual(2)
      seen.push(...answer.articles)
      next = answer.next
    } while (next)
    expect(seen).toEqual(whole.articles)
    expect(seen.some(({ duplicate_of }) => duplicate_of !== null)).toBe(true)
    for (const [n, { duplicate_of }] of seen.entries())
      if (duplicate_of !== null)
        expect(seen.slice(0, n).some(({ article_id }) => article_id === duplicate_of)).toBe(true)
  })

  it('changes: goes on from the cursor', async () => {
    const first = await json('/changes?limit=10')
    expect(first).toMatchObject({ more: true, cursor: first.data.at(-1).cursor })
    const second = await json(`/changes?limit=1000&after=${first.cursor}`)
    expect(second.more).toBe(false)
    const { rows } = await pool.query('select count(*)::int as n from outbox')
    expect(first.data.length + second.data.length).toBe(rows[0].n)
    expect((await json(`/changes?after=${second.cursor}`)).data).toEqual([])
  })
})

describe('every answer', () => {
  it('to a GET has an ETag, and is not sent again', async () => {
    const { paths } = (await json('/openapi.json')) as Described
    const reads = Object.keys(paths).filter((path) => paths[path]!.get)
    expect(reads.length).toBeGreaterThan(8)
    for (const path of [...reads, '/openapi.json']) {
      const request = path.replace('{id}', '2').replace('/search', '/search?q=sturgeon')
      const etag = (await ask(request)).headers.get('etag')
      expect(etag, request).toMatch(/^W\/"/)
      const again = await ask(request, { 'if-none-match': etag! })
      expect([again.status, await again.text()], request).toEqual([304, ''])
    }
  })

  it.each([
    ['/stories?limit=0', 400],
    ['/stories?limit=many', 400],
    ['/stories?cursor=made-up', 400],
    ['/stories/2?cursor=made-up', 400],
    [
      `/stories/2?cursor=${Buffer.from('[1,true,"2025-02-30T00:00:00.000000Z",2]').toString('base64url')}`,
      400,
    ],
    ['/stories/2?limit=1001', 400],
    ['/articles?since=yesterday', 400],
    ['/search', 400],
    ['/search?q=x&cursor=-1', 400],
    ['/changes?after=now', 400],
    ['/changes?kinds=article.eaten', 400],
    ['/stories?limits=5', 400],
    ['/stories/2?page=2', 400],
    ['/stories/999999', 404],
    ['/articles/999999', 404],
    ['/nothing', 404],
  ])('%s is refused with %d and a reason', async (path, status) => {
    const answer = await ask(path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const { detail, ...problem } = (await answer.json()) as { detail: string; status: number }
    expect(problem).toMatchObject({ type: 'about:blank', status })
    expect(detail.length).toBeGreaterThan(5)
  })
})

describe('stories as a feed', () => {
  it.each([
    ['/stories.atom', 'application/atom+xml'],
    ['/stories.json', 'application/feed+json'],
  ])('%s is read by our own reader', async (path, type) => {
    const answer = await ask(path)
    expect(answer.headers.get('content-type')).toContain(type)
    const result = await parseFeed(await answer.text(), { url: `http://news.example${path}` })
    const { rows } = await pool.query('select count(*)::int as n from stories where outlet_count >= 2')
    expect(result).toMatchObject({ ok: true, feed: { title: 'Newsloom: stories' } })
    expect(result.ok && result.feed.items.length).toBe(rows[0].n)
  })
})
