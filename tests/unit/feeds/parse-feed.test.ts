import { describe, expect, test } from 'vitest'
import { type Feed, type FeedItem, parseFeed } from '../../../src/core/feeds/parse-feed.ts'

async function feedOf(text: string, url?: string): Promise<Feed> {
  const result = await parseFeed(text, { url })
  if (!result.ok) throw new Error(`no feed: ${result.reason}`)
  return result.feed
}

async function itemOf(inner: string, url?: string): Promise<FeedItem> {
  return (await feedOf(`<rss version="2.0"><channel><item>${inner}</item></channel></rss>`, url)).items[0]!
}

test('RSS 2.0 in full', async () => {
  const feed = await feedOf(
    `<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>The Harbour Post</title><link>https://harbour.example/</link><language>en-ie</language><ttl>30</ttl>
  <atom:link rel="self" href="https://harbour.example/rss"/>
  <image><title>Logo</title><link>https://logo.example/</link><url>https://logo.example/l.png</url></image>
  <skipHours><hour>0</hour><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>
  <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
  <item><title>Ferry &amp; fog</title><link>https://harbour.example/1</link><guid isPermaLink="false">n1</guid>
    <pubDate>Tue, 03 Mar 2026 08:15:00 +0100</pubDate><dc:creator>Aoife Byrne</dc:creator>
    <description>&lt;p&gt;No ferries &lt;b&gt;today&lt;/b&gt;.&lt;/p&gt;</description>
    <content:encoded><![CDATA[<p>No ferries <b>today</b>, the port said.</p>]]></content:encoded>
    <enclosure url="https://img.example/f.jpg" type="image/jpeg" length="1"/></item>
</channel></rss>`,
  )
  expect(feed).toMatchObject({
    format: 'rss',
    title: 'The Harbour Post',
    home: 'https://harbour.example/',
    self: 'https://harbour.example/rss',
    language: 'en-ie',
    hints: { ttlMinutes: 30, skipHours: [0, 3], skipDays: [0], updatePeriodMinutes: 360 },
  })
  expect(feed.items).toEqual([
    {
      title: 'Ferry & fog',
      link: 'https://harbour.example/1',
      originalLink: null,
      guid: 'n1',
      published: '2026-03-03T07:15:00Z',
      publishedRaw: 'Tue, 03 Mar 2026 08:15:00 +0100',
      author: 'Aoife Byrne',
      authors: ['Aoife Byrne'],
      summary: 'No ferries today.',
      language: null,
      image: 'https://img.example/f.jpg',
    },
  ])
})

test('Atom 1.0: bases, xhtml, source and author', async () => {
  const feed = await feedOf(
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/news/" xml:lang="de">
<title type="html">A &amp;amp; B</title><link href="/"/><link rel="self" href="feed"/>
<entry xml:base="2026/"><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Zug <em>kommt</em></div></title>
<link rel="enclosure" href="a.mp3"/><link href="a"/><id>tag:1</id>
<updated>2026-02-02T00:00:00Z</updated><published>2026-02-01T10:00:00+02:00</published>
<author><name>Uwe Mai</name><email>u@atom.example</email></author><author><name>Ina Ohm</name></author>
<source><title>Other</title><id>other</id><updated>2020-01-01T00:00:00Z</updated></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Er kommt.</p></div></content></entry></feed>`,
  )
  expect(feed).toMatchObject({
    format: 'atom',
    title: 'A & B',
    home: 'https://atom.example/',
    language: 'de',
  })
  expect(feed.items[0]).toMatchObject({
    title: 'Zug kommt',
    link: 'https://atom.example/news/2026/a',
    guid: 'tag:1',
    published: '2026-02-01T08:00:00Z',
    authors: ['Uwe Mai', 'Ina Ohm'],
  })
})

test('RDF: items beside the channel, rdf:about for a guid', async () => {
  const feed = await feedOf(
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>R</title><items><rdf:Seq><rdf:li resource="https://r.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://r.example/1"><title>One</title><d:date>2026-01-05</d:date><d:creator>L. May</d:creator></item></rdf:RDF>`,
  )
  expect(feed.format).toBe('rdf')
  expect(feed.items[0]).toMatchObject({
    title: 'One',
    guid: 'https://r.example/1',
    link: 'https://r.example/1',
    published: '2026-01-05T00:00:00Z',
    author: 'L. May',
  })
})

test('JSON Feed', async () => {
  const feed = await feedOf(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      home_page_url: 'https://j.example/',
      items: [
        {
          id: 7,
          url: '/7',
          title: 'Seven',
          content_text: 'a < b',
          authors: [{ name: 'Kim' }],
          date_published: '2026-01-01T00:00:00Z',
        },
      ],
    }),
    'https://j.example/feed.json',
  )
  expect(feed.items[0]).toMatchObject({
    guid: '7',
    link: 'https://j.example/7',
    author: 'Kim',
    summary: 'a < b',
  })
})

