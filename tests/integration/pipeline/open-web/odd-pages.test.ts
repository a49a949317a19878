import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostOf, urlKey } from '../../../../src/core/fetching/url.ts'
import { articlePage, type OpenWeb, openWeb, rssOf } from '../../../support/servers/open-web.ts'
import type { ScriptedServer } from '../../../support/servers/scripted-server.ts'

let web: OpenWeb
beforeAll(async () => {
  web = await openWeb(24)
})
afterAll(() => web.close())

const page = { body: '<!doctype html><title>A page</title><p>Some text of it.</p>' }
const pathsAsked = (host: ScriptedServer) =>
  host.asked.map(({ path }) => path).filter((path) => path !== '/robots.txt' && path !== '/feed')
const stateOf = async (id: number) =>
  (await web.rows('select stage, reason from articles where id = $1', [id]))[0]
const articlesOf = (host: ScriptedServer) =>
  web.rows('select id, url, stage, reason from articles where host = $1 order by id', [hostOf(host.url)])
/** Polls a feed of these addresses, and gives the ids of their articles. */
async function listed(host: ScriptedServer, paths: readonly string[]): Promise<number[]> {
  host.set('/feed', {
    body: rssOf(paths.map((path, i) => ({ title: `Story ${i}`, link: host.url + path, guid: `${i}` }))),
  })
  await web.poll(await web.feedAt(`${host.url}/feed`))
  return (await articlesOf(host)).map(({ id }) => id as number)
}

describe('addresses are asked for as the feed wrote them', () => {
  test.each([
    ['/view.php?ir_id=45', '/view.php?ir_id=46', '/view.php?session_id=7', '/view.php?session_id=8'],
    ['/doc?view=full&doc=12', '/doc?x=&doc=14', '/doc?sref=abc&doc=13', '/a//b', '/caf%c3%a9'],
  ])('%s and others: an article each', async (...paths) => {
    const host = web.host()
    for (const path of paths) host.set(path, page)
    const ids = await listed(host, paths)
    await web.fetch(ids)
    expect(pathsAsked(host).toSorted()).toEqual(paths.toSorted())
    expect((await articlesOf(host)).map(({ stage }) => stage)).toEqual(paths.map(() => 'fetched'))
  })
})

describe('robots.txt', () => {
  const private16 = 'User-agent: *\nDisallow: /private\n'
  test.each([
    [
      'with escaped letters',
      'User-agent: *\nDisallow: /%7Ejoe/\nDisallow: /news%2Darchive/',
      ['/~joe/1', '/news-archive/1'],
    ],
    [
      'with a Sitemap line inside a group',
      'User-agent: newsloom\nSitemap: http://quay.example/s.xml\nUser-agent: x\nDisallow: /',
      ['/story-1'],
    ],
    ['that begins with a byte order mark', `\ufeff${private16}`, ['/private/1', '/%70rivate/2']],
    ['in UTF-16', Buffer.from(`\ufeff${private16}`, 'utf16le'), ['/private/1']],
  ])('%s is obeyed', async (_what, body, paths) => {
    const host = web.host()
    host.set('/robots.txt', { headers: { 'content-type': 'text/plain' }, body })
    for (const path of paths) {
      host.set(path, page)
      const id = await web.enqueue(host.url + path)
      await web.fetch([id])
      expect(await stateOf(id)).toEqual({ stage: 'dropped', reason: 'robots_disallowed' })
    }
    expect(pathsAsked(host)).toEqual([])
  })
})

