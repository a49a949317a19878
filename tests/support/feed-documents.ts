/** Small well-formed feeds for the tests of the readers, each with one thing that occurs in feeds. */

const prefixes =
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'

export const rssOf = (item: string, channel = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" ${prefixes}><channel><title>Harbour Post</title><link>https://harbour.example/</link>${channel}<item>${item}</item></channel></rss>`

export const atomOf = (entry: string, feed = ''): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Hafen &amp;amp; Meer</title>${feed}<entry>${entry}</entry></feed>`

const link = '<link>https://harbour.example/1</link>'

/** Name and document: rss-parser reads each of them, and both readers must give the same result. */
export const faithful: readonly (readonly [string, string])[] = [
  ['an empty item', rssOf('')],
  ['references', rssOf(`<title>A &amp;amp; B &lt;i&gt;c&lt;/i&gt; &#8217; &#x1F600;</title>${link}`)],
  ['names that only HTML knows', rssOf('<title>caf&eacute;</title>')],
  [
    'xml:base where it changes nothing',
    atomOf('<title>Zug</title><content type="html" xml:base="https://b.example/">x</content>'),
  ],
  ['CDATA beside text', rssOf(`<title>a <![CDATA[<b>b</b> & c]]> d</title>${link}`)],
  ['a comment within a title', rssOf(`<title>a<!-- no -->b</title>${link}`)],
  [
    'blanks and line breaks',
    rssOf(`<title>\n  One\r\n  two </title><link>\n https://harbour.example/1\n</link>`),
  ],
  ['a guid that is no address', rssOf('<guid isPermaLink="false">n1</guid><title>x</title>')],
  ['a guid that is the address', rssOf('<guid>https://harbour.example/g</guid>')],
  ['two titles', rssOf(`<title>One</title><media:title>Two</media:title><title>Three</title>${link}`)],
  [
    'dates of several kinds',
    rssOf('<dc:date>2026-01-02</dc:date><pubDate>Tue, 03 Mar 2026 08:15:00 GMT</pubDate>'),
  ],
  ['a date that cannot be read', rssOf('<pubDate>yesterday or so</pubDate><dc:date>2026-01-02</dc:date>')],
  [
    'authors',
    rssOf(
      '<author>jo@paper.example (Jo Day)</author><dc:creator>Kim</dc:creator><dc:creator>Lee</dc:creator>',
    ),
  ],
  [
    'a picture in a group',
    rssOf(
      '<media:group><media:thumbnail url="https://i.example/1.jpg"/><media:content url="https://i.example/2.jpg" medium="image"/></media:group>',
    ),
  ],
  [
    'a picture in its content',
    rssOf(
      '<media:content url="https://i.example/v.mp4" type="video/mp4"><media:thumbnail url="https://i.example/t.jpg"/><media:title>T</media:title></media:content>',
    ),
  ],
  ['an enclosure', rssOf('<enclosure url="https://i.example/e.png" type="image/png" length="1"/>')],
  [
    'full texts and unknown elements',
    rssOf(
      `<content:encoded><![CDATA[<p>x</p>]]></content:encoded><slash:comments xmlns:slash="http://purl.org/rss/1.0/modules/slash/">3</slash:comments>${link}`,
    ),
  ],
  [
    'a redirect service',
    rssOf(`${link}<feedburner:origLink>https://harbour.example/o</feedburner:origLink>`),
  ],
  ['an Atom link within RSS', rssOf(`${link}<atom:link rel="related" href="https://other.example/"/>`)],
  [
    'hints',
    rssOf(
      link,
      '<ttl>30</ttl><skipHours><hour>0</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>',
    ),
  ],
  ['languages', rssOf('<dc:language>fr</dc:language>', '<language>en-gb</language>')],
  [
    'the feed’s own links',
    rssOf(
      link,
      '<atom:link rel="self" href="https://harbour.example/rss"/><image><url>https://l.example/l.png</url><title>Logo</title><link>https://l.example/</link></image>',
    ),
  ],
  ['a prefix declared inside', rssOf(`<x:y xmlns:x="https://x.example/ns">z</x:y>${link}`)],
  ['the source of an item', rssOf(`<source url="https://o.example/rss">Other</source>${link}`)],
  [
    'RSS 0.91 with a doctype',
    '<!DOCTYPE rss SYSTEM "rss-0.91.dtd"><rss version="0.91"><channel><title>Old</title><item><title>One</title><link>https://harbour.example/1</link></item></channel></rss>',
  ],
  ['no version', '<rss><channel><item><title>One</title></item></channel></rss>'],
  [
    'Atom',
    atomOf(
      '<title>Zug &amp;amp; Bus</title><link rel="enclosure" href="https://harbour.example/a.mp3"/><link href="/a?x=1&amp;y=2"/><id>tag:1</id><updated>2026-02-02T00:00:00Z</updated><published>2026-02-01T10:00:00+02:00</published><author><name>Uwe &amp; Ina</name><email>u@atom.example</email></author><author><email>i@atom.example</email></author><summary type="html">&lt;p&gt;Kurz&lt;/p&gt;</summary>',
    ),
  ],
  [
    'Atom with XHTML in its content',
    atomOf(
      '<title>Zug</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Er <b>kommt</b>.</p></div></content>',
    ),
  ],
  [
    'Atom whose text is elsewhere',
    atomOf('<title>Zug</title><content src="https://harbour.example/full.html" type="text/html"/>'),
  ],
  [
    'the source of an Atom entry',
    atomOf(
      '<title>Zug</title><source><title>Other</title><id>o</id><updated>2020-01-01T00:00:00Z</updated></source>',
    ),
  ],
  [
    'an entry in another language',
    atomOf(
      '<title>Train</title><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">3 mars 2026</dc:date>',
    ).replace('<entry>', '<entry xml:lang="fr">'),
  ],
  [
    'RDF',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title><link>https://r.example/</link><items><rdf:Seq><rdf:li resource="https://r.example/1"/></rdf:Seq></items></channel><image><title>I</title></image><item rdf:about="https://r.example/1"><title>One</title><dc:date>2026-01-05</dc:date><dc:creator>L. May</dc:creator></item></rdf:RDF>',
  ],
]

