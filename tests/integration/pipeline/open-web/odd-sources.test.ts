import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostOf } from '../../../../src/core/fetching/url.ts'
import { createApp } from '../../../../src/web/server.ts'
import { newsloom } from '../../../support/cli.ts'
import { type OpenWeb, openWeb, rssOf } from '../../../support/servers/open-web.ts'

let web: OpenWeb
beforeAll(async () => {
  web = await openWeb(20)
})
afterAll(() => web.close())

describe('a sitemap', () => {
  test('with more pages than are taken, oldest first, brings the newest', async () => {
    const host = web.host()
    const start = Date.parse('2012-01-01T00:00:00Z')
    const pages = Array.from({ length: 5_100 }, (_, i) => {
      const date = new Date(start + i * 86_400_000).toISOString()
      return `<url><loc>${host.url}/n/${i + 1}</loc><lastmod>${date}</lastmod></url>`
    })
    host.set('/sitemap.xml', { body: `<urlset>${pages.join('')}</urlset>` })
    expect(await web.add(`${host.url}/sitemap.xml`)).toMatchObject({
      ok: true,
      sources: [{ kind: 'sitemap', entries: 5_000 }],
    })
    const id = await web.feedAt(`${host.url}/sitemap.xml`)
    await web.poll(id)
    expect(
      await web.rows(
        `select count(*)::int as n, min(substring(url from '[0-9]+$')::int) as oldest, max(substring(url from '[0-9]+$')::int) as newest
         from entries where feed_id = $1`,
        [id],
      ),
    ).toEqual([{ n: 5_000, oldest: 101, newest: 5_100 }])
    expect((await web.rows('select left_out from feeds where id = $1', [id]))[0]).toMatchObject({
      left_out: { entries: 100 },
    })
  })

  test.each([
    ['one date for all', '<lastmod>2026-11-20T08:00:00Z</lastmod>'],
    ['no date', ''],
  ])('index of many parts with %s leads to the last parts too', async (_what, date) => {
    const host = web.host()
    const parts = Array.from(
      { length: 25 },
      (_, i) => `<sitemap><loc>${host.url}/posts-${i + 1}.xml</loc>${date}</sitemap>`,
    )
    host.set('/sitemap.xml', { body: `<sitemapindex>${parts.join('')}</sitemapindex>` })
    await web.poll(await web.feedAt(`${host.url}/sitemap.xml`))
    const taken = await web.rows(
      `select substring(url from 'posts-([0-9]+)')::int as n from feeds where host = $1 and url like '%posts-%'`,
      [hostOf(host.url)],
    )
    expect(taken.map(({ n }) => n)).toEqual(expect.arrayContaining([21, 22, 23, 24, 25]))
  })

  test('and an index of them are read whatever prefix their elements have', async () => {
    const host = web.host()
    const names = 'xmlns:ns0="http://www.sitemaps.org/schemas/sitemap/0.9"'
    host.set('/pages.xml', {
      body: `<ns0:urlset ${names} xmlns:ns1="http://www.google.com/schemas/sitemap-news/0.9"><ns0:url><ns0:loc>${host.url}/1</ns0:loc><ns1:news><ns1:publication_date>2026-11-19T08:00:00Z</ns1:publication_date><ns1:title>Lock gates</ns1:title></ns1:news></ns0:url></ns0:urlset>`,
    })
    host.set('/index.xml', {
      body: `<ns0:sitemapindex ${names}><ns0:sitemap><ns0:loc>${host.url}/pages.xml</ns0:loc></ns0:sitemap></ns0:sitemapindex>`,
    })
    expect(await web.add(`${host.url}/index.xml`)).toMatchObject({ ok: true, sources: [{ kind: 'sitemap' }] })
    await web.poll(await web.feedAt(`${host.url}/index.xml`))
    const pages = await web.feedAt(`${host.url}/pages.xml`)
    await web.poll(pages)
    expect(await web.rows('select title, published_at from entries where feed_id = $1', [pages])).toEqual([
      { title: 'Lock gates', published_at: new Date('2026-11-19T08:00:00Z') },
    ])
  })

  test('index of parts that have no address is refused', async () => {
    const host = web.host()
    host.set('/index.xml', {
      body: `<sitemapindex><sitemap>${host.url}/pages.xml</sitemap></sitemapindex>`,
    })
    expect(await web.add(`${host.url}/index.xml`)).toMatchObject({ ok: false })
  })
})

