import { afterEach, expect, test } from 'vitest'
import type { HttpResult } from '../../../src/adapters/http/request.ts'
import { createSourcePool, readInThread, type SourcePool } from '../../../src/pipeline/poll/source-pool.ts'

let pool: SourcePool
afterEach(() => pool.close())

function responseOf(text: string, contentType = 'application/rss+xml'): HttpResult {
  const url = 'https://harbour.example/feed'
  return {
    status: 200,
    headers: { 'content-type': contentType },
    body: Buffer.from(text),
    finalUrl: url,
    redirects: [],
    notModified: false,
    complete: true,
    wireBytes: text.length,
  }
}

const rss = (items: string) =>
  `<rss version="2.0"><channel><title>Harbour Post</title>${items}</channel></rss>`
/** 5 MB in which every address is full of references. */
const slow = rss(`<item><link>${'&amp;'.repeat(1_000_000)}</link></item>`)

test('a feed is read in a thread, with the outlet’s zone for its dates', async () => {
  pool = createSourcePool(60_000)
  const source = await readInThread(
    pool,
    responseOf(
      rss(
        '<item><title>One</title><link>https://harbour.example/1</link><pubDate>2026-03-01 10:00</pubDate></item>',
      ),
    ),
    { timezone: 'Europe/Paris' },
  )
  expect(source).toMatchObject({
    ok: true,
    title: 'Harbour Post',
    entries: [{ title: 'One', publishedAt: new Date('2026-03-01T09:00:00Z') }],
  })
})

test('a page says what it is called and which feeds it leads to', async () => {
  pool = createSourcePool(60_000)
  const page =
    '<!doctype html><html><head><title>Harbour</title><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
  expect(await readInThread(pool, responseOf(page, 'text/html'))).toMatchObject({
    ok: false,
    reason: 'html_page',
    pageTitle: 'Harbour',
    found: [{ url: 'https://harbour.example/rss' }],
  })
})

test('a document that takes too long is stopped, and says so', async () => {
  pool = createSourcePool(5)
  expect(await readInThread(pool, responseOf(slow))).toMatchObject({ ok: false, reason: 'parse_timeout' })
})

test.each([
  ['a slow feed', slow],
  ['a million empty items', rss('<item/>'.repeat(700_000))],
  ['JSON items', `{"items":[${'{},'.repeat(1_500_000)}{}]}`],
  ['a sitemap', `<urlset>${'<url><loc>https://harbour.example/1</loc></url>'.repeat(100_000)}</urlset>`],
])(
  '%s of 5 MB does not hold the event loop',
  async (_name, text) => {
    pool = createSourcePool(60_000)
    const response = responseOf(text)
    await readInThread(pool, responseOf(rss('')))
    const before = process.threadCpuUsage()
    const source = await readInThread(pool, response)
    const { user, system } = process.threadCpuUsage(before)
    expect(source).toBeDefined()
    expect((user + system) / 1000).toBeLessThan(200)
  },
  120_000,
)