/** Name, document, and what its first item must have: rss-parser would leave it out or misinterpret it. */
export const notRepresented: readonly (readonly [string, string, object])[] = [
  [
    'xml:base',
    atomOf('<title>Zug</title><link href="a"/>').replace(
      '<entry>',
      '<entry xml:base="https://b.example/x/">',
    ),
    { link: 'https://b.example/x/a' },
  ],
  [
    'markup in a title',
    atomOf('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Zug <em>kommt</em></div></title>'),
    { title: 'Zug kommt' },
  ],
  [
    'another prefix for a known vocabulary',
    '<rss version="2.0" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><item><d:creator>Jo Day</d:creator></item></channel></rss>',
    { author: 'Jo Day' },
  ],
  [
    'a usual prefix for another vocabulary',
    '<rss version="2.0" xmlns:dc="http://search.yahoo.com/mrss/"><channel><item><dc:creator>7</dc:creator><creator>Jo Day</creator></item></channel></rss>',
    { author: 'Jo Day' },
  ],
  [
    'tags in other cases',
    rssOf('<Title>One</Title><LINK>https://harbour.example/1</LINK>'),
    { title: 'One', link: 'https://harbour.example/1' },
  ],
  [
    'a field within an unknown element',
    rssOf(`<wrapper><title>One</title></wrapper>${link}`),
    { title: 'One' },
  ],
  [
    'a field in two places',
    rssOf(
      '<media:thumbnail url="https://i.example/1.jpg"/><media:group><media:thumbnail url="https://i.example/2.jpg"/></media:group>',
    ),
    { image: 'https://i.example/1.jpg' },
  ],
  [
    'two elements of one rank',
    rssOf('<description>First</description><summary>Second</summary>'),
    { summary: 'First' },
  ],
  ['references of windows-1252', rssOf('<title>a &#150; b</title>'), { title: 'a – b' }],
  [
    'items behind the end',
    `${rssOf('<title>One</title>')}<rss><channel><item><title>Two</title></item></channel></rss>`,
    { title: 'One' },
  ],
  [
    'items outside of the channel',
    '<rss version="2.0"><channel><title>T</title></channel><item><title>One</title></item></rss>',
    { title: 'One' },
  ],
  [
    'a text that is slow for rss-parser',
    rssOf(`<title>One</title><description>${'&lt;'.repeat(50_000)}</description>`),
    { title: 'One' },
  ],
  ['a document that is cut off', rssOf('<title>One</title>').slice(0, -10), { title: 'One' }],
]
