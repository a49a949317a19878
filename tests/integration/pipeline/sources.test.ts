import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadFiles } from '../../../src/pipeline/load/load.ts'
import { addSource } from '../../../src/pipeline/sources/add-source.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { importFeeds } from '../../../src/pipeline/sources/import-feeds.ts'
import { exportOpml } from '../../../src/pipeline/sources/opml.ts'
import { seedStarter } from '../../../src/runtime/seed.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { openForEachTest } from '../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
let folder: string
const signal = new AbortController().signal

openForEachTest((opened) => {
  ;({ server, deps } = opened)
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'newsloom-sources-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
})

const rss =
  '<rss version="2.0"><channel><title>Quay News</title><item><title>One</title><link>/1</link></item></channel></rss>'
const rows = async (statement: string) => (await deps.pool.query(statement)).rows

test('a home page leads to the feeds it declares', async () => {
  server.set('/', {
    body: '<html><head><link rel="alternate" type="application/rss+xml" href="/news.rss"></head><body>Hello</body></html>',
  })
  server.set('/news.rss', { headers: { 'content-type': 'application/rss+xml' }, body: rss })
  const result = await addSource(deps, server.url, {}, signal)
  expect(result).toMatchObject({
    ok: true,
    sources: [{ url: `${server.url}/news.rss`, kind: 'feed', title: 'Quay News', isNew: true, entries: 1 }],
  })
  expect(await addSource(deps, `${server.url}/news.rss`, {}, signal)).toMatchObject({
    ok: true,
    sources: [{ isNew: false }],
  })
})

test('feeds of comments are left out, and one feed in two formats is one', async () => {
  const link = (title: string, href: string, type = 'application/rss+xml') =>
    `<link rel="alternate" type="${type}" title="${title}" href="${href}">`
  server.set('/', {
    body: `<html><head>${link('Quay &raquo; Comments Feed', '/comments/feed')}${link('Quay &raquo; Feed', '/main')}${link('Quay', '/main.atom', 'application/atom+xml')}</head></html>`,
  })
  server.set('/main', { body: rss })
  server.set('/main.atom', {
    body: '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><entry><title>One</title><link href="/1"/></entry></feed>',
  })
  server.set('/comments/feed', { body: rss })
  await addSource(deps, server.url, {}, signal)
  expect(await rows('select url from feeds')).toEqual([{ url: `${server.url}/main` }])
})

test('a Link header leads to a feed', async () => {
  server.set('/', {
    headers: { link: '</linked>; rel="alternate"; type="application/rss+xml"' },
    body: '<html><head><title>Quay</title></head></html>',
  })
  server.set('/linked', { body: rss })
  expect(await addSource(deps, server.url, {}, signal)).toMatchObject({
    ok: true,
    sources: [{ url: `${server.url}/linked` }],
  })
})

test('a home page that declares none is tried at the usual places; one without any is told of in a sentence', async () => {
  server.set('/', { body: '<html><head><title>Quay News</title></head><body>Hello</body></html>' })
  expect(await addSource(deps, server.url, {}, signal)).toMatchObject({
    ok: false,
    message: expect.stringContaining('is not a feed'),
  })
  server.set('/feed', { headers: { 'content-type': 'application/rss+xml' }, body: rss })
  expect(await addSource(deps, server.url, {}, signal)).toMatchObject({
    ok: true,
    sources: [{ url: `${server.url}/feed` }],
  })
})

test('a news sitemap is a source of its own kind', async () => {
  server.set('/news.xml', {
    headers: { 'content-type': 'application/xml' },
    body: `<urlset><url><loc>${server.url}/a</loc></url><url><loc>${server.url}/b</loc></url></urlset>`,
  })
  expect(await addSource(deps, `${server.url}/news.xml`, { paused: true }, signal)).toMatchObject({
    ok: true,
    sources: [{ kind: 'sitemap', entries: 2 }],
  })
  expect(await rows('select active from feeds')).toEqual([{ active: false }])
})

