import { expect, test } from 'vitest'
import { pollFeed } from '../../../../src/pipeline/poll/poll-feed.ts'
import { addSource } from '../../../../src/pipeline/sources/add-source.ts'
import { importFeeds } from '../../../../src/pipeline/sources/import-feeds.ts'
import { exportOpml } from '../../../../src/pipeline/sources/opml.ts'
import type { TestNewsloom } from '../../../support/newsloom.ts'
import { openForEachTest } from '../../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

openForEachTest((opened) => {
  ;({ server, deps } = opened)
})

const rows = async (text: string) => (await deps.pool.query(text)).rows
const headlines = [
  'Ferry late again as fog closes the bay',
  'Council puts off the vote on the new pier',
  'Rowers win the cup for the third time',
]
const pathOf = (headline: string) => `/news/${headline.toLowerCase().replaceAll(' ', '-')}`
const section = (
  titles: readonly string[],
) => `<!doctype html><html><head><title>Quay News</title></head><body>
  <nav><a href="/about-us-and-our-long-history">About us and our long history</a><a href="/sport">Sport</a></nav>
  <main>${titles.map((title) => `<article><h2><a href="${pathOf(title)}">${title}</a></h2></article>`).join('')}
  <a href="/news?page=2">Older news of this section</a></main>
  <footer><a href="/how-to-reach-our-office">How to reach our office</a></footer></body></html>`

async function added(): Promise<number> {
  const result = await addSource(deps, `${server.url}/news`, { kind: 'page' }, signal)
  if (!result.ok) throw new Error(result.message)
  return result.sources[0]!.feedId
}

test('the articles of a section page are entries, its navigation is none', async () => {
  server.set('/news', { body: section(headlines) })
  const result = await addSource(deps, `${server.url}/news`, { kind: 'page' }, signal)
  expect(result).toMatchObject({
    ok: true,
    sources: [{ kind: 'page', url: `${server.url}/news`, title: 'Quay News', entries: 3, isNew: true }],
  })
  const [{ id }] = await rows('select id from feeds')
  await pollFeed(deps, id, signal)
  expect(await rows('select url, title from entries order by url')).toEqual(
    headlines
      .map((title) => ({ url: server.url + pathOf(title), title }))
      .sort((a, b) => (a.url < b.url ? -1 : 1)),
  )
  expect(await rows('select count(*)::int as n from articles')).toEqual([{ n: 3 }])
})

test('it is asked for with the manners of a feed: robots.txt, validators, one entry a link', async () => {
  server.set('/news', (headers) =>
    headers['if-none-match'] === '"a"'
      ? { status: 304 }
      : { headers: { etag: '"a"' }, body: section(headlines) },
  )
  const id = await added()
  await pollFeed(deps, id, signal)
  await pollFeed(deps, id, signal)
  expect(await rows('select outcome from feed_polls order by polled_at')).toEqual([
    { outcome: 'new_entries' },
    { outcome: 'not_modified' },
  ])
  const asked = server.asked.filter(({ path }) => path === '/news')
  expect(asked.at(-1)!.headers.accept).toContain('text/html')

  server.set('/news', { body: section(['Baker opens a second shop on Mole Street', ...headlines]) })
  await pollFeed(deps, id, signal)
  expect(await rows('select count(*)::int as n from entries')).toEqual([{ n: 4 }])

  server.set('/robots.txt', { body: 'User-agent: *\nDisallow: /news$' })
  await deps.pool.query("update hosts set robots_expires_at = now() - interval '1 second'")
  const before = server.asked.filter(({ path }) => path === '/news').length
  await pollFeed(deps, id, signal)
  expect(await rows('select last_error_code from feeds')).toEqual([{ last_error_code: 'robots_disallowed' }])
  expect(server.asked.filter(({ path }) => path === '/news')).toHaveLength(before)
})

