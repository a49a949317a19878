import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Deps } from '../../../src/pipeline/deps.ts'
import { pollFeed } from '../../../src/pipeline/poll/poll-feed.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { leaseArticles, leaseFeeds } from '../../../src/store/sources/host-leases.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { feedAt, openForEachTest } from '../../support/scripted-newsloom.ts'
import type { Reply, ScriptedServer } from '../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

openForEachTest((opened) => {
  ;({ server, deps } = opened)
})

const item = (guid: string, path: string, title: string) =>
  `<item><guid isPermaLink="false">${guid}</guid><link>${server.url}${path}</link><title>${title}</title></item>`
const rss = (items: string, more = '') =>
  `<rss version="2.0"><channel><title>Quay News</title>${more}${items}</channel></rss>`

const one = async (text: string) => (await deps.pool.query(text)).rows[0]
const poll = (id: number, as: Partial<Deps> = {}) => pollFeed({ ...deps, ...as }, id, signal)

test('validators are sent back, a 304 changes nothing and forgets no wish of the feed', async () => {
  server.set('/feed', (headers) =>
    headers['if-none-match'] === '"a"'
      ? { status: 304 }
      : { headers: { etag: '"a"' }, body: rss(item('1', '/1', 'One'), '<ttl>120</ttl>') },
  )
  const id = await feedAt({ server, deps }, '/feed')
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
  const id = await feedAt({ server, deps }, '/feed')
  await poll(id)
  await poll(id)
  const polls = await deps.pool.query('select outcome from feed_polls order by polled_at')
  expect(polls.rows.map((row) => row.outcome)).toEqual(['new_entries', 'not_modified'])
})

test('a guid is a hint: another address under another title is another article', async () => {
  server.set('/feed', { body: rss(item('same', '/1', 'One')) })
  const id = await feedAt({ server, deps }, '/feed')
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
  const id = await feedAt({ server, deps }, '/feed')
  await poll(id)
  await deps.pool.query(`update articles set stage = 'clustered', title = 'One', version = 1`)
  server.set('/feed', { body: rss(item('1', '/1', 'One, corrected')) })
  await poll(id)
  expect(await one('select refetch_at is not null as due from articles')).toEqual({ due: true })
})

const DAY_MS = 86_400_000

/** A feed at `/old` that redirects permanently to `target`, polled now; `pollAfter` polls it some days later. */
async function redirected(target: string, reply: Reply) {
  server.set('/old', { status: 301, headers: { location: target } })
  server.set(target, reply)
  const id = await feedAt({ server, deps }, '/old')
  const start = Date.now()
  await poll(id)
  return { pollAfter: (days: number) => poll(id, { now: () => new Date(start + days * DAY_MS) }) }
}

test('a permanent redirect becomes the address after a week', async () => {
  const { pollAfter } = await redirected('/new', { body: rss(item('1', '/1', 'One')) })
  await pollAfter(6)
  expect((await one('select url from feeds')).url).toBe(`${server.url}/old`)
  await pollAfter(8)
  expect((await one('select url from feeds')).url).toBe(`${server.url}/new`)
})

test.each([
  ['a page', { body: '<!doctype html><title>Log in</title>' }],
  ['nothing', { status: 404 }],
])(
  'a permanent redirect to %s is no new address, and the old one recovers by itself',
  async (_what, target) => {
    const { pollAfter } = await redirected('/portal', target)
    await pollAfter(8)
    await pollAfter(16)
    expect(await one('select url, moved_to_url from feeds')).toEqual({
      url: `${server.url}/old`,
      moved_to_url: null,
    })
    server.set('/old', { body: rss(item('1', '/1', 'One')) })
    await pollAfter(17)
    expect(await one('select last_error_code from feeds')).toEqual({ last_error_code: null })
  },
)

test('an address that was adopted and went wrong is left for the one before', async () => {
  const { pollAfter } = await redirected('/new', { body: rss(item('1', '/1', 'One')) })
  await pollAfter(8)
  expect(await one('select url from feeds')).toEqual({ url: `${server.url}/new` })
  server.set('/new', { body: '<!doctype html><title>Log in</title>' })
  await pollAfter(9)
  expect(await one('select url, last_error_code from feeds')).toEqual({
    url: `${server.url}/new`,
    last_error_code: 'not_a_feed',
  })
  server.set('/old', { body: rss(item('1', '/1', 'One') + item('2', '/2', 'Two')) })
  await pollAfter(10)
  expect(await one('select url, last_error_code, moved_from_url from feeds')).toEqual({
    url: `${server.url}/old`,
    last_error_code: null,
    moved_from_url: null,
  })
  expect(await one('select count(*)::int as n from entries')).toEqual({ n: 2 })
})

