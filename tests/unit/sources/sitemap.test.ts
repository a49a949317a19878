import { describe, expect, test } from 'vitest'
import { newestOf, newestParts, parseSitemap, type SitemapEntry } from '../../../src/core/sources/sitemap.ts'

test('a Google News sitemap', () => {
  const result = parseSitemap(
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://n.example/a?x=1&amp;y=2 </loc><lastmod>2026-03-02</lastmod>
<image:image><image:loc>https://img.example/1.jpg</image:loc></image:image>
<news:news><news:publication><news:name>The &lt;b&gt;Post&lt;/b&gt;</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-01T10:00:00+01:00</news:publication_date><news:title><![CDATA[Rain & wind]]></news:title></news:news></url>
<url><loc>/b</loc></url><url><loc>ftp://n.example/c</loc></url><url></url></urlset>`,
    { url: 'https://n.example/sitemap.xml' },
  )
  expect(result).toEqual({
    ok: true,
    kind: 'pages',
    leftOut: 0,
    withoutAddress: 2,
    entries: [
      {
        url: 'https://n.example/a?x=1&y=2',
        title: 'Rain & wind',
        published: '2026-03-01T09:00:00Z',
        publishedRaw: '2026-03-01T10:00:00+01:00',
        language: 'en',
        publication: 'The Post',
        lastModified: '2026-03-02T00:00:00Z',
      },
      {
        url: 'https://n.example/b',
        title: null,
        published: null,
        publishedRaw: null,
        language: null,
        publication: null,
        lastModified: null,
      },
    ],
  })
})

test('an index', () => {
  expect(
    parseSitemap(
      '<sitemapindex><sitemap><loc>https://n.example/1.xml.gz</loc><lastmod>2026-01-01T00:00:00Z</lastmod></sitemap><sitemap><loc>https://n.example/2.xml',
    ),
  ).toEqual({
    ok: true,
    kind: 'index',
    sitemaps: [{ url: 'https://n.example/1.xml.gz', lastModified: '2026-01-01T00:00:00Z' }],
    withoutAddress: 1,
  })
})

test.each([
  ['', 'empty'],
  ['words', 'no_sitemap'],
  ['<html><body>Not found</body></html>', 'no_sitemap'],
  ['<rss><channel><item><link>https://n.example/</link></item></channel></rss>', 'no_sitemap'],
])('no sitemap: %s', (text, reason) => {
  expect(parseSitemap(text)).toEqual({ ok: false, reason })
})

test('plain text: an address a line', () => {
  const result = parseSitemap('https://n.example/1\r\n# no\nhttps://n.example/2\n')
  expect(result.ok && result.kind === 'pages' && result.entries.map(({ url }) => url)).toEqual([
    'https://n.example/1',
    'https://n.example/2',
  ])
})

test('an empty sitemap is one', () => {
  expect(parseSitemap('<urlset></urlset>')).toEqual({
    ok: true,
    kind: 'pages',
    entries: [],
    leftOut: 0,
    withoutAddress: 0,
  })
})

test('prefixes are read by what they are declared for', () => {
  const result = parseSitemap(
    `<ns0:urlset xmlns:ns0="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:ns1="http://www.google.com/schemas/sitemap-news/0.9" xmlns:ns2="http://www.google.com/schemas/sitemap-image/1.1">
<ns0:url><ns2:image><ns2:loc>https://img.example/1.jpg</ns2:loc></ns2:image><ns0:loc>https://n.example/1</ns0:loc><ns1:news><ns1:title>One</ns1:title></ns1:news></ns0:url>
<ns0:url><ns0:lastmod>2026-01-01</ns0:lastmod></ns0:url><ns0:url><ns0:loc>https://n.example/2</ns0:loc></ns0:url></ns0:urlset>`,
  )
  expect(
    result.ok && result.kind === 'pages' && result.entries.map(({ url, title }) => [url, title]),
  ).toEqual([
    ['https://n.example/1', 'One'],
    ['https://n.example/2', null],
  ])
})

