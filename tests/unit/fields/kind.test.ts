import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

const page = (body: string, head = ''): string =>
  `<html lang="en"><head><title>Gull Marine</title>${head}</head><body><header><nav><ul><li><a href="/a">Boats</a></li><li><a href="/b">Sails</a></li><li><a href="/c">Ropes</a></li></ul></nav></header>${body}<footer><p>© 2026 Gull Marine. All rights reserved.</p></footer></body></html>`
const kindOf = (html: string, url: string, announced = false) => {
  const { record } = extractHtml(html, { url, outlets: [], announced })
  return { kind: record.kind, reason: record.reason }
}

const card = (i: number): string =>
  `<div class="product-card"><a href="/shop/lamp-${i}"><img src="/lamp-${i}.jpg"><h3>Masthead lamp of ${i + 20} watts, brass</h3></a><span class="price">$${i + 30}.00</span><button>Add to cart</button><p>Free shipping on all orders from $50. ${i + 3} reviews.</p></div>`
const shop = page(
  `<main><h1>Masthead lamps</h1><p>Find the lamp that fits your boat. We ship our lamps to all harbors.</p><div class="grid">${Array.from({ length: 24 }, (_, i) => card(i)).join('')}</div></main>`,
  '<meta property="og:type" content="website">',
)
const product = page(
  `<main><h1>Brass masthead lamp</h1><span class="price">$45.00</span><p>In stock. Free shipping.</p><button>Add to cart</button><select><option>1</option></select><h2>Description</h2><p>Our brass masthead lamp lights your deck and your way home. You can mount it on any mast with the screws that we deliver with it.</p><ul><li>Power: 25 watts</li><li>Weight: 1.2 kg</li><li>Voltage: 12 V</li></ul><h2>Customer reviews</h2><p>5 stars from 12 reviews. You will love it!</p><h2>You may also like</h2>${Array.from({ length: 6 }, (_, i) => card(i)).join('')}</main>`,
  '<meta property="og:type" content="product"><script type="application/ld+json">{"@type":"Product","name":"Brass masthead lamp","offers":{"@type":"Offer","price":"45.00"}}</script>',
)
const service = page(
  `<main><h1>Repairs for your boat</h1><p>We repair hulls, masts and engines. Our team has the tools, and you have the boat.</p><a href="/quote">Get a free quote</a><h2>Why choose us?</h2><ul><li>We come to your harbor.</li><li>Our prices are fair.</li><li>You pay when you are happy.</li></ul><h2>Our services</h2><div><h3>Hull</h3><p>We clean and paint your hull.</p><a href="/hull">Learn more</a></div><div><h3>Mast</h3><p>We step your mast.</p><a href="/mast">Learn more</a></div><div><h3>Engine</h3><p>We tune your engine.</p><a href="/engine">Learn more</a></div><h2>Contact us today</h2><form><input name="name"><input name="email"><textarea></textarea><button>Request a quote</button></form></main>`,
  '<meta property="og:type" content="website"><script type="application/ld+json">{"@type":"LocalBusiness","name":"Gull Marine"}</script>',
)
const player = page(
  `<main><h1>The marine software for your team</h1><p>Plan your tours, keep your logbook and order your spare parts with our software. You and your crew see the same chart on every device, and our team helps you by night and by day. Try it for free.</p><iframe src="https://www.youtube.com/embed/a1"></iframe><a href="/start">Get started</a><a href="/demo">Request a demo</a><h2>Our products</h2>${Array.from({ length: 8 }, (_, i) => `<div><h3>Tool ${i}</h3><a href="/tools/${i}">Learn more</a></div>`).join('')}<h2>Pricing</h2><p>From $9 a month.</p><form><input name="email"><button>Sign up</button></form></main>`,
  '<meta property="og:type" content="website"><script type="application/ld+json">{"@type":"SoftwareApplication","name":"Gull"}</script>',
)
const front = page(
  `<main>${Array.from({ length: 30 }, (_, i) => `<div class="teaser"><h3><a href="/news/${i}">The council of the harbor town decides on pier number ${i}</a></h3><p>Its members met on Tuesday and heard the engineers.</p></div>`).join('')}</main>`,
)