describe('the link of last resort', () => {
  test.each([
    ['a guid that is no permalink', (at: string) => rssOf([{ title: 'One', guid: at }])],
    [
      'the id of a JSON Feed',
      (at: string) =>
        JSON.stringify({
          version: 'https://jsonfeed.org/version/1.1',
          title: 'Quay',
          items: [{ id: at, title: 'One' }],
        }),
    ],
    [
      'an Atom id',
      (at: string) =>
        `<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><entry><title>One</title><id>${at}</id></entry></feed>`,
    ],
  ])('%s', async (_what, document) => {
    const host = web.host()
    const id = await web.feedAt(`${host.url}/feed`)
    host.set('/feed', { body: document(`${host.url}/go/?p=8567`) })
    await web.poll(id)
    expect(await web.rows('select url, title, refused from entries where feed_id = $1', [id])).toEqual([
      { url: `${host.url}/go/?p=8567`, title: 'One', refused: null },
    ])
    expect(await web.rows('select url from articles where host = $1', [hostOf(host.url)])).toEqual([
      { url: `${host.url}/go/?p=8567` },
    ])
  })
})

describe('feed add', () => {
  test('takes an address that is written for feed readers', async () => {
    const host = web.host()
    host.set('/feed', { body: rssOf([{ title: 'One', link: `${host.url}/1` }]) })
    expect(await web.add(host.url.replace('http:', 'feed:').concat('/feed'))).toMatchObject({
      ok: true,
      sources: [{ url: `${host.url}/feed` }],
    })
    expect(await web.add(`feed:${host.url}/feed`)).toMatchObject({ ok: true, sources: [{ isNew: false }] })
  })

  test.each(['aws-chunked', 'utf8', 'iso-8859-1', 'binary', 'text'])(
    'reads a feed and its page that are sent with the content coding %s, which is none',
    async (coding) => {
      const host = web.host()
      const headers = { 'content-encoding': coding }
      host.set('/feed', { headers, body: rssOf([{ title: 'One', link: `${host.url}/1` }]) })
      host.set('/1', { headers, body: '<!doctype html><title>One</title><p>It came as it is.</p>' })
      expect(await web.add(`${host.url}/feed`)).toMatchObject({ ok: true, sources: [{ entries: 1 }] })
      const id = await web.enqueue(`${host.url}/1`)
      await web.fetch([id])
      expect(await web.rows('select stage, reason from articles where id = $1', [id])).toEqual([
        { stage: 'fetched', reason: null },
      ])
    },
  )

  test('passes a gate that sets a cookie and leads back, as does a page that does', async () => {
    const host = web.host()
    const hasPassed = (cookie: string | undefined) => (cookie ?? '').includes('seen=yes')
    const gate = { status: 302, headers: { location: '/feed', 'set-cookie': 'seen=yes; Path=/' } }
    host.set('/gate', gate)
    host.set('/feed', ({ cookie }) =>
      hasPassed(cookie)
        ? { body: rssOf([{ title: 'One', link: `${host.url}/own` }]) }
        : { status: 302, headers: { location: '/gate' } },
    )
    host.set('/own', ({ cookie }) =>
      hasPassed(cookie)
        ? { body: '<!doctype html><title>Own</title><p>Behind a cookie of its own.</p>' }
        : { ...gate, headers: { ...gate.headers, location: '/own' } },
    )
    expect(await web.add(`${host.url}/feed`)).toMatchObject({ ok: true, sources: [{ entries: 1 }] })
    const id = await web.enqueue(`${host.url}/own`)
    await web.fetch([id])
    expect(await web.rows('select stage, reason from articles where id = $1', [id])).toEqual([
      { stage: 'fetched', reason: null },
    ])
  })
})

test('feed list and the page of sources say what was left out, and which feed may lose entries', async () => {
  const host = web.host()
  const parts = Array.from(
    { length: 22 },
    (_, i) => `<sitemap><loc>${host.url}/part-${i}.xml</loc></sitemap>`,
  )
  host.set('/index.xml', { body: `<sitemapindex>${parts.join('')}<sitemap>nowhere</sitemap></sitemapindex>` })
  await web.poll(await web.feedAt(`${host.url}/index.xml`))
  const feedId = await web.feedAt(`${host.url}/feed`)
  for (const turn of [0, 1]) {
    const items = [1, 2].map((n) => ({ title: `Story ${turn} ${n}`, link: `${host.url}/${turn}-${n}` }))
    host.set('/feed', { body: rssOf(items) })
    await web.poll(feedId)
  }
  const list = await newsloom(['feed', 'list'], { env: web.deps.env })
  const lineOf = (path: string) => list.stdout.split('\n').find((line) => line.includes(host.url + path))
  const leftOut = '2 older sitemaps and 1 entry without an address left out'
  expect(lineOf('/index.xml'), list.stderr).toContain(leftOut)
  expect(lineOf('/feed')).toContain('may lose entries')
  const { app } = createApp(web.deps)
  const textAt = async (path: string) => {
    const query = new URLSearchParams({ q: host.url + path })
    const page = await app.request(`http://127.0.0.1/sources?${query}`, { headers: { host: '127.0.0.1' } })
    return (await page.text()).replace(/<[^>]*>/g, ' ')
  }
  expect(await textAt('/index.xml')).toContain(leftOut)
  expect(await textAt('/feed')).toContain('everything in it was new the last time')
})