test('JSON: an id that is an address is the link where there is no other', async () => {
  const feed = await feedOf(
    '{"items":[{"id":"https://j.example/2"},{"id":"https://j.example/2","url":"https://j.example/3"}]}',
  )
  expect(feed.items.map(({ link }) => link)).toEqual(['https://j.example/2', 'https://j.example/3'])
})

test('JSON with raw line breaks in its texts', async () => {
  const feed = await feedOf('{"title":"J","items":[{"id":"1","title":"one\n\ttwo"}]}')
  expect(feed.items[0]!.title).toBe('one two')
})

describe('links', () => {
  const at = 'https://news.example/feeds/all.xml'
  test.each([
    ['<link>/a</link>', 'https://news.example/a'],
    ['<link>//cdn.example/a</link>', 'https://cdn.example/a'],
    ['<link> https://news.example/a?x=1&y=2 </link>', 'https://news.example/a?x=1&y=2'],
    ['<link>https://news.example/a?x=1&amp;copy=2</link>', 'https://news.example/a?x=1&copy=2'],
    ['<link><![CDATA[https://news.example/a]]></link>', 'https://news.example/a'],
    ['<guid>https://news.example/g</guid>', 'https://news.example/g'],
    ['<guid isPermaLink="false">https://news.example/g</guid>', 'https://news.example/g'],
    ['<guid isPermaLink="false">https://news.example/g</guid><link>/a</link>', 'https://news.example/a'],
    ['<a:link xmlns:a="http://www.w3.org/2005/Atom" a:href="/p"/>', 'https://news.example/p'],
    ['<guid isPermaLink="false">tag:news.example,2026:1</guid>', null],
    ['<id>https://news.example/i</id>', 'https://news.example/i'],
    ['<link/><guid isPermaLink="true">https://news.example/g</guid>', 'https://news.example/g'],
    ['<atom:link rel="alternate" href="https://news.example/a"/>', 'https://news.example/a'],
    [
      '<atom:link rel="self" href="https://news.example/self"/><link>https://news.example/a</link>',
      'https://news.example/a',
    ],
    ['<link>javascript:alert(1)</link>', null],
    ['<link>file:///etc/passwd</link>', null],
    ['<link>www.news.example/a</link>', 'http://www.news.example/a'],
  ])('%s', async (inner, link) => {
    expect((await itemOf(inner, at)).link).toBe(link)
  })

  test('the page behind a redirect service is kept beside the link', async () => {
    const item = await itemOf(
      '<link>http://r.example/~r/1</link><feedburner:origLink>https://news.example/a</feedburner:origLink>',
    )
    expect(item).toMatchObject({ link: 'http://r.example/~r/1', originalLink: 'https://news.example/a' })
  })
})

describe('titles', () => {
  test.each([
    ['Fish & chips <3', 'Fish & chips <3'],
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['<![CDATA[Mayor&#8217;s <i>last</i> stand]]>', 'Mayor’s last stand'],
    ['caf&eacute; &unknown; &#x1F600;', 'café &unknown; 😀'],
    ['&#55357;&#56832; pair', '😀 pair'],
    ['&#150; dash of windows-1252', '– dash of windows-1252'],
    ['Use Vec&lt;T&gt; well', 'Use Vec<T> well'],
    ['tab\tand\u0003control\n  blanks', 'tab andcontrol blanks'],
    ['one<br>two', 'one two'],
    // escaped twice: markup is removed, a tag that the headline is about stays
    ['Q&amp;amp;A: the &amp;lt;b&amp;gt; tag', 'Q&A: the <b> tag'],
    ['When &amp;lt;table&amp;gt; was all there was', 'When <table> was all there was'],
    ['&amp;lt;i&amp;gt;Seabird&amp;lt;/i&amp;gt; wins', 'Seabird wins'],
    ['Storm&amp;lt;br /&amp;gt;over the bay', 'Storm over the bay'],
    ['&amp;lt;a href=&amp;quot;/x&amp;quot;&amp;gt;Ferries', 'Ferries'],
    ['', null],
  ])('%s', async (source, title) => {
    expect((await itemOf(`<title>${source}</title>`)).title).toBe(title)
  })
})

test.each(['Thu, 01 Jan 1970 00:00:00 +0000', '0001-01-01T00:00:00Z', '-0001-11-30T00:00:00+00:00', '0'])(
  'no date is made of the empty value %s',
  async (value) => {
    expect((await itemOf(`<pubDate>${value}</pubDate>`)).published).toBeNull()
  },
)

describe('authors', () => {
  test.each([
    ['<author>jo@paper.example (Jo Day)</author>', 'Jo Day'],
    ['<author>Jo Day &lt;jo@paper.example&gt;</author>', 'Jo Day'],
    ['<author>jo@paper.example</author>', 'jo@paper.example'],
    ['<author>desk@paper.example</author><dc:creator>Jo Day</dc:creator>', 'Jo Day'],
    ['<itunes:author>Jo Day</itunes:author>', 'Jo Day'],
    ['<author><name>Jo Day</name><uri>https://x.example</uri></author>', 'Jo Day'],
    ['<dc:creator><![CDATA[By <a href="/jo">Jo Day</a>]]></dc:creator>', 'By Jo Day'],
  ])('%s', async (inner, author) => {
    expect((await itemOf(inner)).author).toBe(author)
  })
})

