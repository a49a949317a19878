import { describe, expect, test } from 'vitest'
import {
  canonicalUrl,
  desktopHost,
  registrableDomain,
  resolveUrl,
  sameSite,
  urlKey,
} from '../../../src/core/fetching/url.ts'

describe('canonicalUrl', () => {
  test.each([
    ['HTTP://News.Example.COM:80', 'http://news.example.com/'],
    ['https://news.example/a/../b/./c', 'https://news.example/b/c'],
    ['https://news.example//b//c', 'https://news.example/b/c'],
    [
      'https://archive.example/web/2020/https://news.example/a',
      'https://archive.example/web/2020/https://news.example/a',
    ],
    ['https://news.example/%7ejo/%c3%a9', 'https://news.example/~jo/%C3%A9'],
    ['https://münchen.example/straße', 'https://xn--mnchen-3ya.example/stra%C3%9Fe'],
    ['https://me:secret@news.example/a', 'https://news.example/a'],
    ['https://news.example/a?z=1&a=2&a=1', 'https://news.example/a?a=2&a=1&z=1'],
    ['https://news.example/a?b=1&amp;amp;c=2', 'https://news.example/a?b=1&c=2'],
    ['https://news.example/a?utm_anything=1&GCLID=x&id=7', 'https://news.example/a?id=7'],
    ['https://news.example/a#comments', 'https://news.example/a'],
    ["https://news.example/what's-in-'a'", "https://news.example/what's-in-'a'"],
    ["'https://news.example/a'", 'https://news.example/a'],
    ['https://www.google.com//amp/s/news.example/a', 'https://news.example/a'],
    ['https://news.example/#!/story/9', 'https://news.example/#!/story/9'],
    ['https://news.example/#/story/9', 'https://news.example/#/story/9'],
    ['https://news.example/a;jsessionid=0A1B?x=1', 'https://news.example/a?x=1'],
    ['https://news.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx', 'https://news.example/a.aspx'],
    ['https://news.example/a?sid=0123456789abcdef0123456789abcdef', 'https://news.example/a'],
    ['https://news.example/a?sid=12', 'https://news.example/a?sid=12'],
    ['https://news.example/a?cid=rss_top', 'https://news.example/a'],
    ['https://news.example/a?ref=rss&source=Twitter', 'https://news.example/a'],
    ['https://news.example/a?ref=42&source=reuters', 'https://news.example/a?ref=42&source=reuters'],
    ['https://news.example/a?affid=7&partnerId=x&id=1', 'https://news.example/a?id=1'],
    ['https://news.example/a?cid=4711', 'https://news.example/a?cid=4711'],
    ['//news.example.com/a', 'http://news.example.com/a'],
    ['news.example.com/a', 'http://news.example.com/a'],
    [' <https://news.example/a> ', 'https://news.example/a'],
    ['https://www.google.com/url?q=https://news.example/a%3Ffbclid%3D1', 'https://news.example/a'],
  ])('%s', (input, canonical) => {
    expect(canonicalUrl(input)).toBe(canonical)
  })

  test.each([
    [''],
    ['not a url'],
    ['mailto:desk@news.example'],
    ['javascript:void(0)'],
    ['/relative/path'],
    ['http://'],
    ['ftp://news.example/a'],
    ['https://..example/a'],
    [`https://news.example/${'a'.repeat(3000)}`],
  ])('no usable address: %s', (input) => {
    expect(canonicalUrl(input)).toBeNull()
    expect(urlKey(input)).toBeNull()
  })

  test('is a fixed point: what it gives stays as it is', () => {
    for (const url of [
      'https://a.example/%7Ex?b=%2f&a=1#!/x',
      'http://пример.рф/ы?ы=1',
      'https://a.example/?q=1%2B1+2',
    ]) {
      const once = canonicalUrl(url)
      expect(once).not.toBeNull()
      expect(canonicalUrl(once!)).toBe(once)
    }
  })
})

