import { describe, expect, it } from 'vitest'
import { extractArticle, extractText, parseFeed } from '../../../src/index.ts'

const MANY = 100_000
const prose = Array.from(
  { length: 12 },
  (_, i) =>
    `<p>The ferry company of Saltmere said in its ${i + 1}. report that ${i * 7} crossings of the year were late by an hour or more.</p>`,
).join('\n')
const page = (head: string, more = '') =>
  `<html lang="en"><head><title>Ferries run late</title>${head}</head><body><article><h1>Ferries run late</h1>${more}${prose}</article></body></html>`
const numbered = (make: (n: number) => string): string =>
  Array.from({ length: MANY }, (_, n) => make(n)).join('')
const names = Array.from({ length: MANY }, (_, n) => `Ada${n.toString(36)} Quay`)
const jsonLd = (value: object) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`
const long = 'Very long words of a page '.repeat(40_000)

/** Characters that a record holds beside its texts. */
function sizes(record: object): Record<string, number> {
  const { body, body_html, body_markdown, blocks, ...fields } = record as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value ?? null).length]),
  )
}

describe('a page cannot make a record as large as it likes', () => {
  it.each([
    ['100,000 authors in meta tags', page(numbered((n) => `<meta name="author" content="${names[n]}">`))],
    [
      '100,000 authors in JSON-LD',
      page(
        jsonLd({
          '@type': 'NewsArticle',
          headline: 'Ferries run late',
          author: names.map((name) => ({ '@type': 'Person', name })),
        }),
      ),
    ],
    ['100,000 names in one author', page(`<meta name="author" content="${names.join(', ')}">`)],
    [
      '100,000 bylines',
      page(
        '',
        numbered((n) => `<span class="author" rel="author">${names[n]}</span>`),
      ),
    ],
    ['100,000 tags in meta tags', page(numbered((n) => `<meta property="article:tag" content="tag ${n}">`))],
    ['100,000 keywords', page(`<meta name="keywords" content="${names.join(',')}">`)],
    ['100,000 attributes', page('', `<p ${numbered((n) => `data-a${n}="${n}" `)}>Words.</p>`)],
    [
      '100,000 nodes of JSON-LD',
      page(
        jsonLd({
          '@graph': names.map((name) => ({ '@type': 'NewsArticle', headline: name, keywords: name })),
        }),
      ),
    ],
    [
      '100,000 scripts of JSON-LD',
      page(numbered((n) => jsonLd({ '@type': 'NewsArticle', headline: `Ferries ${n}` }))),
    ],
    [
      'JSON-LD 100,000 deep',
      page(`<script type="application/ld+json">${'{"a":['.repeat(MANY)}${']}'.repeat(MANY)}</script>`),
    ],
    [
      'a title of 1 MB',
      page(`<meta property="og:title" content="${long}">`).replaceAll('Ferries run late', long),
    ],
    [
      'a description of 1 MB',
      page(`<meta name="description" content="${long}"><meta property="og:description" content="${long}">`),
    ],
    ['a section of 1 MB', page(`<meta property="article:section" content="${long}">`)],
    ['a site name of 1 MB', page(`<meta property="og:site_name" content="${long}">`)],
    ['an author of 1 MB', page(`<meta name="author" content="${long}">`)],
    [
      'addresses of 1 MB',
      page(
        `<link rel="canonical" href="https://a.example/${'x'.repeat(1_000_000)}"><meta property="og:image" content="https://a.example/${'x'.repeat(1_000_000)}">`,
      ),
    ],
    [
      'a date of 1 MB',
      page(
        `<meta property="article:published_time" content="${long}"><time datetime="${long}">${long}</time>`,
      ),
    ],
    [
      'a language of 1 MB',
      page(`<meta property="og:locale" content="${'x'.repeat(1_000_000)}">`).replace(
        'lang="en"',
        `lang="${'e'.repeat(1_000_000)}"`,
      ),
    ],
    [
      '100,000 captions',
      page(
        '',
        numbered(
          (n) =>
            `<figure><img src="a${n}.jpg"><figcaption>Ferry ${n} at the quay. Photo: Ada Quay</figcaption></figure>`,
        ),
      ),
    ],
    ['a caption of 1 MB', page('', `<figure><img src="a.jpg"><figcaption>${long}</figcaption></figure>`)],
  ])('%s', (_, html) => {
    const record = extractArticle(html, { url: 'https://saltmere.example/ferries', timeLimitMs: 600_000 })
    expect(record.authors.length).toBeLessThanOrEqual(100)
    for (const [field, size] of Object.entries(sizes(record))) expect(size, field).toBeLessThan(70_000)
  })

  it('a text dump whose first line is 1 MB', () => {
    const record = extractText(`${long}\nBy ${names.join(', ')}\n\n${prose.replace(/<\/?p>/g, '')}`)
    for (const [field, size] of Object.entries(sizes(record))) expect(size, field).toBeLessThan(70_000)
  })
})

describe('a feed cannot make an entry as large as it likes', () => {
  it.each([
    ['100,000 authors', numbered((n) => `<author>${names[n]}</author>`)],
    ['100,000 categories', numbered((n) => `<category>${names[n]}</category>`)],
    ['a title of 1 MB', `<title>${long}</title>`],
    ['an author of 1 MB', `<author>${long}</author>`],
    [
      '100,000 enclosures',
      numbered((n) => `<enclosure url="https://a.example/${n}.jpg" type="image/jpeg" length="1"/>`),
    ],
  ])('%s', (_, fields) => {
    const feed = parseFeed(
      `<rss version="2.0"><channel><title>Saltmere</title><item><link>https://saltmere.example/1</link>${fields}</item></channel></rss>`,
    )
    expect(JSON.stringify(feed).length).toBeLessThan(70_000)
  })
})
