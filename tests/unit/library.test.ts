import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { plainBytes } from '../../src/adapters/files/packed-bytes.ts'
import {
  canonicalUrl,
  compareTexts,
  extractArticle,
  extractText,
  parseByline,
  parseDate,
  parseFeed,
  parseSitemap,
  urlKey,
} from '../../src/index.ts'
import { extractDocument } from '../../src/pipeline/extract/document.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { readRegistry } from '../../src/runtime/seed.ts'
import { readSample } from '../../src/sample/read.ts'

const root = packageFile('seeds')
const registry = readRegistry()
const fetchedAt = '2025-09-30T00:00:00Z'

describe('the library gives the very records of the pipeline', () => {
  it.each(readSample(root).entries.map((entry) => [entry.file, entry] as const))('%s', (file, entry) => {
    const bytes = readFileSync(join(root, file))
    const isHtml = file.endsWith('.html')
    const outlet = isHtml ? registry.find(({ slug }) => slug === entry.outlet)! : null
    const pipeline = extractDocument({
      kind: isHtml ? 'html' : 'text',
      ...plainBytes(bytes),
      url: entry.url,
      headers: null,
      given: null,
      fetchedAt,
      outlet,
      registry: isHtml ? [] : registry,
      boilerplate: [],
    }).record
    const options = {
      ...(entry.url ? { url: entry.url } : {}),
      ...(outlet ? { outlet } : { outlets: registry }),
      fetchedAt: new Date(fetchedAt),
    }
    expect(isHtml ? extractArticle(bytes, options) : extractText(bytes, options)).toEqual(pipeline)
  })
})

describe('bad input gets one clear sentence', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'no page',
      () => extractArticle(undefined as never),
      /html must be a string or a Uint8Array, not undefined/,
    ],
    ['a list', () => extractText([] as never), /text must be a string or a Uint8Array, not an array/],
    [
      'an invalid date',
      () => extractArticle('', { fetchedAt: new Date('x') }),
      /fetchedAt must be a valid Date/,
    ],
    ['an outlet without a slug', () => extractArticle('', { outlet: {} as never }), /needs a slug/],
    ['a number as a date', () => parseDate(5 as never), /date must be a string, not number/],
    ['a number as a byline', () => parseByline(5 as never), /byline must be a string/],
    ['a number as a sitemap', () => parseSitemap(5 as never), /document must be a string or a Uint8Array/],
    ['a number as a text', () => compareTexts('a', 5 as never), /takes two strings/],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message)
  })

  it('a feed that is no text rejects the promise', async () => {
    await expect(parseFeed(5 as never)).rejects.toThrow(/document must be a string/)
  })

  it('an empty page is no article, with a reason', () => {
    const { kind, reason } = extractArticle('')
    expect(kind).toBe('not_article')
    expect(reason).toBeTruthy()
  })
})

describe('the other functions', () => {
  it('finds the charset of bytes by the header', () => {
    const page = Buffer.from('<title>Müller gewählt</title><article><p>Ä</p></article>', 'latin1')
    const record = extractArticle(page, { headers: { 'Content-Type': 'text/html; charset=iso-8859-1' } })
    expect(record.title).toBe('Müller gewählt')
  })

  it('reads a feed, and says why a page is none', async () => {
    const feed = await parseFeed(
      '<rss version="2.0"><channel><title>F</title><item><title>One</title><link>/a</link></item></channel></rss>',
      { url: 'https://f.example/feed' },
    )
    expect(feed.items.map(({ title, link }) => [title, link])).toEqual([['One', 'https://f.example/a']])
    expect(await parseFeed('<html><body>Hello</body></html>')).toMatchObject({ ok: false, items: [] })
  })

  it('reads a sitemap and its index', () => {
    const pages = parseSitemap('<urlset><url><loc>https://f.example/a</loc></url></urlset>')
    expect(pages.entries.map(({ url }) => url)).toEqual(['https://f.example/a'])
    const index = parseSitemap(
      '<sitemapindex><sitemap><loc>https://f.example/s</loc></sitemap></sitemapindex>',
    )
    expect(index.sitemaps.map(({ url }) => url)).toEqual(['https://f.example/s'])
  })

  it('knows an address by its key', () => {
    expect(canonicalUrl('https://f.example/a?utm_source=x')).toBe('https://f.example/a')
    expect(urlKey('http://www.f.example/a/')).toBe(urlKey('https://f.example/a'))
  })

  it('tells a copy from two reports in the same words', () => {
    const report = (town: string, n: number) =>
      `Police in ${town} said on Monday that ${n} people were led out of the ${town} station after smoke was seen. ` +
      `Trains between ${town} and the coast stood still for ${n * 3} minutes, the ${town} rail company wrote. ` +
      `Mayor ${town}er thanked the ${n + 40} helpers of the night, and ${town} hopes for calmer days to come soon.`
    expect(compareTexts(report('Arlby', 12), `${report('Arlby', 12)} More follows here.`).verdict).toBe(
      'copy',
    )
    expect(compareTexts(report('Arlby', 12), 'The cat sat on the mat and looked at the moon.').verdict).toBe(
      'different',
    )
  })

  it('reads dates and bylines', () => {
    expect(parseDate('20. Mai 2026, 10:30 Uhr', { language: 'de', timezone: 'Europe/Berlin' })).toEqual({
      instant: '2026-05-20T08:30:00Z',
      precision: 'minute',
      local_date: '2026-05-20',
    })
    expect(parseByline('By Ann Lee, Reuters')).toEqual({ authors: ['Ann Lee'], agencies: ['Reuters'] })
  })
})