describe('urlKey', () => {
  test.each([
    ['http://www.news.example.com/a/', 'https://news.example.com/a'],
    ['https://m.example.com/a', 'https://www.example.com/a'],
    ['https://amp.example.com/a', 'https://example.com/a'],
    ['https://en.m.example.org/wiki/A', 'https://en.example.org/wiki/A'],
    ['https://example.com/a/amp/', 'https://example.com/a'],
    ['https://example.com/amp/2026/a', 'https://example.com/2026/a'],
    ['https://medium.com/@jo/tides-1a2b3c?source=rss-ab12------2', 'https://medium.com/@jo/tides-1a2b3c'],
    [
      'https://tides.example.com/a-1?source=collection_home---4------0-----------------------',
      'https://tides.example.com/a-1',
    ],
    ['https://example.com/a?session_id=9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d', 'https://example.com/a'],
    ['https://example.com/a?cid=rss_news', 'https://example.com/a'],
    ['feed://example.com/rss.xml', 'http://example.com/rss.xml'],
    ['feed:https://example.com/rss.xml', 'https://example.com/rss.xml'],
    ['https://example.com/a.amp.html', 'https://example.com/a.html'],
    ['https://example.com/a?amp=1&id=2', 'https://example.com/a?id=2'],
    ['https://example.com/a?q=x%20y', 'https://example.com/a?q=x+y'],
  ])('%s = %s', (a, b) => {
    expect(urlKey(a)).toBe(urlKey(b))
  })

  test.each([
    ['https://example.com/a', 'https://example.com/A'],
    ['https://example.com/a?id=1', 'https://example.com/a?id=2'],
    ['https://de.example.com/a', 'https://fr.example.com/a'],
    ['https://example.com:8080/a', 'https://example.com/a'],
    ['https://example.com/a%2Fb', 'https://example.com/a/b'],
    ['https://example.com/#!/1', 'https://example.com/#!/2'],
  ])('%s ≠ %s', (a, b) => {
    expect(urlKey(a)).not.toBe(urlKey(b))
  })
})

test.each([
  ['https://example.com/news/', '../a?b=1', 'https://example.com/a?b=1'],
  ['https://example.com/news/', ' //cdn.example.com/x ', 'https://cdn.example.com/x'],
  [null, 'https://example.com/a', 'https://example.com/a'],
  [null, '/a', null],
  ['https://example.com/', 'mailto:a@b.example', null],
  ['https://example.com/', '', null],
])('resolveUrl %s + %s', (base, href, expected) => {
  expect(resolveUrl(base, href)).toBe(expected)
})

test('hosts', () => {
  expect(registrableDomain('https://news.bbc.co.uk/a')).toBe('bbc.co.uk')
  expect(registrableDomain('127.0.0.1')).toBeNull()
  expect(sameSite('https://www.bbc.co.uk/a', 'https://news.bbc.co.uk/b')).toBe(true)
  expect(sameSite('https://a.co.uk/', 'https://b.co.uk/')).toBe(false)
  expect(sameSite('http://127.0.0.1:1/', 'http://127.0.0.1:2/')).toBe(true)
  expect(desktopHost('m.com')).toBe('m.com')
})

describe('a parameter belongs to the identity unless it is known not to', () => {
  test.each([
    ['https://example.com/debate?session_id=45', 'https://example.com/debate?session_id=46'],
    ['https://example.com/talk?sessionid=A12', 'https://example.com/talk?sessionid=B13'],
    ['https://example.com/a.php?cid=a12', 'https://example.com/a.php?cid=b13'],
    ['https://example.com/filing?ir_id=7', 'https://example.com/filing?ir_id=8'],
    ['https://example.com/amp/review-1', 'https://example.com/review-1'],
    ['https://example.com/a?source=reuters', 'https://example.com/a?source=dpa'],
  ])('%s and %s are two pages', (one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other))
  })
})

describe('links of Google News', () => {
  const carrying = (target: string) => {
    const length = target.length < 128 ? [target.length] : [(target.length & 0x7f) | 0x80, target.length >> 7]
    const bytes = Buffer.from([0x08, 0x13, 0x22, ...length, ...Buffer.from(target), 0xd2, 0x01, 0x00])
    return `https://news.google.com/rss/articles/${bytes.toString('base64url')}?oc=5`
  }
  test('lead to the address that they carry, short or long', () => {
    expect(canonicalUrl(carrying('https://n.example/a'))).toBe('https://n.example/a')
    const long = `https://n.example/${'long-'.repeat(40)}end`
    expect(canonicalUrl(carrying(long))).toBe(long)
  })

  test('stay as they are where they carry a token', () => {
    const token = Buffer.from([0x08, 0x13, 0x22, 6, ...Buffer.from('AU_yqL')]).toString('base64url')
    const url = `https://news.google.com/rss/articles/${token}${'A'.repeat(20)}`
    expect(canonicalUrl(url)).toBe(url)
  })
})
