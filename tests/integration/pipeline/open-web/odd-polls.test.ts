import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostOf } from '../../../../src/core/fetching/url.ts'
import { leaseArticles, leaseFeeds } from '../../../../src/store/sources/host-leases.ts'
import { type OpenWeb, openWeb, rssOf } from '../../../support/servers/open-web.ts'
import type { ScriptedServer } from '../../../support/servers/scripted-server.ts'

let web: OpenWeb
beforeAll(async () => {
  web = await openWeb(16)
})
afterAll(() => web.close())

const HOUR = 3_600_000
const lastAsked = (host: ScriptedServer, path: string) =>
  host.asked.filter((request) => request.path === path).at(-1)!.headers
const entriesOf = (feedId: number) =>
  web.rows('select url, title, refused from entries where feed_id = $1 order by url', [feedId])
const feed = async (id: number, columns: string) =>
  (await web.rows(`select ${columns} from feeds where id = $1`, [id]))[0]

describe('what a server says of its answers', () => {
  const item = (host: ScriptedServer, n: number) => ({
    title: `Story ${n}`,
    link: `${host.url}/${n}`,
    guid: `${n}`,
  })

  test('a new ETag that comes with a 304 is sent the next time', async () => {
    const host = web.host()
    host.set('/feed', (headers) =>
      headers['if-none-match']
        ? { status: 304, headers: { etag: '"second"' } }
        : { headers: { etag: '"first"' }, body: rssOf([item(host, 1)]) },
    )
    const id = await web.feedAt(`${host.url}/feed`)
    for (const tag of [undefined, '"first"', '"second"']) {
      await web.poll(id)
      expect(lastAsked(host, '/feed')['if-none-match']).toBe(tag)
    }
  })

  test('an ETag that stays although the document changes hides no entry', async () => {
    const host = web.host()
    const id = await web.feedAt(`${host.url}/feed`)
    for (const count of [1, 2, 3]) {
      const items = Array.from({ length: count }, (_, i) => item(host, i))
      host.set('/feed', { headers: { etag: '"stuck"' }, body: rssOf(items) })
      await web.poll(id)
      expect(await entriesOf(id)).toHaveLength(count)
    }
  })

  test('an ETag that comes no longer is not sent again, also after a document of the same bytes', async () => {
    const host = web.host()
    const body = rssOf([item(host, 1)])
    host.set('/feed', { headers: { etag: '"once"' }, body })
    const id = await web.feedAt(`${host.url}/feed`)
    await web.poll(id)
    host.set('/feed', { headers: { 'last-modified': 'Mon, 02 Nov 2026 08:00:00 GMT' }, body })
    await web.poll(id)
    expect(lastAsked(host, '/feed')['if-none-match']).toBe('"once"')
    await web.poll(id)
    expect(lastAsked(host, '/feed')['if-none-match']).toBeUndefined()
    expect(lastAsked(host, '/feed')['if-modified-since']).toBe('Mon, 02 Nov 2026 08:00:00 GMT')
  })

  test.each([
    [408, {}],
    [425, { 'retry-after': '5' }],
    [202, { 'x-amzn-waf-action': 'challenge' }],
  ])(
    'a feed that answers %i once is named so, keeps its address, and is read the next time',
    async (status, headers) => {
      const host = web.host()
      const id = await web.feedAt(`${host.url}/feed`)
      host.set('/feed', { status, headers })
      await web.poll(id)
      expect(await feed(id, 'active, last_error_code')).toEqual({
        active: true,
        last_error_code: `http_${status}`,
      })
      host.set('/feed', { body: rssOf([item(host, 1)]) })
      await web.poll(id)
      expect(await feed(id, 'last_error_code')).toEqual({ last_error_code: null })
      expect(await entriesOf(id)).toHaveLength(1)
    },
  )

  test('a host that asks to wait is left alone whole: its other feeds and its articles too', async () => {
    const host = web.host()
    const limited = await web.feedAt(`${host.url}/limited`)
    await web.feedAt(`${host.url}/other`)
    await web.enqueue(`${host.url}/article`)
    host.set('/limited', { status: 429, headers: { 'retry-after': '3600' } })
    await web.poll(limited)
    const [row] = await web.rows(
      'select extract(epoch from backoff_until - now())::int as s from hosts where host = $1',
      [hostOf(host.url)],
    )
    expect(row!.s).toBeGreaterThan(3_000)
    await web.rows('update hosts set leased_until = null where host = $1', [hostOf(host.url)])
    const feeds = await leaseFeeds(web.deps.pool, 1_000, 1)
    const here = await web.rows('select id from feeds where host = $1', [hostOf(host.url)])
    for (const { id } of here) expect(feeds).not.toContain(id)
    const leased = await leaseArticles(web.deps.pool, {
      lane: 'live',
      troubled: true,
      limit: 1_000,
      leaseS: 1,
    })
    expect(JSON.stringify(leased)).not.toContain(hostOf(host.url))
  })
})