describe('broken documents', () => {
  const whole = '<item><title>One</title><link>https://n.example/1</link></item>'
  test.each([
    [
      'text before the prolog',
      `\n Warning: x in y<br />\n<?xml version="1.0"?><rss><channel>${whole}</channel></rss>`,
      1,
    ],
    [
      'upper-case tags',
      '<RSS><CHANNEL><ITEM><TITLE>One</TITLE><LINK>https://n.example/1</LINK></ITEM></CHANNEL></RSS>',
      1,
    ],
    ['no end', `<rss><channel>${whole}${whole}`, 2],
    ['cut off in a link', `<rss><channel>${whole}<item><title>Two</title><link>https://n.exam`, 1],
    [
      'cut off behind a link',
      `<rss><channel>${whole}<item><title>Two</title><link>https://n.example/2</link><desc`,
      2,
    ],
    [
      'item not closed',
      `<rss><channel><item><title>One</title><link>https://n.example/1</link>${whole}</channel></rss>`,
      2,
    ],
    [
      'title not closed',
      '<rss><channel><item><title>One<link>https://n.example/1</link></item></channel></rss>',
      1,
    ],
    [
      'CDATA not closed',
      '<rss><channel><item><link>https://n.example/1</link><title><![CDATA[One</title></item></channel></rss>',
      1,
    ],
    ['attribute not closed', `<rss version="2.0><channel>${whole}</channel></rss>`, 1],
    ['unknown elements left open', `<rss><channel><foo><bar>${whole}</channel></rss>`, 1],
    [
      'undeclared prefix',
      `<rss><channel><item><x:y>z</x:y><title>One</title><link>https://n.example/1</link></item></channel></rss>`,
      1,
    ],
    ['no channel', `<rss>${whole}</rss>`, 1],
    ['script behind the end', `<rss><channel>${whole}</channel></rss><script>if (a < b) {}</script>`, 1],
  ])('%s', async (_name, text, count) => {
    const { items } = await feedOf(text)
    expect(items).toHaveLength(count)
    expect(items[0]).toMatchObject({ title: 'One', link: 'https://n.example/1' })
  })

  test('a nested title does not replace the own one', async () => {
    expect((await itemOf('<foo><title>Wrong</title></foo><title>Right</title>')).title).toBe('Right')
  })
})

describe('no feed', () => {
  test.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['<!doctype html><html><head><title>Just a moment</title></head><body></body></html>', 'html_page'],
    ['{"error": 404}', 'json_without_items'],
    ['{"items": ', 'bad_json'],
    ['<urlset><url><loc>https://n.example/</loc></url></urlset>', 'sitemap'],
    ['<opml><body/></opml>', 'opml'],
    ['plain words', 'no_feed_element'],
  ])('%s', async (text, reason) => {
    expect(await parseFeed(text)).toEqual({ ok: false, reason })
  })
})

describe('hostile documents', () => {
  test('nested entities do not grow', async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
    const text = `<!DOCTYPE rss [<!ENTITY l0 "lol">${levels.join('')}]><rss><channel><title>&l9;</title></channel></rss>`
    expect((await feedOf(text)).title).toBe('&l9;')
  })

  test('a plain entity of the document is put in, an external one is not', async () => {
    const text = `<!DOCTYPE rss [<!ENTITY site "News"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&site; &f;</title></channel></rss>`
    expect((await feedOf(text)).title).toBe('News &f;')
  })

  test.each([
    ['unclosed CDATA', '<![CDATA[</a>'],
    ['unclosed comments', '<!--x>'],
    ['bare brackets', '< '],
    ['unclosed elements', '<a>'],
    ['closers without openers', '<a></b>'],
    ['attributes without values', '<item aaaa '],
    ['quotes', `<a b="'`],
    ['ampersands', '&'],
    ['items', '<item>'],
  ])('%s by the hundred thousand come to an end', async (_name, piece) => {
    const result = await parseFeed(`<rss><channel><item><title>${piece.repeat(100_000)}`)
    expect(result).toBeDefined()
  })
})

test('what no database can store is no part of an item: NUL and unpaired surrogates', async () => {
  const rss = await feedOf(
    '<rss version="2.0"><channel><title>N</title><item><title>a\u0000b</title><guid>https://n.example/a\u0000b</guid></item></channel></rss>',
  )
  expect(rss.items[0]).toMatchObject({
    title: 'ab',
    guid: 'https://n.example/ab',
    link: 'https://n.example/ab',
  })
  const json = await feedOf(
    '{"version":"https://jsonfeed.org/version/1.1","title":"N","items":[{"id":"https://n.example/\\ud800","title":"a\\udc00"}]}',
  )
  expect(json.items[0]).toMatchObject({ title: 'a\ufffd', guid: 'https://n.example/\ufffd' })
  expect(json.items[0]!.link!.isWellFormed()).toBe(true)
})
