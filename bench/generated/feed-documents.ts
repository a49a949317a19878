/** Makes feeds like those of real outlets from a seed: the same seed gives the same documents. */

const words =
  'council vote budget river bridge minister coast storm school market train strike harvest museum court museum energy border talks plan city water fire road match goal price port union'.split(
    ' ',
  )

/** mulberry32: small, seeded, good enough to vary documents. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

interface Story {
  readonly title: string
  readonly link: string
  readonly date: Date
  readonly lead: string
  readonly html: string
  readonly author: string
}

function story(random: () => number, n: number): Story {
  const sentence = (length: number) =>
    Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ')
  const paragraphs = Array.from(
    { length: 3 + Math.floor(random() * 8) },
    () => `<p>${sentence(40)} “${sentence(6)}” – <a href="/x?a=1&amp;b=2">${sentence(3)}</a>.</p>`,
  )
  return {
    title: `${sentence(8)} & ${sentence(2)}’s`,
    link: `https://news.example/2026/03/${n}/${sentence(6).replace(/ /g, '-')}?utm_source=rss&id=${n}`,
    date: new Date(Date.UTC(2026, 2, 1) + Math.floor(random() * 1e9)),
    lead: sentence(35),
    html: `<figure><img src="https://img.example/${n}.jpg" alt="${sentence(4)}"></figure>${paragraphs.join('\n')}`,
    author: `${sentence(1)} ${sentence(1)}`,
  }
}

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

function rss(stories: readonly Story[], full: boolean): string {
  const items = stories.map(
    (s, i) => `
    <item>
      <title>${i % 2 ? `<![CDATA[${s.title}]]>` : xml(s.title)}</title>
      <link>${xml(s.link)}</link>
      <guid isPermaLink="false">${xml(s.link)}</guid>
      <pubDate>${s.date.toUTCString().replace('GMT', '+0000')}</pubDate>
      <dc:creator><![CDATA[${s.author}]]></dc:creator>
      <category>${words[i % words.length]}</category>
      <category domain="https://news.example/topics">${words[(i * 7) % words.length]}</category>
      <description>${i % 2 ? `<![CDATA[<p>${s.lead}</p>]]>` : xml(`<p>${s.lead}</p>`)}</description>
      ${full ? `<content:encoded><![CDATA[${s.html}]]></content:encoded>` : ''}
      <media:content url="https://img.example/${i}.jpg" medium="image" width="800" height="600"><media:credit>${s.author}</media:credit></media:content>
    </item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel><title>The Example</title><link>https://news.example/</link><description>News</description><language>en-gb</language>
  <atom:link href="https://news.example/rss" rel="self" type="application/rss+xml"/><ttl>15</ttl>
  <image><url>https://news.example/logo.png</url><title>The Example</title><link>https://news.example/</link></image>${items.join('')}
  </channel></rss>`
}

function atom(stories: readonly Story[], full: boolean): string {
  const entries = stories.map(
    (s, i) => `
  <entry><title type="html">${xml(s.title)}</title><link rel="alternate" type="text/html" href="${xml(s.link)}"/>
    <id>tag:news.example,2026:${i}</id><published>${s.date.toISOString()}</published><updated>${s.date.toISOString()}</updated>
    <author><name>${s.author}</name></author><category term="${words[i % words.length]}"/><summary type="html">${xml(s.lead)}</summary>
    ${full ? `<content type="html" xml:base="https://news.example/">${xml(s.html)}</content>` : ''}</entry>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Example</title>
  <link href="https://news.example/"/><link rel="self" href="https://news.example/atom"/><updated>2026-03-01T00:00:00Z</updated><id>x</id>${entries.join('')}</feed>`
}

function rdf(stories: readonly Story[]): string {
  const items = stories.map(
    (s) => `<item rdf:about="${xml(s.link)}"><title>${xml(s.title)}</title><link>${xml(s.link)}</link>
    <description>${xml(s.lead)}</description><dc:date>${s.date.toISOString()}</dc:date><dc:creator>${s.author}</dc:creator></item>`,
  )
  return `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://news.example/"><title>The Example</title><link>https://news.example/</link><description>x</description></channel>${items.join('')}</rdf:RDF>`
}

function json(stories: readonly Story[]): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'The Example',
    home_page_url: 'https://news.example/',
    items: stories.map((s) => ({
      id: s.link,
      url: s.link,
      title: s.title,
      content_html: s.html,
      date_published: s.date,
    })),
  })
}

/** Twelve feeds of 15 to 100 items, with and without full texts. */
export function makeFeeds(seed: number): readonly string[] {
  const random = randomOf(seed)
  const stories = (count: number) => Array.from({ length: count }, (_, n) => story(random, n))
  return [
    rss(stories(20), true),
    rss(stories(20), false),
    rss(stories(50), true),
    rss(stories(50), false),
    rss(stories(100), false),
    rss(stories(100), true),
    atom(stories(15), true),
    atom(stories(25), false),
    atom(stories(50), true),
    rdf(stories(15)),
    rdf(stories(60)),
    json(stories(30)),
  ]
}