test('subscription lists go out and come in again', async () => {
  const opml = `<opml version="2.0"><body><outline text="a" xmlUrl="https://a.example/feed"/><outline text="b" xmlUrl="gopher://b"/></body></opml>`
  expect(await importFeeds(deps, opml, true)).toEqual({ new: 1, known: 0, refused: [] })
  const again = await importFeeds(deps, await exportOpml(deps), true)
  expect(again).toEqual({ new: 0, known: 1, refused: [] })
  expect(await importFeeds(deps, 'no list at all', true)).toEqual({
    problem: expect.stringContaining('neither OPML'),
  })
})

test('addresses are enqueued once, in the lane that was asked for', async () => {
  const report = await enqueueUrls(
    deps,
    ['https://a.example/x?utm_source=y', 'https://a.example/x', 'mailto:x@y.example'],
    { backfill: true },
  )
  expect(report).toMatchObject({ new: 1, known: 1, refused: [{ url: 'mailto:x@y.example' }] })
  expect(await rows('select url, lane, stage from articles')).toEqual([
    { url: 'https://a.example/x', lane: 'backfill', stage: 'discovered' },
  ])
})

test('the starter list comes paused, with its outlets', async () => {
  const { outlets, feeds } = await seedStarter(deps.pool)
  expect(outlets).toBeGreaterThan(300)
  expect(feeds).toBeGreaterThanOrEqual(outlets)
  expect(await rows('select count(*) as n from feeds where active')).toEqual([{ n: 0 }])
  expect(await seedStarter(deps.pool)).toEqual({ outlets, feeds })
  const chosen = await seedStarter(deps.pool, { countries: ['DE', 'AT'], languages: ['de'], active: true })
  expect(chosen.feeds).toBeGreaterThan(0)
  expect(
    await rows(
      `select count(*) as n, array_agg(distinct o.country order by o.country) as countries
       from feeds f join outlets o on o.id = f.outlet_id where f.active`,
    ),
  ).toEqual([{ n: chosen.feeds, countries: ['AT', 'DE'] }])
})

test('rows of a list bring their outlet, country and language; a bad row is refused alone', async () => {
  const list = [
    'name;feed_url;country;language;outlet',
    '"Quay; the news";https://quay.example.com/rss;at;de;Quay News',
    'No address;;AT;de;',
    'Pier;https://www.pier.example.org/feed;DE;de-DE;',
  ].join('\n')
  expect(await importFeeds(deps, list, true)).toEqual({
    new: 2,
    known: 0,
    refused: [{ line: 3, reason: 'the row has no feed address' }],
  })
  expect(
    await rows(
      `select f.title, f.active, o.country, o.language, o.name = 'Quay News' as named
       from feeds f join outlets o on o.id = f.outlet_id order by f.url`,
    ),
  ).toEqual([
    { title: 'Quay; the news', active: false, country: 'AT', language: 'de', named: true },
    { title: 'Pier', active: false, country: 'DE', language: 'de-DE', named: false },
  ])
})

const paragraphs = Array.from(
  { length: 6 },
  (_, i) =>
    `<p>${`The harbour office said in notice ${i} that the lower quay stays shut, because the crane that lifts the boats is being mended, and nobody knows yet for how long. `.repeat(2)}</p>`,
).join('')
const page = `<html><head><title>Lower quay stays shut</title></head><body><article><h1>Lower quay stays shut</h1>${paragraphs}</article></body></html>`

function warc(records: readonly { url: string; status: number; body: string }[]): Buffer {
  return Buffer.from(
    records
      .map(({ url, status, body }) => {
        const http = `HTTP/1.1 ${status} X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
        return `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2026-05-20T10:00:00Z\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`
      })
      .join(''),
  )
}

test.each(['crawl.warc', 'crawl.warc.gz'])(
  '%s: response records go the way of a fetch, the others are named',
  async (name) => {
    const bytes = warc([
      { url: 'https://quay.example/shut', status: 200, body: page },
      { url: 'https://quay.example/gone', status: 404, body: 'gone' },
    ])
    const file = join(folder, name)
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(bytes) : bytes)
    const report = await loadFiles(deps, [file])
    await runPipelineUntilIdle(deps)
    expect(report).toMatchObject({ new: 1, refused: 1, refusals: [{ line: 2, code: 'bad_warc' }] })
    expect(await rows('select url, title, stage from articles')).toEqual([
      { url: 'https://quay.example/shut', title: 'Lower quay stays shut', stage: 'clustered' },
    ])
  },
)
