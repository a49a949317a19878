import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

const paragraphs = [
  'The harbor board decided on Tuesday evening to keep the old lighthouse, after three years of quarrels over its cost.',
  'Its chairwoman, Maren Holt, said that the tower would be painted again before the summer, and opened to visitors.',
  'Fishermen had asked for a brighter lamp, because the new piers throw long shadows over the western entrance.',
].map((line) => `<p>${line}</p>`)
const stated = '<meta property="article:published_time" content="2025-05-06T10:00:00Z">'
const read = ({
  head = '',
  top = '',
  h1 = 'Lighthouse stays in the harbor',
  end = '',
  url = 'https://gull.example/news/lighthouse',
}) =>
  extractHtml(
    `<html lang="en"><head><title>Lighthouse stays in the harbor - The Gull</title>${head}</head><body><main><article><h1>${h1}</h1>${top}<div class="text">${paragraphs.join('')}</div></article></main>${end}</body></html>`,
    { url, outlets: [], fetchedAt: new Date('2026-01-01T00:00:00Z') },
  ).record

describe('a date by the headline', () => {
  it.each([
    ['a bare day', '<p class="date">Friday 30 May 2025</p>'],
    ['a time element that nothing marks', '<time>30 May 2025</time>'],
    ['a deadline', '<p>Applications close on 30 May 2025</p>'],
    ['an embargo', '<p>Embargoed until 00:01 on 30 May 2025</p>'],
    ['a day too far away', '<p>Published 30 May 2012</p>'],
  ])('does not beat metadata: %s', (_name, top) => {
    expect(read({ head: stated, top }).published_local).toContain('2025-05-06')
  })

  it.each([
    ['in words', '<p>Published on 30 May 2025</p>'],
    ['by its element', '<time class="published" datetime="2025-05-30">30 May 2025</time>'],
  ])('beats it with a mark of publication: %s', (_name, top) => {
    expect(read({ head: stated, top }).published_local).toContain('2025-05-30')
  })
})

describe('no date is taken from', () => {
  it.each([
    ['the footer', { end: '<footer>© The Gull 2010-2014. Last updated on 21 Sep 2017.</footer>' }],
    ['a deadline', { top: '<p>Closing date: 30 May 2025</p>' }],
    [
      'a comment',
      {
        end: '<section class="comments"><h2>Comments</h2><div><b>Bo</b> <span>3 May 2025</span><p>Nice.</p></div></section>',
      },
    ],
    [
      'a reply below a heading',
      { end: '<h3>2 replies</h3><ul><li>Bo Hark, 3 May 2025: Nice lamp!</li></ul>' },
    ],
    [
      'a caption',
      { top: '<figure><img src="/a.jpg"><figcaption>The lamp on 3 May 2025</figcaption></figure>' },
    ],
    ['an event', { top: '<p>When: 3 May 2025, 19:00</p>' }],
    ['an event’s element', { top: '<time class="event-date">3 May 2025</time>' }],
    ['a birth', { top: '<p>Maren Holt, born 3 May 1960</p>' }],
    ['the next article', { end: '<div class="next"><p>Ferry stops</p><p>4 June 2025</p></div>' }],
    [
      'a list beside the text',
      { end: '<aside class="sidebar"><ul><li>4 June 2025 Ferry stops</li></ul></aside>' },
    ],
    [
      'another post, months away from the address',
      {
        end: '<div><span>Posted 11 September 2012 by Unknown</span></div>',
        url: 'https://gull.example/2025/05/lighthouse',
      },
    ],
  ])('%s', (_name, parts) => {
    expect(read(parts).published_at).toBeNull()
  })
})

it.each([
  ['a columnist', 'Lighthouse stays in the harbor <small>Columnist Ada Quill</small>'],
  ['a counter', 'Lighthouse stays in the harbor <span class="comment-count">12</span>'],
  ['a label', '<span class="label">Exclusive</span> Lighthouse stays in the harbor'],
])('%s inside the headline is none of it', (_name, h1) => {
  expect(read({ h1 }).title).toBe('Lighthouse stays in the harbor')
})

describe('the headline is', () => {
  const page = (head: string, above: string, below = ''): string | null =>
    extractHtml(
      `<html lang="en"><head>${head}</head><body><main>${above}<div class="text">${paragraphs.join('')}</div>${below}</main></body></html>`,
      { url: 'https://gull.example/news/1', outlets: [] },
    ).record.title

  it('the sentence above the text, where only headings below it share its rank', () => {
    const head =
      '<title>Tower of the lighthouse stays - The Gull</title><meta property="og:title" content="Tower of the lighthouse stays">'
    const h1 = '<h1>Why the old lighthouse will be painted again before summer</h1>'
    expect(page(head, h1, '<section><h1>More from the islands</h1></section>')).toBe(
      'Why the old lighthouse will be painted again before summer',
    )
  })

  it('a small heading, where the title of every page names the site alone', () => {
    const head = '<title>Gull News for islands and coasts</title>'
    expect(page(head, '<h4>Lighthouse stays in the harbor</h4>')).toBe('Lighthouse stays in the harbor')
  })

  it.each(['The board doesn?t give up its lighthouse', 'The board doesn\ufffdt give up its lighthouse'])(
    'spelled as in the source that kept every character: %s',
    (h1) => {
      const title = 'The board doesn’t give up its lighthouse'
      expect(page(`<meta property="og:title" content="${title}">`, `<h1>${h1}</h1>`)).toBe(title)
    },
  )
})

it.each([
  ['the machine it was made on', 'http://localhost:3000/news/lighthouse'],
  ['a private address', 'http://192.168.1.4/news/lighthouse'],
  ['the home page', 'https://gull.example/'],
])('a canonical address of %s is not believed', (_name, canonical) => {
  expect(read({ head: `<link rel="canonical" href="${canonical}">` }).canonical_url).toBeNull()
})

describe('the lead picture is the first figure’s where metadata names none', () => {
  it.each([
    [
      'the widest of srcset',
      '<figure><picture><source srcset="/a-400.jpg 400w, /a-1200.jpg 1200w"><img alt="x"></picture></figure>',
      '/a-1200.jpg',
    ],
    [
      'what a script loads',
      '<figure><img src="data:image/gif;base64,R0" data-src="/b.jpg"></figure>',
      '/b.jpg',
    ],
    ['what noscript holds', '<figure><noscript><img src="/c.jpg"></noscript></figure>', '/c.jpg'],
    [
      'the source',
      '<aside><figure><img src="/no.jpg"></figure></aside><figure><img src="/d.jpg"></figure>',
      '/d.jpg',
    ],
  ])('%s', (_name, top, path) => {
    expect(read({ top }).image_url).toBe(`https://gull.example${path}`)
    expect(read({ top, head: '<meta property="og:image" content="/og.jpg">' }).image_url).toBe(
      'https://gull.example/og.jpg',
    )
  })
})