describe('guids and titles', () => {
  test('guids that change at each answer leave a feed quiet', async () => {
    const host = web.host()
    const answer = (turn: number) =>
      rssOf(
        [1, 2, 3, 4, 5].map((n) => ({
          title: `Stable ${n}`,
          link: `${host.url}/${n}`,
          guid: `${turn}-${n}`,
        })),
      )
    const id = await web.feedAt(`${host.url}/feed`)
    host.set('/feed', { body: answer(0) })
    await web.poll(id)
    await web.rows(
      `update feed_polls set polled_at = polled_at - interval '30 hours' where feed_id = ${id};
       update feeds set last_new_entry_at = last_new_entry_at - interval '30 hours' where id = ${id}`,
    )
    for (const turn of [1, 2, 3]) {
      host.set('/feed', { body: answer(turn) })
      await web.poll(id)
    }
    expect(await entriesOf(id)).toHaveLength(5)
    expect(
      await feed(
        id,
        `poll_interval_reason, poll_interval_s > 900 as longer, last_new_entry_at < now() - interval '1 day' as since`,
      ),
    ).toEqual({ poll_interval_reason: 'quiet', longer: true, since: true })
  })

  test('one guid for all items, and one guid with another address and title each time, hide none', async () => {
    const host = web.host()
    const same = ['a', 'b', 'c'].map((name) => ({
      title: `Item ${name}`,
      link: `${host.url}/${name}`,
      guid: 'N/A',
    }))
    const id = await web.feedAt(`${host.url}/feed`)
    for (const day of [1, 2, 3]) {
      const column = { title: `Daily column ${day}`, link: `${host.url}/column-${day}`, guid: 'column' }
      host.set('/feed', { body: rssOf([...same, column]) })
      await web.poll(id)
    }
    expect((await entriesOf(id)).map(({ url }) => (url as string).slice(host.url.length))).toEqual([
      '/a',
      '/b',
      '/c',
      '/column-1',
      '/column-2',
      '/column-3',
    ])
  })

  test('a number of comments that grows at each answer causes no look at the pages', async () => {
    const host = web.host()
    const id = await web.feedAt(`${host.url}/feed`)
    for (const turn of [1, 2, 3, 4]) {
      const items = [1, 2, 3].map((n) => ({
        title: `Debate ${n} (${turn * n} comments)`,
        link: `${host.url}/${n}`,
        guid: `${n}`,
      }))
      host.set('/feed', { body: rssOf(items) })
      await web.poll(id)
      await web.rows(
        `update articles set stage = 'clustered', title = 'Debate', version = 1 where host = $1`,
        [hostOf(host.url)],
      )
    }
    expect(
      await web.rows(
        'select count(*)::int as n, count(refetch_at)::int as due from articles where host = $1',
        [hostOf(host.url)],
      ),
    ).toEqual([{ n: 3, due: 0 }])
  })
})

test.each([
  ['ttl', {}, '<ttl>1440</ttl>'],
  ['max-age', { 'cache-control': 'public, max-age=31536000' }, ''],
])(
  'a feed whose entries are all new at each poll, whatever its %s asks for, is polled faster',
  async (_what, headers, more) => {
    const host = web.host()
    const id = await web.feedAt(`${host.url}/feed`)
    const intervals: unknown[] = []
    for (const turn of [0, 1, 2, 3]) {
      const items = [1, 2, 3, 4, 5].map((n) => ({
        title: `Story ${turn} ${n}`,
        link: `${host.url}/${turn}-${n}`,
        guid: `${turn}-${n}`,
      }))
      host.set('/feed', { headers, body: rssOf(items, more) })
      await web.poll(id)
      intervals.push((await feed(id, 'poll_interval_s'))!.poll_interval_s)
    }
    expect(intervals).toEqual([86_400, 21_600, 5_400, 1_350])
    expect(await feed(id, 'poll_interval_reason')).toEqual({ poll_interval_reason: 'whole_feed_new' })
  },
)

test('a feed that is a log-in page for some days is asked at its own address again, and works again', async () => {
  const host = web.host()
  const whole = { body: rssOf([{ title: 'One', link: `${host.url}/1`, guid: '1' }]) }
  host.set('/feed', whole)
  host.set('/connect', { body: '<!doctype html><title>Log in</title><form>name</form>' })
  const id = await web.feedAt(`${host.url}/feed`)
  const start = Date.now()
  const at = (hours: number) => ({ now: () => new Date(start + hours * HOUR) })
  await web.poll(id)
  host.set('/feed', { status: 301, headers: { location: '/connect' } })
  for (const hours of [1, 9 * 24]) {
    await web.poll(id, at(hours))
    expect(await feed(id, 'url, last_error_code')).toEqual({
      url: `${host.url}/feed`,
      last_error_code: 'not_a_feed',
    })
  }
  host.set('/feed', whole)
  await web.poll(id, at(9 * 24 + 2))
  expect(await feed(id, 'url, last_error_code')).toEqual({ url: `${host.url}/feed`, last_error_code: null })
})
