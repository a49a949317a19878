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
    { url: 'https://post.example/en/comments.xml', title: 'Comments on The Post', source: 'link' },
  ])
})

test('a page of links alone does not grow without bound', () => {
  const html = Array.from({ length: 500 }, (_, i) => `<a href="/rss/${i}.xml">x</a>`).join('')
  expect(discoverFeeds(html, 'https://post.example/')).toHaveLength(50)
})

test('usual places', () => {
  const urls = wellKnownFeeds('https://post.example/section/').map(({ url }) => url)
  expect(urls).toContain('https://post.example/feed')
  expect(urls).toContain('https://post.example/news-sitemap.xml')
})
