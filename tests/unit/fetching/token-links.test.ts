import { describe, expect, test } from 'vitest'
import { isTokenLink, targetOfTokenPage } from '../../../src/core/fetching/url-wrappers.ts'

const carried = (url: string) =>
  `https://news.google.com/rss/articles/${Buffer.from(`\x08\x13\x22${String.fromCharCode(url.length)}${url}`, 'latin1').toString('base64url')}?oc=5`

test.each([
  ['https://news.google.com/rss/articles/CBMiAUFVX3lxTE9keXdXcDl2SQ?oc=5', true],
  ['https://news.google.com/read/CBMiAUFVX3lxTE9keXdXcDl2SQ', true],
  [carried('https://quay.example.com/a'), false],
  ['https://news.google.com/topics/x', false],
  ['https://quay.example.com/articles/CBMiAUFVX3lxTE9keXdXcDl2SQ', false],
])('%s can only be resolved by asking: %s', (url, expected) => {
  expect(isTokenLink(url)).toBe(expected)
})

describe('the page behind a token names its target', () => {
  test.each([
    [
      'in its data',
      '<c-wiz><div data-n-au="https://quay.example.com/a?b=1&amp;c=2">',
      'https://quay.example.com/a?b=1&c=2',
    ],
    [
      'in a refresh',
      `<meta http-equiv="refresh" content="0;URL='https://quay.example.com/a'">`,
      'https://quay.example.com/a',
    ],
    ['in its link', '<a href="https://quay.example.com/a" rel="nofollow">', 'https://quay.example.com/a'],
    ['nowhere but at Google', '<a rel="nofollow" href="https://consent.google.com/m">', null],
    ['nowhere', '<title>Google News</title><a href="https://quay.example.com/ad">', null],
  ])('%s', (_where, html, expected) => {
    expect(targetOfTokenPage(html)).toBe(expected)
  })

  test('and a long page of half tags takes no time', () => {
    const html = '<a <meta '.repeat(100_000)
    const start = process.cpuUsage()
    expect(targetOfTokenPage(html)).toBeNull()
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(200)
  })
})