test('a validator that the server no longer sends is no longer sent back', async () => {
  const date = 'Mon, 02 Nov 2026 08:00:00 GMT'
  server.set('/feed', { headers: { etag: '"a"' }, body: rss(item('1', '/1', 'One')) })
  const id = await feedAt({ server, deps }, '/feed')
  await poll(id)
  server.set('/feed', { headers: { 'last-modified': date }, body: rss(item('2', '/2', 'Two')) })
  await poll(id)
  await poll(id)
  const { headers } = server.asked.filter(({ path }) => path === '/feed').at(-1)!
  expect(headers['if-none-match']).toBeUndefined()
  expect(headers['if-modified-since']).toBe(date)
})

test('a feed that answers 304 whatever has come is read whole once a day', async () => {
  const whole = (items: string) => (headers: { 'if-none-match'?: string | undefined }) =>
    headers['if-none-match'] ? { status: 304 } : { headers: { etag: '"for-ever"' }, body: rss(items) }
  server.set('/feed', whole(item('1', '/1', 'One')))
  const id = await feedAt({ server, deps }, '/feed')
  const start = Date.now()
  const hour = 3_600_000
  const entries = async () => (await one('select count(*)::int as n from entries')).n
  await poll(id)
  server.set('/feed', whole(item('1', '/1', 'One') + item('2', '/2', 'Two')))
  await poll(id, { now: () => new Date(start + 20 * hour) })
  expect(await entries()).toBe(1)
  await poll(id, { now: () => new Date(start + 25 * hour) })
  expect(await entries()).toBe(2)
  await poll(id, { now: () => new Date(start + 40 * hour) })
  expect(server.asked.at(-1)!.headers['if-none-match']).toBe('"for-ever"')
})

test('guids that change at each answer make no new entries', async () => {
  const answer = (turn: number) =>
    rss([1, 2, 3].map((n) => item(`${n}-${turn}`, `/${n}`, `Story ${n}`)).join(''))
  server.set('/feed', { body: answer(0) })
  const id = await feedAt({ server, deps }, '/feed')
  for (const turn of [0, 1, 2]) {
    server.set('/feed', { body: answer(turn) })
    await poll(id)
  }
  const polls = await deps.pool.query('select entries_new from feed_polls order by polled_at')
  expect(polls.rows.map((row) => row.entries_new)).toEqual([3, 0, 0])
  expect(await one('select count(*)::int as n from entries')).toEqual({ n: 3 })
  server.set('/feed', { body: rss(item('1-9', '/1', 'Story 1, corrected') + item('4-9', '/4', 'Story 4')) })
  await poll(id)
  expect(await one(`select title from entries where url like '%/1'`)).toEqual({ title: 'Story 1, corrected' })
  expect(await one('select count(*)::int as n from entries')).toEqual({ n: 4 })
})

test('guids that change at each answer make no new entries of what leads to no article either', async () => {
  const id = await feedAt({ server, deps }, '/feed')
  for (const turn of [0, 1, 2]) {
    const titles = ['Notice', turn === 2 ? 'Another notice' : 'Second notice']
    const entries = titles.map(
      (title, n) => `<item><guid isPermaLink="false">${turn}-${n}</guid><title>${title}</title></item>`,
    )
    server.set('/feed', { body: rss(entries.join('')) })
    await poll(id)
  }
  const { rows } = await deps.pool.query('select guid, title, refused from entries order by guid')
  expect(rows).toEqual([
    { guid: '0-0', title: 'Notice', refused: 'no_link' },
    { guid: '0-1', title: 'Second notice', refused: 'no_link' },
    { guid: '2-1', title: 'Another notice', refused: 'no_link' },
  ])
})

test('a number of comments in the title makes no page be asked for again', async () => {
  server.set('/feed', { body: rss(item('1', '/1', 'Debate (3 comments)')) })
  const id = await feedAt({ server, deps }, '/feed')
  await poll(id)
  await deps.pool.query(`update articles set stage = 'clustered', title = 'Debate', version = 1`)
  server.set('/feed', { body: rss(item('1', '/1', 'Debate (19 comments)')) })
  await poll(id)
  expect(await one('select refetch_at is not null as due from articles')).toEqual({ due: false })
  expect(await one('select title from entries')).toEqual({ title: 'Debate (19 comments)' })
})

