import { describe, expect, test } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

/** What must and must not be in the body of pages built from one article. */
const sentences = [
  'The harbour board voted on Tuesday to rebuild the eastern pier, which a winter storm had torn away in January.',
  'Work is to begin in the spring, said its chair, Odile Marchetti, and will take eighteen months if the weather holds.',
  '“We owe the fishermen a wall that stands longer than a single winter,” she told the hall, to some applause.',
  'The board heard them out for two hours, then voted seven to two for the longer plan that its engineers had drawn.',
  'The cost, put at 4.2 million, is shared by the town, the region and a fund for works against the sea.',
]
const whole = sentences.join('\n\n')
const paragraphs = sentences.map((text) => `<p>${text}</p>`)
const menu =
  '<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
const foot =
  '<footer><p>© 2025 The Gull. All rights reserved.</p><p><a href="/imprint">Imprint</a></p></footer>'

function page(main: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><title>Pier to be rebuilt | The Gull</title><meta property="og:title" content="Pier to be rebuilt">${head}</head><body>${menu}<main>${main}</main>${foot}</body></html>`
}
const article = (inner: string): string => `<article><h1>Pier to be rebuilt</h1>${inner}</article>`
const read = (html: string) => extractHtml(html, { url: 'https://gull.example/2025/03/04/pier' }).record
/** The article with something between its third and its fourth paragraph. */
const amid = (piece: string): string =>
  page(article([...paragraphs.slice(0, 3), piece, ...paragraphs.slice(3)].join('\n')))
const below = (piece: string): string => page(article(paragraphs.join('\n')) + piece)

describe('a pull quote is not said twice', () => {
  const quote = 'We owe the fishermen a wall that stands longer than a single winter'
  test.each([
    ['a block quote of that class', `<blockquote class="pullquote"><p>${quote}</p></blockquote>`],
    ['an aside', `<aside class="quote"><p>“${quote}”</p></aside>`],
    [
      'a figure with who said it',
      `<figure class="wp-block-pullquote"><blockquote><p>${quote}</p><cite>Odile Marchetti</cite></blockquote></figure>`,
    ],
    ['a division', `<div class="article-pull-quote"><span>“${quote}”</span></div>`],
    ['a heading of that class', `<h3 class="pull-quote">${quote}</h3>`],
  ])('%s', (_, piece) => {
    const { body } = read(amid(piece))
    expect(body?.match(/stands longer than a single winter/g)).toHaveLength(1)
    expect(body).toBe(whole)
  })

  test('a quotation that the text has not stays', () => {
    const other = 'Nobody who has seen that wave will ask for a shorter wall again, not in this town.'
    const { body } = read(amid(`<blockquote><p>${other}</p></blockquote>`))
    expect(body).toContain(other)
  })
})

describe('what is not the article stays out', () => {
  test.each([
    [
      'a box to sign up for letters, amid the text',
      amid(
        '<div class="newsletter-signup"><h3>The morning letter</h3><p>Get the best of The Gull in your inbox every day.</p><form><input type="email"><button>Sign up</button></form></div>',
      ),
      /inbox|morning letter/,
    ],
    [
      'a heading after the text, whose list goes',
      page(
        article(
          `${paragraphs.join('')}<h2>More to read</h2><ul><li><a href="/a">The storm of January, seen from the sea</a></li><li><a href="/b">Who pays for walls against the sea</a></li></ul>`,
        ),
      ),
      /More to read|storm of January/,
    ],
    ['the label of an advertisement', amid('<p>– Reklama –</p>'), /Reklama/],
    [
      'what a script left behind that held an end tag in a string',
      amid(
        '<script>var post = {"html":"<script src=x></script>\\n\\n","providerName":"Twitter","providerUrl":"https://twitter.com","thumbnail":null,"type":"oembed","width":550};</script>',
      ),
      /providerName/,
    ],
    [
      'a link to another article, amid the text',
      amid(
        '<p class="related-link"><strong>Read more:</strong> <a href="/storm">How the storm of January was seen</a></p>',
      ),
      /storm of January/,
    ],
    [
      'the next article of an endless page',
      below(
        '<article class="next-article"><h2><a href="/2025/03/04/ferry">Ferry aground off the point</a></h2><p>A ferry with ninety people on board ran aground off the southern point on Monday night, in calm weather.</p><p>All were brought ashore by noon, the coast guard said, and nobody was hurt in what it called a slow landing.</p></article>',
      ),
      /ferry with ninety|coast guard/i,
    ],
    [
      'teasers of other articles',
      below(
        `<section class="more-stories"><h2>More from the coast</h2>${[1, 2, 3].map((i) => `<div class="card"><h3><a href="/c/${i}">Coast story number ${i}</a></h3><p>What happened on the coast on day ${i} of that long week.</p></div>`).join('')}</section>`,
      ),
      /long week|Coast story/,
    ],
    [
      "readers' comments",
      below(
        `<section id="comments"><h2>2 comments</h2>${['What a waste of money this is, the old pier was good enough for all of us.', 'About time. I have waited for this since the storm and I am glad they voted.'].map((text) => `<div class="comment"><span class="comment-author">Jo</span><p>${text}</p></div>`).join('')}</section>`,
      ),
      /waste of money|About time/,
    ],
    [
      'the banner that asks for consent',
      below(
        '<div id="cookie-consent" class="consent-banner"><p>We and our partners use cookies to store and access personal data. You can change your settings at any time.</p><button>Accept all</button></div>',
      ),
      /cookies/,
    ],
    [
      'the wall after the free part',
      page(
        article(
          `${paragraphs.join('')}<div class="paywall"><h2>Keep reading for one euro</h2><p>Subscribe now to continue reading this article. Already a subscriber? Log in.</p></div>`,
        ),
      ),
      /one euro|Subscribe/,
    ],
    [
      'who wrote it, after the text',
      page(
        article(
          `${paragraphs.join('')}<div class="author-bio"><p>Jo Farrow is a reporter for The Gull. She has covered the coast since 2011. Follow her on Twitter.</p></div>`,
        ),
      ),
      /is a reporter/,
    ],
  ])('%s', (_, html, stranger) => {
    const { body, kind } = read(html)
    expect(kind).toBe('article')
    expect(body).not.toMatch(stranger)
    expect(body).toBe(whole)
  })
})

describe('the same article in another dress gives the same body', () => {
  const dressed: readonly [string, string][] = [
    ['the page', page(article(paragraphs.join('\n')))],
    [
      'the AMP page',
      `<!doctype html><html ⚡ lang="en"><head><title>Pier to be rebuilt</title><link rel="canonical" href="https://gull.example/2025/03/04/pier"></head><body><amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></amp-sidebar><header><a href="/">The Gull</a></header><article class="amp-wp-article"><h1 class="amp-wp-title">Pier to be rebuilt</h1><div class="amp-wp-article-content"><amp-img src="/p.jpg" width="4" height="3" layout="responsive"></amp-img>${paragraphs.slice(0, 3).join('')}<amp-ad type="doubleclick"></amp-ad>${paragraphs.slice(3).join('')}</div></article><amp-analytics type="x"></amp-analytics><footer>© 2025 The Gull</footer></body></html>`,
    ],
    [
      'the print version',
      `<html><head><title>The Gull - Print: Pier to be rebuilt</title></head><body onload="window.print()"><table width="600"><tr><td><img src="/logo.gif" alt="The Gull"></td></tr><tr><td><h2>Pier to be rebuilt</h2>${paragraphs.join('')}<hr><small>URL: https://gull.example/2025/03/04/pier</small></td></tr></table></body></html>`,
    ],
    [
      'paragraphs that only line breaks part',
      page(article(`<div class="text">${sentences.join('<br><br>')}</div>`)),
    ],
    [
      'each paragraph in boxes of its own',
      page(
        article(
          paragraphs
            .map((p) => `<section class="chunk"><div class="chunk-text">${p}</div></section>`)
            .join('\n'),
        ),
      ),
    ],
    [
      'the body in two halves around pictures',
      page(
        article(
          `<div class="text">${paragraphs.slice(0, 2).join('')}</div><figure><img src="/p.jpg"><figcaption>The pier after the storm</figcaption></figure><div class="text">${paragraphs.slice(2).join('')}</div>`,
        ),
      ),
    ],
  ]
  test.each(dressed)('%s', (_, html) => {
    expect(read(html).body).toBe(whole)
  })
})

