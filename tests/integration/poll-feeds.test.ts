import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hostOf, urlKey } from '../../src/core/fetching/url.ts'
import type { Deps } from '../../src/pipeline/deps.ts'
import { pollFeed } from '../../src/pipeline/poll/poll-feed.ts'
import { ensureHosts } from '../../src/store/articles/articles.ts'
import { addFeed } from '../../src/store/sources/feeds.ts'
import { leaseArticles, leaseFeeds } from '../../src/store/sources/hosts.ts'
import { openNewsloom, type TestNewsloom } from '../support/newsloom.ts'
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

beforeEach(async () => {
  server = await startScriptedServer()
  deps = await openNewsloom('postgres', { allowPrivate: true, allowPorts: [server.port], minDelayMs: 0 })
})
afterEach(async () => {
  await deps.close()
  await server.close()
})

const item = (guid: string, path: string, title: string) =>
  `<item><guid isPermaLink="false">${guid}</guid><link>${server.url}${path}</link><title>${title}</title></item>`
const rss = (items: string, more = '') =>
  `<rss version="2.0"><channel><title>Quay News</title>${more}${items}</channel></rss>`

async function feedAt(path: string): Promise<number> {
  const url = server.url + path
  await ensureHosts(deps.pool, [hostOf(url)!])
  const { id } = await addFeed(deps.pool, {
    url,
    urlKey: urlKey(url)!,
    host: hostOf(url)!,
    kind: 'feed',
    outletId: null,
    title: null,
    active: true,
  })
  return id
}
const one = async (text: string) => (await deps.pool.query(text)).rows[0]
const poll = (id: number, as: Partial<Deps> = {}) => pollFeed({ ...deps, ...as }, id, signal)

test('validators are sent back, a 304 changes nothing and forgets no wish of the feed', async () => {
  server.set('/feed', (headers) =>
    headers['if-none-match'] === '"a"'
      ? { status: 304 }
      : { headers: { etag: '"a"' }, body: rss(item('1', '/1', 'One'), '<ttl>120</ttl>') },
  )
  const id = await feedAt('/feed')
  await poll(id)
  await poll(id)
  expect(await one('select last_error_code, poll_interval_s, poll_interval_reason from feeds')).toEqual({
    last_error_code: null,
    poll_interval_s: 7200,
    poll_interval_reason: 'ttl',
  })
  const polls = await deps.pool.query('select outcome from feed_polls order by polled_at')
  expect(polls.rows.map((row) => row.outcome)).toEqual(['new_entries', 'not_modified'])
})

test('the same bytes without validators are not read again', async () => {
  server.set('/feed', { body: rss(item('1', '/1', 'One')) })
  const id = await feedAt('/feed')
  await poll(id)
  await poll(id)
  const polls = await deps.pool.query('select outcome from feed_polls order by polled_at')
  expect(polls.rows.map((row) => row.outcome)).toEqual(['new_entries', 'not_modified'])
})

test('a guid is a hint: another address under another title is another article', async () => {
  server.set('/feed', { body: rss(item('same', '/1', 'One')) })
  const id = await feedAt('/feed')
  await poll(id)
  server.set('/feed', { body: rss(item('same', '/2', 'Two')) })
  await poll(id)
  await poll(id)
  server.set('/feed', { body: rss(item('x', '/3', 'Three') + item('x', '/4', 'Four')) })
  await poll(id)
  expect(await one('select count(*)::int as n from articles')).toEqual({ n: 4 })
})

test('a retitled entry has its page looked at again', async () => {
  server.set('/feed', { body: rss(item('1', '/1', 'One')) })
  const id = await feedAt('/feed')
  await poll(id)
  await deps.pool.query(`update articles set stage = 'clustered', title = 'One', version = 1`)
  server.set('/feed', { body: rss(item('1', '/1', 'One, corrected')) })
  await poll(id)
  expect(await one('select refetch_at is not null as due from articles')).toEqual({ due: true })
})