describe('an answer that is none yet', () => {
  test.each([
    [408, {}, 'http_408'],
    [425, { 'retry-after': '5' }, 'http_425'],
    [202, { 'x-amzn-waf-action': 'challenge' }, 'http_202'],
  ])('%i is asked again, and the page comes', async (status, headers, reason) => {
    const host = web.host()
    host.set('/story', { status, headers })
    const id = await web.enqueue(`${host.url}/story`)
    await web.fetch([id])
    expect(await stateOf(id)).toEqual({ stage: 'discovered', reason })
    const [{ waits }] = (await web.rows(
      'select next_attempt_at > now() as waits from articles where id = $1',
      [id],
    )) as [{ waits: boolean }]
    expect(waits).toBe(true)
    host.set('/story', page)
    await web.fetch([id])
    expect(await stateOf(id)).toEqual({ stage: 'fetched', reason: null })
  })

  test('a 404 of a listed page is asked again after ten minutes and after an hour, and is final then', async () => {
    const host = web.host()
    const [id] = (await listed(host, ['/late'])) as [number]
    const waits: unknown[] = []
    for (const _look of [1, 2]) {
      await web.fetch([id])
      const [row] = await web.rows(
        `select stage, reason, round(extract(epoch from next_attempt_at - updated_at) / 60)::int as minutes
         from articles where id = $1`,
        [id],
      )
      waits.push(row)
      // the wait is over: both instants move, as if the clock had
      await web.rows(
        `update articles set updated_at = updated_at - (next_attempt_at - now()), next_attempt_at = now() where id = $1`,
        [id],
      )
    }
    expect(waits).toEqual([
      { stage: 'discovered', reason: 'http_404', minutes: 10 },
      { stage: 'discovered', reason: 'http_404', minutes: 60 },
    ])
    await web.fetch([id])
    expect(await stateOf(id)).toEqual({ stage: 'failed', reason: 'http_404' })
  })

  test('a 404 of a page that no feed lists is final at once', async () => {
    const host = web.host()
    const id = await web.enqueue(`${host.url}/gone`)
    await web.fetch([id])
    expect(await stateOf(id)).toEqual({ stage: 'failed', reason: 'http_404' })
  })
})

test('dates of 2041 and of 1970 that only the feed gives are no dates, and no news', async () => {
  const host = web.host()
  const said = {
    future: 'Sat, 16 Nov 2041 19:11:00 GMT',
    epoch: 'Thu, 01 Jan 1970 00:00:00 +0000',
    true: 'Tue, 05 Nov 2024 10:00:00 GMT',
  }
  host.set('/feed', {
    body: rssOf(
      Object.entries(said).map(([name, date]) => ({
        title: name,
        link: `${host.url}/${name}`,
        guid: name,
        date,
      })),
    ),
  })
  for (const name of Object.keys(said)) host.set(`/${name}`, { body: articlePage(`About ${name}`, name) })
  await web.poll(await web.feedAt(`${host.url}/feed`))
  await web.read(host.url)
  expect(
    await web.rows(
      `select a.feed_title as name, e.published_at as said, a.published_at as published
       from articles a join entries e on e.article_id = a.id where a.host = $1 order by 1`,
      [hostOf(host.url)],
    ),
  ).toEqual([
    { name: 'epoch', said: null, published: null },
    { name: 'future', said: null, published: null },
    { name: 'true', said: new Date(said.true), published: new Date(said.true) },
  ])
})

test('links through redirects and the same pages linked directly are one article each', async () => {
  const [short, outlet] = [web.host(), web.host()]
  outlet.set('/art/1', { body: articlePage('First', 'first') })
  outlet.set('/art/2', { body: articlePage('Second', 'second') })
  short.set('/~r/1', { status: 302, headers: { location: `${outlet.url}/art/1?utm_source=feed` } })
  short.set('/~r/2', { status: 302, headers: { location: '/~r/3' } })
  short.set('/~r/3', { status: 301, headers: { location: `${outlet.url}/art/2` } })
  outlet.set('/art/1?utm_source=feed', { body: articlePage('First', 'first') })
  const through = await listed(short, ['/~r/1', '/~r/2'])
  await web.read(short.url)
  const directly = await listed(outlet, ['/art/1', '/art/2'])
  expect(directly).toEqual([])
  expect(
    await web.rows(
      'select url_key, kind, article_id from article_urls where article_id = any($1) order by url_key',
      [through],
    ),
  ).toEqual([
    { url_key: urlKey(`${outlet.url}/art/1`), kind: 'redirect', article_id: through[0] },
    { url_key: urlKey(`${outlet.url}/art/2`), kind: 'redirect', article_id: through[1] },
  ])
})
