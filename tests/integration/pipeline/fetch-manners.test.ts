import { expect, test } from 'vitest'
import { pollFeed } from '../../../src/pipeline/poll/poll-feed.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { leaseArticles } from '../../../src/store/sources/host-leases.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { feedAt, openForEachTest } from '../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

openForEachTest((opened) => {
  ;({ server, deps } = opened)
})

const page = '<!doctype html><html><title>A page</title><p>Some text of it.</p></html>'

async function fetchOf(path: string) {
  const { articleIds } = await enqueueUrls(deps, [server.url + path])
  await runStep(deps, stages.fetch, articleIds, signal)
  const { rows } = await deps.pool.query('select stage, reason from articles where id = $1', [articleIds[0]])
  return rows[0]
}

test.each([
  ['a page', {}, { stage: 'fetched', reason: null }],
  ['not modified to one who has nothing', { status: 304 }, { stage: 'failed', reason: 'bad_response' }],
  ['gone', { status: 410 }, { stage: 'failed', reason: 'http_410' }],
  ['a picture', { headers: { 'content-type': 'image/png' } }, { stage: 'failed', reason: 'not_html' }],
  ['sent home', { status: 302, headers: { location: '/' } }, { stage: 'dropped', reason: 'soft_404' }],
  [
    'too busy',
    { status: 429, headers: { 'retry-after': '90' } },
    { stage: 'discovered', reason: 'http_429' },
  ],
  ['in a loop', { status: 302, headers: { location: '/a' } }, { stage: 'failed', reason: 'redirect_loop' }],
])('an article that is %s', async (_what, reply, fate) => {
  server.set('/', { body: page })
  server.set('/a', { body: page, ...reply })
  expect(await fetchOf('/a')).toEqual(fate)
})

test.each([
  [{ status: 503 }, { stage: 'discovered', reason: 'robots_unreachable' }],
  [{ status: 403 }, { stage: 'fetched', reason: null }],
  [{ body: 'User-agent: *\nDisallow: /a' }, { stage: 'dropped', reason: 'robots_disallowed' }],
  [
    { body: `User-agent: *\nDisallow: /a\n${'# filler\n'.repeat(400_000)}` },
    { stage: 'dropped', reason: 'robots_disallowed' },
  ],
])('robots.txt %#', async (robots, fate) => {
  server.set('/robots.txt', robots)
  server.set('/a', { body: page })
  expect(await fetchOf('/a')).toEqual(fate)
})

test('a back-off outlives the process and grows with the troubles of the host', async () => {
  server.set('/a', { status: 503 })
  server.set('/b', { status: 503 })
  await fetchOf('/a')
  await fetchOf('/b')
  const { rows } = await deps.pool.query(
    'select backoff_count, extract(epoch from backoff_until - now()) > 40 as longer from hosts',
  )
  expect(rows).toEqual([{ backoff_count: 2, longer: true }])
  const lease = { lane: 'live', limit: 9, leaseS: 9 } as const
  expect(await leaseArticles(deps.pool, { ...lease, troubled: true })).toEqual([])
  expect(await leaseArticles(deps.pool, { ...lease, troubled: false })).toEqual([])
})

test('a page that all articles redirect to swallows none of them', async () => {
  server.set('/consent', { body: page })
  for (const path of ['/a', '/b']) server.set(path, { status: 302, headers: { location: '/consent' } })
  expect(await fetchOf('/a')).toEqual({ stage: 'fetched', reason: null })
  expect(await fetchOf('/b')).toEqual({ stage: 'fetched', reason: null })
})

test('a redirect to a known article is that article', async () => {
  server.set('/a', { body: page })
  server.set('/short', { status: 301, headers: { location: '/a' } })
  await fetchOf('/a')
  expect(await fetchOf('/short')).toEqual({ stage: 'dropped', reason: 'same_as_known' })
})

test.each([
  [
    'forbids it',
    { body: 'User-agent: *\nDisallow: /a' },
    { stage: 'dropped', reason: 'robots_disallowed' },
    [],
  ],
  ['allows it', { body: 'User-agent: *\nDisallow: /b' }, { stage: 'fetched', reason: null }, ['/a']],
  ['is in trouble', { status: 503 }, { stage: 'discovered', reason: 'robots_unreachable' }, []],
])('a redirect to another host whose robots.txt %s', async (_what, robots, fate, asked) => {
  const other = `localhost:${server.port}`
  server.set('/robots.txt', ({ host }) => (host === other ? robots : { status: 404 }))
  server.set('/moved', { status: 301, headers: { location: `http://${other}/a` } })
  server.set('/a', { body: page })
  expect(await fetchOf('/moved')).toEqual(fate)
  expect(
    server.asked
      .filter(({ headers, path }) => headers.host === other && path !== '/robots.txt')
      .map(({ path }) => path),
  ).toEqual(asked)
})

test('a redirect on the same host to what its robots.txt forbids is not followed', async () => {
  server.set('/robots.txt', { body: 'User-agent: *\nDisallow: /private' })
  server.set('/moved', { status: 301, headers: { location: '/private/a' } })
  server.set('/private/a', { body: page })
  expect(await fetchOf('/moved')).toEqual({ stage: 'dropped', reason: 'robots_disallowed' })
  expect(server.asked.map(({ path }) => path)).toEqual(['/robots.txt', '/moved'])
})

test('an article is asked for as the feed said it, byte for byte, whatever its identity leaves out', async () => {
  const path = '/b//a%7E1.php?z=1&a=%2f&utm_source=rss&sessionid=9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d'
  server.set(path, { body: page })
  server.set('/feed', {
    body: `<rss version="2.0"><channel><item><guid>1</guid><link>${(server.url + path).replaceAll('&', '&amp;')}</link><title>One</title></item></channel></rss>`,
  })
  await pollFeed(deps, await feedAt({ server, deps }, '/feed'), signal)
  const { rows } = await deps.pool.query<{ id: number }>('select id from articles')
  await runStep(
    deps,
    stages.fetch,
    rows.map(({ id }) => id),
    signal,
  )
  expect(server.asked.map((request) => request.path)).toContain(path)
  expect((await deps.pool.query('select stage from articles')).rows).toEqual([{ stage: 'fetched' }])
})
