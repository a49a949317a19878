import { expect, test } from 'vitest'
import { discoverFeeds, wellKnownFeeds } from '../../../src/core/sources/discover.ts'

test('declared feeds first, then links that look like feeds, comments last', () => {
  const html = `<html><head><base href="/en/">
<link rel="alternate" type="application/rss+xml" title="Comments on The Post" href="comments.xml">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="ALTERNATE stylesheet" type="application/atom+xml" href="atom.xml" title=" Top ">
<link rel="alternate" type="application/feed+json" href="https://other.example/f.json">
</head><body><a href="/rss/world.xml">World <b>news</b></a><a href="/about">About RSS</a><a href="mailto:rss@x.example">m</a>
<a href="atom.xml">again</a></body></html>`
  expect(discoverFeeds(html, 'https://post.example/home')).toEqual([
    { url: 'https://post.example/en/atom.xml', title: 'Top', source: 'link' },
    { url: 'https://post.example/rss/world.xml', title: 'World news', source: 'anchor' },
    { url: 'https://other.example/f.json', title: null, source: 'link' },
    {
      url: 'https://post.example/en/comments.xml',
      title: 'Comments on The Post',
      source: 'link',
      isComments: true,
    },
  ])
})

test('a page of links alone does not grow without bound', () => {
  const html = Array.from({ length: 500 }, (_, i) => `<a href="/rss/${i}.xml">x</a>`).join('')
  expect(discoverFeeds(html, 'https://post.example/')).toHaveLength(50)
})

const firstOf = (head: string, linkHeader?: string) =>
  discoverFeeds(`<html><head>${head}</head></html>`, 'https://post.example/a/', linkHeader)[0]?.url

test.each([
  [
    'an address for feed readers',
    '<link rel="alternate" type="application/rss+xml" href="feed://post.example/f">',
    'http://post.example/f',
  ],
  [
    'the same around an address',
    '<link rel="alternate" type="application/rss+xml" href="feed:https://post.example/f">',
    'https://post.example/f',
  ],
  ['no relation', '<link type="application/atom+xml" href="f">', 'https://post.example/a/f'],
  [
    'blanks around the type',
    '<link rel="alternate" type=" application/rss+xml " href="f">',
    'https://post.example/a/f',
  ],
  ['half a type', '<link rel="alternate" type="rss+xml" href="f">', 'https://post.example/a/f'],
  [
    'JSON that is called a feed',
    '<link rel="alternate" type="application/json" title="JSON Feed" href="f.json">',
    'https://post.example/a/f.json',
  ],
  [
    'XML that is called a feed',
    '<link rel="alternate" type="text/xml" title="RSS" href="f">',
    'https://post.example/a/f',
  ],
  [
    'JSON that is called nothing',
    '<link rel="alternate" type="application/json" href="/wp-json/posts/1">',
    undefined,
  ],
  ['a style sheet', '<link rel="stylesheet" type="application/rss+xml" href="f">', undefined],
])('a feed declared with %s', (_what, head, expected) => {
  expect(firstOf(head)).toBe(expected)
})

test('a Link header declares feeds, from the page’s own address', () => {
  const header =
    '</wp-json/>; rel="https://api.w.org/", <feed.xml>; rel=alternate; type="application/rss+xml"; title="News, daily"'
  expect(discoverFeeds('<base href="/else/">', 'https://post.example/a/', header)).toEqual([
    { url: 'https://post.example/a/feed.xml', title: 'News, daily', source: 'link' },
  ])
})

test('usual places', () => {
  const urls = wellKnownFeeds('https://post.example/section/').map(({ url }) => url)
  expect(urls).toContain('https://post.example/feed')
  expect(urls).toContain('https://post.example/news-sitemap.xml')
})