test('what the outlet’s addresses led to decides which links are taken', async () => {
  const guides = ['aport', 'bport', 'cport', 'dport'].map((town) => `Where to eat and sleep in ${town}`)
  const listed = (titles: readonly string[]) =>
    `<main>${titles.map((title) => `<h3><a href="/guide/${title.toLowerCase().replaceAll(' ', '-')}">${title}</a></h3>`).join('')}
     <h3><a href="/a/fog">Fog</a></h3><h3><a href="/a/tide">Tide</a></h3></main>`
  server.set('/news', { body: listed(guides) })
  const id = await added()
  await pollFeed(deps, id, signal)
  expect(await rows('select count(*)::int as n from entries')).toEqual([{ n: 4 }])
  // the guides turned out to be no articles; other pages of the feed did
  await deps.pool.query(`update articles set stage = 'dropped', reason = 'section_page'`)
  for (const name of ['mole', 'rope', 'quay'])
    await deps.pool.query(
      `with made as (
         insert into articles (url, url_key, host, stage, title, body, next_attempt_at)
         values ($1, $2, '127.0.0.1', 'extracted', 't', 'b', now()) returning id)
       insert into entries (feed_id, guid, url, article_id) select $3, $1, $1, id from made`,
      [`${server.url}/a/${name}`, `127.0.0.1:${server.port}/a/${name}`, id],
    )
  server.set('/news', { body: listed([...guides, 'Where to eat and sleep in eport']) })
  await pollFeed(deps, id, signal)
  expect(await rows(`select url from articles where stage = 'discovered' order by url`)).toEqual([
    { url: `${server.url}/a/fog` },
    { url: `${server.url}/a/tide` },
  ])
})

test('a page without articles is refused with what helps, and a poll says what is missing', async () => {
  server.set('/news', { body: section([]) })
  expect(await addSource(deps, `${server.url}/news`, { kind: 'page' }, signal)).toEqual({
    ok: false,
    message: expect.stringMatching(/has no links that look like articles/),
  })
  server.set('/news', { body: section(headlines) })
  const id = await added()
  server.set('/news', { body: '<title>Please accept cookies</title>' })
  await pollFeed(deps, id, signal)
  expect(await rows('select last_error_code from feeds')).toEqual([{ last_error_code: 'no_article_links' }])
})

test('what robots.txt forbids is not asked for when it is added either', async () => {
  server.set('/robots.txt', { body: 'User-agent: *\nDisallow: /news' })
  server.set('/news', { body: section(headlines) })
  server.set('/moved', { status: 302, headers: { location: '/news' } })
  for (const path of ['/news', '/moved'])
    expect(await addSource(deps, server.url + path, { kind: 'page' }, signal)).toEqual({
      ok: false,
      message: `${server.url}${path} may not be fetched: the robots.txt of its host forbids it`,
    })
  expect(server.asked.filter(({ path }) => path === '/news')).toEqual([])
})

test('an address is of the kind that was named, or it is refused', async () => {
  server.set('/feed', {
    body: '<rss version="2.0"><channel><title>Q</title><item><title>One</title><link>/1</link></item></channel></rss>',
  })
  server.set('/news', { body: section(headlines) })
  const refusal = async (path: string, kind: 'feed' | 'sitemap' | 'page') => {
    const result = await addSource(deps, server.url + path, { kind }, signal)
    return result.ok ? null : result.message
  }
  expect(await refusal('/feed', 'sitemap')).toMatch(/is a feed, not a sitemap/)
  expect(await refusal('/news', 'feed')).toMatch(/is not a feed/)
  expect(await refusal('/feed', 'page')).toMatch(/no links that look like articles/)
  expect(await rows('select count(*)::int as n from feeds')).toEqual([{ n: 0 }])
  expect(await refusal('/feed', 'feed')).toBeNull()
})

test('it leaves and comes back with subscription lists', async () => {
  server.set('/news', { body: section(headlines) })
  await added()
  const opml = await exportOpml(deps)
  expect(opml).toContain('type="page"')
  await deps.pool.query('delete from feeds')
  expect(await importFeeds(deps, opml, false)).toMatchObject({ new: 1, refused: [] })
  expect(await rows('select kind from feeds')).toEqual([{ kind: 'page' }])
  await deps.pool.query('delete from feeds')
  await importFeeds(deps, `url,kind\n${server.url}/news,page`, false)
  expect(await rows('select kind from feeds')).toEqual([{ kind: 'page' }])
})