test('a feed that turns over whole within its ttl is polled faster, and is said to lose entries', async () => {
  const answer = (turn: number) =>
    rss(
      [1, 2].map((n) => item(`${turn}-${n}`, `/${turn}-${n}`, `Story ${turn} ${n}`)).join(''),
      '<ttl>1440</ttl>',
    )
  const id = await feedAt({ server, deps }, '/feed')
  server.set('/feed', { body: answer(0) })
  await poll(id)
  await deps.pool.query(`update feed_polls set polled_at = polled_at - interval '24 hours'`)
  server.set('/feed', { body: answer(1) })
  await poll(id)
  expect(await one('select poll_interval_s, poll_interval_reason from feeds')).toEqual({
    poll_interval_s: 21_600,
    poll_interval_reason: 'whole_feed_new',
  })
})

test('a page that is not there yet is asked for again while the feed lists it', async () => {
  server.set('/feed', { body: rss(item('1', '/late', 'Late') + item('2', '/gone', 'Gone')) })
  const id = await feedAt({ server, deps }, '/feed')
  await poll(id)
  const { rows } = await deps.pool.query('select id from articles order by url')
  const fetchAll = async () => {
    for (const row of rows) await runStep(deps, stages.fetch, [row.id], signal)
  }
  await fetchAll()
  const states = async () =>
    (await deps.pool.query('select stage, reason from articles order by url')).rows as unknown[]
  const waiting = { stage: 'discovered', reason: 'http_404' }
  expect(await states()).toEqual([waiting, waiting])
  expect(await one('select count(*)::int as n from hosts where backoff_until > now()')).toEqual({ n: 0 })
  server.set('/feed', { body: rss(item('1', '/late', 'Late')) })
  await poll(id)
  expect(await states()).toEqual([{ stage: 'failed', reason: 'http_404' }, waiting])
  server.set('/late', { body: '<!doctype html><title>Late</title><p>Here at last.</p>' })
  await deps.pool.query(`update articles set next_attempt_at = now() where reason = 'http_404'`)
  await fetchAll()
  expect((await states())[1]).toEqual({ stage: 'fetched', reason: null })
})

test('an answer without a body that says "accepted" is asked for again', async () => {
  server.set('/feed', { body: rss(item('1', '/gate', 'Gate')) })
  await poll(await feedAt({ server, deps }, '/feed'))
  server.set('/gate', { status: 202 })
  const { id } = await one('select id from articles')
  await runStep(deps, stages.fetch, [id], signal)
  expect(await one('select stage, reason from articles')).toEqual({ stage: 'discovered', reason: 'http_202' })
})

test('the parts of an index beyond those that are taken are counted', async () => {
  const parts = Array.from(
    { length: 23 },
    (_, i) => `<sitemap><loc>${server.url}/part-${i}.xml</loc></sitemap>`,
  )
  server.set('/index.xml', { body: `<sitemapindex>${parts.join('')}</sitemapindex>` })
  await poll(await feedAt({ server, deps }, '/index.xml'))
  expect(await one(`select left_out from feeds where url like '%index.xml'`)).toEqual({
    left_out: { entries: 0, sitemaps: 3, withoutAddress: 0 },
  })
  expect(await one(`select count(*)::int as n from feeds where url like '%part-22.xml'`)).toEqual({ n: 1 })
})

test('a date of the far future is a mistake, and no date', async () => {
  const dated = (guid: string, ms: number) =>
    item(guid, `/${guid}`, guid).replace(
      '</item>',
      `<pubDate>${new Date(Date.now() + ms).toUTCString()}</pubDate></item>`,
    )
  server.set('/feed', { body: rss(dated('ahead', 2 * 3_600_000) + dated('future', 15 * 365 * 86_400_000)) })
  await poll(await feedAt({ server, deps }, '/feed'))
  const { rows } = await deps.pool.query(
    'select guid, published_at is not null as dated from entries order by guid',
  )
  expect(rows).toEqual([
    { guid: 'ahead', dated: true },
    { guid: 'future', dated: false },
  ])
})

test('failures add up, keep the feed and make its host wait longer each time', async () => {
  server.set('/feed', { status: 503, headers: { 'retry-after': '700' } })
  const id = await feedAt({ server, deps }, '/feed')
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
  const id = await feedAt({ server, deps }, '/news.xml.gz')
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