describe('pages that are no articles say what they are', () => {
  it.each([
    ['a shop’s list', shop, 'https://gull.example/collections/lamps', 'section_page'],
    ['a product', product, 'https://gull.example/products/brass-masthead-lamp', 'product'],
    ['a service', service, 'https://gull.example/services/repairs', 'service'],
    ['a company’s page with a player', player, 'https://gull.example/software', 'service'],
    ['a front page', front, 'https://gull.example/', 'section_page'],
    ['a front page of a language', front, 'https://gull.example/en/', 'section_page'],
    ['a section under any path', front, 'https://gull.example/the-town/harbor', 'section_page'],
  ])('%s', (_name, html, url, reason) => {
    expect(kindOf(html, url)).toEqual({ kind: 'not_article', reason })
  })
})

const sentences = [
  'The harbor board decided on Tuesday evening to keep the old lighthouse, after three years of quarrels over its cost.',
  '“It will be painted before the summer,” said its chairwoman, Maren Holt, “and opened to visitors in July.”',
  'Fishermen had asked for a brighter lamp, because the new piers throw long shadows over the western entrance.',
]

describe('articles stay articles', () => {
  const article = (lines: readonly string[], head = ''): string =>
    page(
      `<main><article><h1>Lighthouse stays</h1>${lines.map((line) => `<p>${line}</p>`).join('')}</article></main>`,
      head,
    )
  const dated = '<meta property="article:published_time" content="2026-03-03T10:00:00Z">'

  it.each([
    ['without any metadata', article(sentences), 'https://gull.example/news/lighthouse-stays'],
    ['at an address that is a front page’s', article(sentences), 'https://gull.example/'],
    ['a brief of forty words', article(sentences.slice(0, 2), dated), 'https://gull.example/b/1'],
    [
      'a brief of one sentence with a date and a writer',
      page(
        `<main><h1>Lighthouse stays</h1><p class="byline">By Ada Quill, 3 May 2025</p><p>${sentences[0]}</p></main><aside>${Array.from({ length: 10 }, (_, i) => `<div class="teaser"><h3><a href="/x/${i}">Another story about pier ${i} of the harbor</a></h3></div>`).join('')}</aside>`,
      ),
      'https://gull.example/b/1',
    ],
    ['a brief that nothing dates', article(sentences.slice(0, 2)), 'https://gull.example/b/1'],
    [
      'about prices and you',
      article([
        ...sentences,
        'You will pay $4 for the tour, and our readers $3, she said. Have we said that it is worth it?',
      ]),
      'https://gull.example/services/tour',
    ],
  ])('%s', (_name, html, url) => {
    expect(kindOf(html, url)).toEqual({ kind: 'article', reason: null })
  })

  it('a page whose only sentence is its description', () => {
    const html = article([], `${dated}<meta name="description" content="${sentences[0]}">`).replace(
      '</h1>',
      `</h1><p class="standfirst">${sentences[0]}</p>`,
    )
    const { record } = extractHtml(html, { url: 'https://gull.example/b/2', outlets: [] })
    expect(record).toMatchObject({ kind: 'article', body: sentences[0], dek: null })
  })
})

it('what a feed announced needs more against it than a page of a crawl', () => {
  const url = 'https://gull.example/lamps'
  const otherOf = (html: string): number =>
    extractHtml(html, { url, explain: true, outlets: [] }).explain!.kind!.other
  const text = sentences.map((line) => `<p>${line}</p>`).join('')
  const mixed = [0, 1, 2, 3, 4].flatMap((times) =>
    [service, product, shop].map((html) => html.replace('</h1>', `</h1>${text.repeat(times)}`)),
  )
  const doubtful = mixed.filter((html) => otherOf(html) >= 0.75 && otherOf(html) < 0.92)
  expect(doubtful.length).toBeGreaterThan(0)
  for (const html of doubtful) {
    expect(kindOf(html, url).kind).toBe('not_article')
    expect(kindOf(html, url, true).kind).toBe('article')
  }
})