test('lists and code between two paragraphs are of the text', () => {
  const lines = ['North wall: 240 metres', 'East pier: 310 metres', 'Slipway: 42 metres']
  const { body } = read(amid(`<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`))
  for (const line of lines) expect(body).toContain(line)
})

test('a recipe has its ingredients and steps, where JSON-LD tells which they are', () => {
  const ingredients = ['250 g of flour', '2 eggs', 'A pinch of salt', 'Half a litre of milk']
  const steps = [
    'Whisk the flour into the milk, a little at a time, until no lump is left in it.',
    'Beat in the eggs and the salt and let the batter rest for half an hour.',
    'Bake one ladle after the other in hot butter, a minute and a half on either side.',
  ]
  const linked = `<script type="application/ld+json">${JSON.stringify({
    '@type': 'Recipe',
    name: 'Pancakes from the pier',
    recipeIngredient: ingredients,
    recipeInstructions: steps.map((text) => ({ '@type': 'HowToStep', text })),
  })}</script>`
  const { body } = read(
    page(
      `<article><h1>Pancakes from the pier</h1><p>${sentences[1]}</p><div class="box"><h2>Ingredients</h2><ul class="list">${ingredients.map((text) => `<li><span>${text}</span></li>`).join('')}</ul></div><div class="grid">${steps.map((text, i) => `<div class="cell"><div class="n">${i + 1}.</div><div class="t">${text}</div></div>`).join('')}</div></article>`,
      linked,
    ),
  )
  for (const text of [...ingredients, ...steps]) expect(body).toContain(text)
})

