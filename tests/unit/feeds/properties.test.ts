import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapFeed } from '../../../src/core/feeds/map-feed.ts'
import { parseFeed, readFeed } from '../../../src/core/feeds/parse-feed.ts'
import { readTolerantly } from '../../../src/core/feeds/tolerant/read.ts'
import { holdsAsync, newsText } from '../../support/properties.ts'

const escaped = (text: string): string =>
  text
    .replace(/[\ud800-\udfff\0-\b\v\f\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const text = newsText.map(escaped)
const html = fc.constantFrom('<p>One &amp; two</p>', '<b>x</b>', '<img src="/a.jpg"/>', '&lt;i&gt;')
const cdata = html.map((markup) => `<![CDATA[${markup}]]>`)
const field = (name: string, value: fc.Arbitrary<string>) =>
  value.map((inner) => `<${name}>${inner}</${name}>`)
const item = fc
  .subarray([
    field('title', text),
    field('link', fc.constantFrom('https://news.example/a', ' /b?x=1&amp;y=2 ', 'c')),
    field('guid', fc.constantFrom('tag:1', 'https://news.example/a', '')),
    field('description', fc.oneof(text, cdata)),
    field('pubDate', fc.constantFrom('Sun, 01 Mar 2026 10:00:00 GMT', 'yesterday', '2026-03-01')),
    field('dc:creator', text),
    field('category', text),
    field('content:encoded', cdata),
  ])
  .chain((fields) => fc.tuple(...fields))
  .map((fields) => `<item>${fields.join('')}</item>`)
const feed = fc
  .array(item, { maxLength: 6 })
  .map(
    (items) =>
      `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title><link>https://news.example/</link>${items.join('')}</channel></rss>`,
  )
const context = { url: 'https://news.example/feed', language: 'en' }

describe('a feed', () => {
  it('that rss-parser reads says the same to the tolerant reader', async () => {
    let read = 0
    await holdsAsync(
      fc.asyncProperty(feed, async (document) => {
        const reading = await readFeed(document)
        const tolerant = readTolerantly(document)
        if (!reading.ok || !tolerant.ok || reading.reader !== 'rss-parser') return
        read++
        expect(mapFeed(reading.document, context)).toEqual(mapFeed(tolerant.document, context))
      }),
    )
    expect(read).toBeGreaterThan(50)
  })

  it('that is cut off or scrambled anywhere is read without an error', async () => {
    await holdsAsync(
      fc.asyncProperty(feed, fc.nat(2_000), newsText, async (document, at, inserted) => {
        const result = await parseFeed(
          document.slice(0, at) + inserted + (at % 3 ? document.slice(at) : ''),
          context,
        )
        if (result.ok) for (const { title } of result.feed.items) expect(title ?? '').toBeTypeOf('string')
        else expect(result.reason).toBeTruthy()
      }),
    )
  })
})
