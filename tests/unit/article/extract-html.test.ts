import { describe, expect, test } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import type { OutletFacts } from '../../../src/core/record/record.ts'

const sentences = [
  'The harbour board voted on Tuesday to rebuild the eastern pier, which a winter storm had torn away in January.',
  'Work is to begin in the spring, said its chair, Odile Marchetti, and will take eighteen months if the weather holds.',
  'Fishermen had asked for a shorter wall, arguing that the new one would send the swell into their berths.',
  'The board heard them out for two hours, then voted seven to two for the longer plan that its engineers had drawn.',
  'The cost, put at 4.2 million, is shared by the town, the region and a fund for works against the sea.',
]
const paragraphs = sentences.map((text) => `<p>${text}</p>`).join('\n')

function page(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><title>Pier to be rebuilt | The Gull</title>${head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main>${body}</main>
<footer><p>© 2025 The Gull. All rights reserved.</p></footer></body></html>`
}
const article = (inner: string): string => page(`<article><h1>Pier to be rebuilt</h1>${inner}</article>`)
const read = (html: string, url = 'https://gull.example/2025/03/04/pier') => extractHtml(html, { url })

describe('the body', () => {
  test('is the paragraphs, without menu, footer and headline', () => {
    const { record } = read(article(paragraphs))
    expect(record.title).toBe('Pier to be rebuilt')
    expect(record.body).toBe(sentences.join('\n\n'))
    expect(record.kind).toBe('article')
    expect(record.reason).toBeNull()
  })

  test('goes on where an advertisement and a related link split it', () => {
    const cut = paragraphs.replace(
      '</p>\n<p>Fishermen',
      '</p>\n<div class="ad"><p>Advertisement</p></div><div class="related"><a href="/x">Read also: the storm in pictures</a></div>\n<p>Fishermen',
    )
    expect(read(article(cut)).record.body).toBe(sentences.join('\n\n'))
  })

  test("leaves readers' comments out", () => {
    const comments = `<section class="comments"><h2>3 comments</h2>${[
      'What a waste of money this is, the old pier was good enough for all of us.',
      'About time. I have waited for this since the storm and I am glad they voted.',
    ]
      .map((text) => `<div class="comment"><p class="comment-body">${text}</p></div>`)
      .join('')}</section>`
    const { body } = read(article(paragraphs + comments)).record
    expect(body).toContain(sentences[4])
    expect(body).not.toContain('waste of money')
  })

  test('does not say a pull quote twice', () => {
    const quote = '<aside class="pullquote"><p>Fishermen had asked for a shorter wall</p></aside>'
    const { body } = read(article(paragraphs.replace('<p>The board', `${quote}<p>The board`))).record
    expect(body?.match(/asked for a shorter wall/g)).toHaveLength(1)
  })

  test('is taken from JSON-LD where the page lacks it', () => {
    const linked = JSON.stringify({
      '@type': 'NewsArticle',
      headline: 'Pier to be rebuilt',
      articleBody: sentences.join('\n'),
    })
    const html = page(
      '<h1>Pier to be rebuilt</h1><div id="app"></div>',
      `<script type="application/ld+json">${linked}</script>`,
    )
    expect(read(html).record.body).toBe(sentences.join('\n\n'))
  })

  test('loses its dateline, which stands apart', () => {
    const { record } = read(
      article(paragraphs.replace('The harbour board', 'LONDON (Reuters) - The harbour board')),
    )
    expect(record.dateline).toEqual({ raw: 'LONDON (Reuters) -', city: 'London', country: 'GB' })
    expect(record.body?.startsWith('The harbour board')).toBe(true)
    expect(record.agencies).toContainEqual({ name: 'Reuters', role: 'text' })
  })
})

describe('body_html', () => {
  test('holds only what it was built from', () => {
    const hostile = paragraphs
      .replace(
        'The harbour board',
        '<a href="javascript:alert(1)" onclick="x()">The harbour</a> <b onmouseover="y()">board</b>',
      )
      .replace('Work is', '<script>steal()</script>Work &lt;img src=x onerror=1&gt; is')
    const { body_html } = read(article(hostile)).record
    expect(body_html).toContain('<strong>board</strong>')
    expect(body_html).toContain('&lt;img')
    expect(body_html).not.toMatch(/javascript:|onclick|onmouseover|<script|<img|steal/)
  })

  test('keeps lists, sub-headings and links', () => {
    const list =
      '<h2>What is planned</h2><ul><li>A wall of 240 metres, built of stone from the old quarry.</li><li>A light at its end, to be lit by the <a href="/harbour">harbour office</a>.</li></ul>'
    const { body_html } = read(article(paragraphs.replace('<p>The board', `${list}<p>The board`))).record
    expect(body_html).toContain('<h2>What is planned</h2>')
    expect(body_html).toMatch(/<ul>\s*<li>A wall/)
    expect(body_html).toContain('<a href="https://gull.example/harbour">harbour office</a>')
  })
})

describe('who and when', () => {
  const linked = (node: object): string =>
    `<script type="application/ld+json">${JSON.stringify(node)}</script>`

  test.each([
    [
      'one node',
      {
        '@type': 'NewsArticle',
        headline: 'Pier to be rebuilt',
        datePublished: '2025-03-04T09:30:00+01:00',
        author: { '@type': 'Person', name: 'Ada Brunner' },
      },
    ],
    [
      'a graph with an @id',
      {
        '@graph': [
          { '@type': 'Person', '@id': '#ada', name: 'Ada Brunner', url: '/ada' },
          {
            '@type': ['Article', 'NewsArticle'],
            datePublished: '2025-03-04T09:30:00+01:00',
            author: { '@id': '#ada' },
          },
        ],
      },
    ],
    [
      'a list of authors',
      [{ '@type': 'NewsArticle', datePublished: '2025-03-04T09:30:00+01:00', author: ['Ada Brunner'] }],
    ],
  ])('from JSON-LD: %s', (_name, node) => {
    const { record } = read(page(`<h1>Pier to be rebuilt</h1>${paragraphs}`, linked(node)))
    expect(record.authors).toEqual(['Ada Brunner'])
    expect(record.published_at).toBe('2025-03-04T08:30:00Z')
    expect(record.published_local).toBe('2025-03-04T09:30:00+01:00')
    expect(record.published_source).toBe('json_ld')
  })

  test('from broken JSON-LD', () => {
    const broken =
      '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier\nto be rebuilt","datePublished":"2025-03-04T09:30:00Z","author":{"name":"Ada Brunner",},}</script>'
    const { record } = read(page(`<h1>Pier to be rebuilt</h1>${paragraphs}`, broken))
    expect(record.published_at).toBe('2025-03-04T09:30:00Z')
    expect(record.authors).toEqual(['Ada Brunner'])
  })

  test('from the line below the headline', () => {
    const { record } = read(
      article(`<p class="byline">By Ada Brunner</p><p class="date">4 March 2025, 09:30</p>${paragraphs}`),
      'https://gull.example/pier',
    )
    expect(record.authors).toEqual(['Ada Brunner'])
    expect(record.published_at).toBe('2025-03-04T09:30:00Z')
    expect(record.published_source).toBe('text')
    expect(record.body).toBe(sentences.join('\n\n'))
  })

  test('the day that readers see is the local one', () => {
    const meta = '<meta property="article:published_time" content="2025-03-04T23:30:00Z">'
    const { record } = read(
      page(
        `<h1>Pier to be rebuilt</h1><time datetime="2025-03-05T00:30:00+01:00">5 March</time>${paragraphs}`,
        meta,
      ),
    )
    expect(record.published_at).toBe('2025-03-04T23:30:00Z')
    expect(record.published_local).toBe('2025-03-05T00:30:00+01:00')
  })
})

test.each([
  [
    'og:title with the site',
    '<meta property="og:title" content="Pier to be rebuilt - The Gull"><meta property="og:site_name" content="The Gull">',
    '',
  ],
  ['a headline beside the logo', '', '<h1 class="logo">The Gull</h1>'],
])('the title stands without the site: %s', (_name, head, before) => {
  expect(read(page(`${before}<h1>Pier to be rebuilt</h1>${paragraphs}`, head)).record.title).toBe(
    'Pier to be rebuilt',
  )
})

test('captions stand apart from the text, with their credit', () => {
  const figure =
    '<figure><img src="/pier.jpg"><figcaption>The eastern pier after the storm. <span class="credit">Photo: Jon Vass/Reuters</span></figcaption></figure>'
  const { record } = read(article(figure + paragraphs))
  expect(record.captions).toEqual([
    { text: 'The eastern pier after the storm.', credit: 'Jon Vass', agency: 'Reuters' },
  ])
  expect(record.body).toBe(sentences.join('\n\n'))
})

test('the standfirst is the dek, not the body', () => {
  const { record } = read(
    article(
      `<p class="standfirst">Seven votes to two for the longer wall, against the wish of the fishermen</p>${paragraphs}`,
    ),
  )
  expect(record.dek).toBe('Seven votes to two for the longer wall, against the wish of the fishermen')
  expect(record.body?.startsWith('The harbour board')).toBe(true)
})

describe('what is not an article says so', () => {
  const links = Array.from(
    { length: 30 },
    (_, i) => `<li><a href="/n/${i}">Council hears plan number ${i} for the old town hall</a></li>`,
  ).join('')
  test.each([
    [
      'error_page',
      '<h1>404 Page not found</h1><p>The page you asked for does not exist.</p>',
      '<title>404 Page not found</title>',
    ],
    ['login', '<h1>Log in</h1><form><input name="user"></form>', ''],
    ['section_page', `<h1>News</h1><ul>${links}</ul>`, ''],
    [
      'paywall',
      `<h1>Pier to be rebuilt</h1><p>${sentences[0]}</p><div class="paywall"><p>Subscribe to continue reading this article.</p></div>`,
      '',
    ],
    ['no_text', '<h1>Pier</h1>', ''],
    ['too_short', '<h1>Pier</h1><p>The pier of the town is to be rebuilt, the board says.</p>', ''],
    [
      'consent',
      `<h1>Pier</h1><p>${'We and our partners store cookies for personalised ads with your consent, as the privacy settings say. '.repeat(4)}</p>`,
      '',
    ],
  ])('%s', (reason, body, head) => {
    const { record } = read(`<html><head>${head}</head><body>${body}</body></html>`, 'https://gull.example/x')
    expect([record.kind, record.reason]).toEqual(['not_article', reason])
  })

  test.each([
    [
      'gallery',
      'gallery',
      'https://gull.example/gallery/storm',
      '<h1>The storm in pictures</h1><p>Twelve views of the storm.</p>',
      '',
    ],
    [
      'video',
      'video_stub',
      'https://gull.example/video/storm',
      '<h1>Watch the storm</h1><video src="storm.mp4"></video><p>The storm hits the quay.</p>',
      '<script type="application/ld+json">{"@type":"VideoObject","name":"Watch the storm"}</script>',
    ],
  ])('a %s is told apart', (kind, reason, url, body, head) => {
    const { record } = read(`<html><head>${head}</head><body>${body}</body></html>`, url)
    expect([record.kind, record.reason]).toEqual([kind, reason])
  })

  test('a live blog keeps its entries with their times', () => {
    const updates = sentences.map((text, i) => ({
      '@type': 'BlogPosting',
      datePublished: `2025-03-04T1${i}:00:00Z`,
      articleBody: text,
    }))
    const linked = `<script type="application/ld+json">${JSON.stringify({ '@type': 'LiveBlogPosting', headline: 'Storm live', liveBlogUpdate: updates })}</script>`
    const entries = sentences
      .map((text, i) => `<div class="entry"><time>1${i}:00</time><p>${text}</p></div>`)
      .join('')
    const { record } = read(page(`<h1>Storm live</h1>${entries}`, linked))
    expect(record.kind).toBe('live_blog')
    expect(record.body).toContain('12:00')
    expect(record.body).toContain(sentences[4])
  })
})

describe('addresses', () => {
  test('a canonical address of the same site is an alias, another one is evidence of syndication', () => {
    const own = extractHtml(page(paragraphs, '<link rel="canonical" href="/pier?utm_source=x">'), {
      url: 'https://gull.example/pier-2',
    })
    expect(own.aliases.canonical).toBe('https://gull.example/pier')
    expect(own.syndicatedFrom).toBeUndefined()
    const other = extractHtml(page(paragraphs, '<link rel="canonical" href="https://wire.test/pier">'), {
      url: 'https://gull.example/pier',
    })
    expect(other.aliases.canonical).toBeUndefined()
    expect(other.syndicatedFrom).toBe('https://wire.test/pier')
  })

  test.each([
    ['https://gull.example/pier?page=2', 'https://gull.example/pier?page=2'],
    ['https://gull.example/another-article', undefined],
  ])('rel=next to %s', (href, next) => {
    const { nextPage } = extractHtml(page(paragraphs, `<link rel="next" href="${href}">`), {
      url: 'https://gull.example/pier',
    })
    expect(nextPage).toBe(next)
  })
})

describe('what an outlet teaches', () => {
  const promise =
    'Our reporters walk the quay every morning, so that you need not: write to them about what you see there.'
  const promised = article(`${paragraphs}<p>${promise}</p>`)

  test('blocks that it repeats are dropped, its articles are not', () => {
    const first = read(promised)
    const others = [
      'The last ferry of the day came in two hours late on Monday, its crew said, for want of a pilot.',
      'Passengers slept on benches in the terminal, and the town opened its school hall to those with children.',
      'The line promised refunds by the end of the week, and a second pilot by the summer, if one can be found.',
    ].map((text) => `<p>${text}</p>`)
    const second = read(page(`<article><h1>Ferry is late</h1>${others.join('')}<p>${promise}</p></article>`))
    const both = new Set(first.blockHashes.filter((hash) => second.blockHashes.includes(hash)))
    const again = extractHtml(promised, { url: 'https://gull.example/x', boilerplate: both })
    expect(again.record.body).not.toContain('walk the quay')
    expect(again.record.body).toContain(sentences[0])
    const all = extractHtml(promised, {
      url: 'https://gull.example/x',
      boilerplate: new Set(first.blockHashes),
    })
    expect(all.record.body).toContain(sentences[0])
  })

  const outlet: OutletFacts = {
    slug: 'gull',
    name: 'The Gull',
    domain: 'gull.example',
    country: 'GB',
    language: 'en',
    timezone: 'Europe/London',
    mastheads: [],
    extract_rules: {
      valid_until: '2026-01-01',
      body: 'article > .text',
      authors: '.by a',
      remove: ['.promise'],
    },
  }
  const ruled = page(
    `<article><h1>Pier to be rebuilt</h1><div class="by">Story <a>Ada Brunner</a></div><div class="text">${paragraphs}<p class="promise">${promise}</p></div></article>`,
  )

  test('its rules decide until the day they were checked', () => {
    const context = { url: 'https://gull.example/pier', outlets: [outlet] }
    const now = extractHtml(ruled, { ...context, fetchedAt: new Date('2025-06-01') }).record
    expect(now.outlet).toBe('gull')
    expect(now.authors).toEqual(['Ada Brunner'])
    expect(now.body).toBe(sentences.join('\n\n'))
  })

  test('a rule that finds next to nothing does not empty the article', () => {
    const stale = { ...outlet, extract_rules: { valid_until: '2026-01-01', body: '.by' } }
    expect(extractHtml(ruled, { url: 'https://gull.example/pier', outlet: stale }).record.body).toContain(
      sentences[2],
    )
  })
})

describe('guards', () => {
  test.each([
    ['a million nested elements', '<div>'.repeat(1_000_000)],
    ['100,000 attributes on a tag', `<p ${Array.from({ length: 100_000 }, (_, i) => `a${i}=1`).join(' ')}>`],
    ['tags that never close', '<b><p>'.repeat(50_000)],
    ['no tags at all', 'x'.repeat(2_000_000)],
    ['unfinished everything', '<a href="'.repeat(20_000)],
  ])('%s', (_name, junk) => {
    const { record } = read(article(paragraphs) + junk)
    expect(record.title).toBe('Pier to be rebuilt')
  })

  test("the caller's deadline ends the reading", () => {
    const { record } = extractHtml(article(paragraphs) + '<p>x</p>'.repeat(50_000), { expired: () => true })
    expect([record.kind, record.reason]).toEqual(['not_article', 'too_slow'])
  })
})