describe('a live blog', () => {
  const linked = `<script type="application/ld+json">${JSON.stringify({
    '@type': 'LiveBlogPosting',
    headline: 'Storm live',
    liveBlogUpdate: sentences.map((text, i) => ({
      '@type': 'BlogPosting',
      datePublished: `2025-03-04T1${i}:30:00Z`,
      articleBody: text,
    })),
  })}</script>`
  const entry = (text: string, i: number): string =>
    `<div class="entry"><time datetime="2025-03-04T1${i}:30:00Z">1${i}:30</time><p>${text}</p></div>`

  test.each([
    ['named by the page', linked],
    ['shown by its entries alone', ''],
  ])('gives its entries, each with its time, %s', (_, head) => {
    const html = page(`<h1>Storm live: the day on the coast</h1>${sentences.map(entry).join('')}`, head)
    const record = read(html.replaceAll('Pier to be rebuilt', 'Storm live: the day on the coast'))
    expect(record.kind).toBe('live_blog')
    for (const [i, text] of sentences.entries()) {
      const at = record.body?.indexOf(`1${i}:30`) ?? -1
      expect(at).toBeGreaterThanOrEqual(0)
      expect(record.body?.indexOf(text)).toBeGreaterThan(at)
    }
  })

  test('is read from JSON-LD where a script loads its entries', () => {
    const record = read(page('<h1>Storm live</h1><div id="app"></div>', linked))
    expect(record.kind).toBe('live_blog')
    for (const text of sentences) expect(record.body).toContain(text)
    expect(record.body).toContain('2025-03-04')
  })
})

describe('what names the element around the whole page says nothing of its parts', () => {
  const dek = 'Seven votes to two for the longer wall, against the wish of the fishermen of the town.'
  test.each([
    ['an application shell', '<div id="__next">', '</div>'],
    ['a page that has comments', '<div class="has-comments related-on">', '</div>'],
  ])('%s: the standfirst is the dek', (_, open, close) => {
    const header = `<header><h1>Pier to be rebuilt</h1><p>${dek}</p></header>`
    const html = page(`<article>${header}${paragraphs.join('\n')}</article>`)
      .replace('<body>', `<body>${open}`)
      .replace('</body>', `${close}</body>`)
    const record = read(html)
    expect(record.dek).toBe(dek)
    expect(record.body).toBe(whole)
  })
})

describe('a line that announces what is not the article goes with it', () => {
  const links = (count: number): string =>
    `<ul>${Array.from({ length: count }, (_, i) => `<li><a href="/n/${i}">The harbour board hears plan number ${i}</a></li>`).join('')}</ul>`
  test.each([
    ['a heading amid the text', amid(`<h3>You may also like</h3>${links(3)}`)],
    ['a line with a colon amid the text', amid(`<p>Related stories:</p>${links(3)}`)],
    [
      'a line with a colon at the end',
      page(article(`${paragraphs.join('\n')}<p>For those who read on:</p>${links(4)}`)),
    ],
  ])('%s', (_, html) => {
    expect(read(html).body).toBe(whole)
  })
})

test.each(['style', 'title', 'iframe', 'script'])(
  'deep nesting of <%s> within a drawing is flattened',
  (name) => {
    const { body } = read(below(`<svg>${`<${name}>`.repeat(30_000)}`))
    expect(body).toBe(whole)
  },
)
