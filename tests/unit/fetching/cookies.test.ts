import { describe, expect, test } from 'vitest'
import { createCookieJar } from '../../../src/core/fetching/cookies.ts'

const sentTo = (to: string, from: string, ...set: string[]) => {
  const jar = createCookieJar()
  jar.store(new URL(from), set)
  return jar.header(new URL(to))
}
const page = 'https://www.quay.example.com/news/1'

describe('a cookie goes', () => {
  test.each([
    ['back to its host', page, 'a=1', page, 'a=1'],
    ['with its value as it is', page, 'a="1=2"; Path=/', page, 'a="1=2"'],
    ['to its path and below', page, 'a=1; Path=/news', 'https://www.quay.example.com/news/9', 'a=1'],
    ['to no path beside it', page, 'a=1; Path=/news', 'https://www.quay.example.com/newsroom', undefined],
    ['to the folder of its page without one', page, 'a=1', 'https://www.quay.example.com/sport', undefined],
    ['to no other host', page, 'a=1; Path=/', 'https://quay.example.com/', undefined],
    [
      'to the hosts of a domain that it names',
      page,
      'a=1; Path=/; Domain=.example.com',
      'https://x.example.com/',
      'a=1',
    ],
    ['nowhere with a foreign domain', page, 'a=1; Path=/; Domain=other.example.org', page, undefined],
    ['nowhere with a public suffix', 'https://a.co.uk/', 'a=1; Domain=co.uk', 'https://a.co.uk/', undefined],
    [
      'over HTTPS only, when it says so',
      page,
      'a=1; Path=/; Secure',
      'http://www.quay.example.com/',
      undefined,
    ],
    ['nowhere when it is of the past', page, 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', page, undefined],
    ['nowhere when its age is zero', page, 'a=1; Max-Age=0', page, undefined],
    ['nowhere with a line break in it', page, 'a=1\r\nx: y', page, undefined],
  ])('%s', (_what, from, set, to, expected) => {
    expect(sentTo(to, from, set)).toBe(expected)
  })
})

test('the last value of a name counts, and what is taken back is gone', () => {
  expect(sentTo(page, page, 'a=1; Path=/', 'a=2; Path=/', 'b=3; Path=/')).toBe('a=2; b=3')
  expect(sentTo(page, page, 'a=1; Path=/', 'a=; Path=/; Max-Age=0')).toBeUndefined()
})

test('a jar holds a bounded number of cookies', () => {
  const many = Array.from({ length: 500 }, (_, i) => `c${i}=${i}; Path=/`)
  expect(sentTo(page, page, ...many)?.split('; ')).toHaveLength(50)
  expect(sentTo(page, page, `a=${'x'.repeat(5_000)}`)).toBeUndefined()
})