describe('what is beyond the count is cut by date, never by position', () => {
  const entry = (n: number, lastModified: string | null): SitemapEntry => ({
    url: `https://n.example/${n}`,
    title: null,
    published: null,
    publishedRaw: null,
    language: null,
    publication: null,
    lastModified,
  })
  const numbers = (entries: readonly SitemapEntry[]) =>
    entries.map(({ url }) => Number(url.split('/').at(-1)))
  const days = Array.from({ length: 10 }, (_, i) => entry(i, `2026-01-${String(i + 10)}T00:00:00Z`))

  test('ascending and descending', () => {
    expect(numbers(newestOf(days, 3))).toEqual([9, 8, 7])
    expect(numbers(newestOf([...days].reverse(), 3))).toEqual([9, 8, 7])
  })

  test('of one date or undated, both ends are kept', () => {
    for (const date of ['2026-01-10T00:00:00Z', null])
      expect(
        numbers(
          newestOf(
            days.map((_, n) => entry(n, date)),
            4,
          ),
        ).sort(),
      ).toEqual([0, 1, 8, 9])
  })

  test('the dated go before the undated, and nothing is moved where nothing is cut', () => {
    expect(numbers(newestOf([entry(1, null), entry(2, '2026-01-01T00:00:00Z'), entry(3, null)], 1))).toEqual([
      2,
    ])
    expect(newestOf(days, 10)).toBe(days)
  })
})

describe('of the parts of an index, those with the newest pages are taken', () => {
  const part = (name: string, lastModified: string | null = null) => ({
    url: `https://n.example/${name}.xml`,
    lastModified,
  })
  const names = (parts: readonly { url: string }[]) => parts.map(({ url }) => /([^/]+)\.xml$/.exec(url)?.[1])

  test('by their dates', () => {
    const parts = [
      part('a', '2026-01-01T00:00:00Z'),
      part('b', '2026-03-01T00:00:00Z'),
      part('c', '2026-02-01T00:00:00Z'),
    ]
    expect(names(newestParts(parts, 2))).toEqual(['b', 'c'])
  })

  test('by the month in their names where no date tells', () => {
    const parts = ['2024-12', '2025-01', '2025-02', '2025-11', '2026-01'].map((month) =>
      part(`sitemap-${month}`),
    )
    expect(names(newestParts(parts, 2))).toEqual(['sitemap-2026-01', 'sitemap-2025-11'])
  })

  test('from both ends where nothing tells', () => {
    const parts = [1, 2, 3, 4, 5, 6].map((n) => part(`posts-${n}`, '2026-11-20T08:00:00Z'))
    expect(names(newestParts(parts, 2))).toEqual(['posts-1', 'posts-6'])
  })
})

test('an entry without an address is left out alone; a sitemap of nothing else is refused', () => {
  const index = (parts: string) => parseSitemap(`<sitemapindex>${parts}</sitemapindex>`)
  const nameless = '<sitemap>https://n.example/a.xml</sitemap>'
  expect(index(`${nameless}<sitemap><loc>https://n.example/b.xml</loc></sitemap>`)).toMatchObject({
    ok: true,
    sitemaps: [{ url: 'https://n.example/b.xml' }],
  })
  expect(index(nameless)).toEqual({ ok: false, reason: 'no_addresses' })
  expect(index('')).toMatchObject({ ok: true, sitemaps: [] })
})

test('what is beyond the size of a sitemap is counted', () => {
  const text = Array.from({ length: 50_010 }, (_, i) => `https://n.example/${i}`).join('\n')
  expect(parseSitemap(text)).toMatchObject({ ok: true, leftOut: 10 })
})

test('an entry without an address is left out alone, and counted', () => {
  const pages =
    '<urlset><url><loc>https://quay.example/1</loc></url><url><lastmod>2026-11-01</lastmod></url><url>https://quay.example/2</url></urlset>'
  expect(parseSitemap(pages)).toMatchObject({
    entries: [{ url: 'https://quay.example/1' }],
    withoutAddress: 2,
  })
  const index =
    '<sitemapindex><sitemap>https://quay.example/a.xml</sitemap><sitemap><loc>https://quay.example/b.xml</loc></sitemap></sitemapindex>'
  expect(parseSitemap(index)).toMatchObject({
    sitemaps: [{ url: 'https://quay.example/b.xml' }],
    withoutAddress: 1,
  })
})
