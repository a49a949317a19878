import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalUrl, requestUrl, urlKey } from '../../../src/core/fetching/url.ts'
import { holds, newsText } from '../../support/properties.ts'

const piece = fc.string({
  unit: fc.constantFrom(..."abcAZ09-._~%!$&'()*+,;=:@ äß/", '%2f', '%C3%A4', '%7e', '&amp;', 'amp', 'm.'),
  maxLength: 12,
})
const host = fc.constantFrom(
  'news.example.com',
  'WWW.Example.com',
  'm.example.co.uk',
  'en.m.example.org',
  'amp.example.de:8080',
  'bücher.example',
  '192.0.2.1',
  'www.google.com',
  'example.com.',
)
const name = fc.constantFrom(
  'utm_source',
  'ref',
  'id',
  'amp',
  'page',
  'a[]',
  'sid',
  'gclid',
  'outputType',
  'url',
  '',
)
const address = fc
  .record({
    scheme: fc.constantFrom('http://', 'https://', 'HTTPS://', 'feed://', '//', ''),
    host,
    path: fc.array(fc.oneof(piece, fc.constantFrom('amp', 'index.html', '2026', '..', 'story.amp.html')), {
      maxLength: 5,
    }),
    query: fc.array(fc.tuple(name, piece), { maxLength: 4 }),
    hash: fc.oneof(fc.constant(''), piece, fc.constantFrom('!/story/1', '/a/b', '!x')),
  })
  .map(({ scheme, host: at, path, query, hash }) => {
    const search = query.map(([key, value]) => `${key}=${value}`).join('&')
    return `${scheme}${at}/${path.join('/')}${search && `?${search}`}${hash && `#${hash}`}`
  })
const input = fc.oneof({ weight: 4, arbitrary: address }, fc.webUrl({ withQueryParameters: true }), newsText)

describe('an address', () => {
  it('is canonical when it was made canonical once', () => {
    holds(
      fc.property(input, (text) => {
        const canonical = canonicalUrl(text)
        if (canonical !== null) expect(canonicalUrl(canonical)).toBe(canonical)
      }),
      500,
    )
  })

  it('has one key, however it is written', () => {
    holds(
      fc.property(address, (text) => {
        const key = urlKey(text)
        const canonical = canonicalUrl(text)
        if (key === null || canonical === null) return
        expect(urlKey(canonical)).toBe(key)
        if (!canonical.includes('#')) expect(urlKey(requestUrl(text)!)).toBe(key)
        expect(urlKey(canonical.replace(/^https?:/, 'http:'))).toBe(key)
      }),
      500,
    )
  })

  it('has the key that it has without what tracks its readers', () => {
    holds(
      fc.property(
        fc.webUrl(),
        fc.constantFrom('utm_medium', 'fbclid', 'gclid', 'mtm_x'),
        piece,
        (url, mark, value) => {
          expect(urlKey(`${url}?${mark}=${encodeURIComponent(value)}`)).toBe(urlKey(url))
        },
      ),
    )
  })
})