test('a permanent redirect becomes the address after a week', async () => {
  server.set('/old', { status: 301, headers: { location: '/new' } })
  server.set('/new', { body: rss(item('1', '/1', 'One')) })
  const id = await feedAt('/old')
  const day = 86_400_000
  const start = Date.now()
  await poll(id)
  await poll(id, { now: () => new Date(start + 6 * day) })
  expect((await one('select url from feeds')).url).toBe(`${server.url}/old`)
  await poll(id, { now: () => new Date(start + 8 * day) })
  expect((await one('select url from feeds')).url).toBe(`${server.url}/new`)
})

test.each([
  ['a page', { body: '<!doctype html><title>Log in</title>' }],
  ['nothing', { status: 404 }],
])(
  'a permanent redirect to %s is no new address, and the old one recovers by itself',
  async (_what, target) => {
    server.set('/old', { status: 301, headers: { location: '/portal' } })
    server.set('/portal', target)
    const id = await feedAt('/old')
    const day = 86_400_000
    const start = Date.now()
    await poll(id)
    await poll(id, { now: () => new Date(start + 8 * day) })
    await poll(id, { now: () => new Date(start + 16 * day) })
    expect(await one('select url, moved_to_url from feeds')).toEqual({
      url: `${server.url}/old`,
      moved_to_url: null,
    })
    server.set('/old', { body: rss(item('1', '/1', 'One')) })
    await poll(id, { now: () => new Date(start + 17 * day) })
    expect(await one('select last_error_code from feeds')).toEqual({ last_error_code: null })
  },
)

test('failures add up, keep the feed and make its host wait longer each time', async () => {
  server.set('/feed', { status: 503, headers: { 'retry-after': '700' } })
  const id = await feedAt('/feed')
  await poll(id)
  await poll(id)
  const host = await one(
    'select backoff_count, extract(epoch from backoff_until - now())::int as wait_s, backoff_reason from hosts',
  )
  expect(host).toMatchObject({ backoff_count: 2, backoff_reason: 'http_503' })
  expect(host.wait_s).toBeGreaterThan(650)
  expect(await one('select active, failure_score, last_error_code from feeds')).toEqual({
    active: true,
    failure_score: 1,
    last_error_code: 'http_503',
  })
})

test('a gzipped sitemap file is read, and a robots.txt that forbids it obeyed', async () => {
  const sitemap = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>${server.url}/story</loc></url></urlset>`
  server.set('/news.xml.gz', {
    headers: { 'content-type': 'application/octet-stream' },
    body: gzipSync(sitemap),
  })
  const id = await feedAt('/news.xml.gz')
  await poll(id)
  expect(await one('select url from articles')).toEqual({ url: `${server.url}/story` })
  await deps.pool.query(
    `update hosts set robots_status = 200, robots_txt = E'User-agent: *\\nDisallow: /', robots_fetched_at = now()`,
  )
  await poll(id)
  expect(await one('select last_error_code from feeds')).toEqual({ last_error_code: 'robots_disallowed' })
})

test('five thousand feeds of one host starve neither the other hosts nor its own news', async () => {
  await deps.pool.query(
    `insert into hosts (host) select unnest(array['many.example', 'few.example']);
     insert into feeds (url, url_key, host) select 'https://many.example/' || n, 'many.example/' || n, 'many.example' from generate_series(1, 5000) n;
     insert into feeds (url, url_key, host) values ('https://few.example/f', 'few.example/f', 'few.example');
     insert into articles (url, url_key, host) values ('https://many.example/a', 'many.example/a', 'many.example')`,
  )
  expect(await leaseFeeds(deps.pool, 200, 60)).toHaveLength(2)
  await deps.pool.query('update hosts set leased_until = null')
  const article = { lane: 'live', troubled: false, limit: 10, leaseS: 60 } as const
  expect(await leaseFeeds(deps.pool, 200, 60)).toHaveLength(0)
  expect(await leaseArticles(deps.pool, article)).toHaveLength(1)
})
