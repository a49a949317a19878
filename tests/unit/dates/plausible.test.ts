import { describe, expect, test } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import { isPlausible } from '../../../src/core/dates/plausible.ts'
import { extractText } from '../../../src/core/dump/read.ts'
import { parseFeed } from '../../../src/core/feeds/parse-feed.ts'
import { applyGiven, recordOfGiven } from '../../../src/core/record/given.ts'
import { parseSitemap } from '../../../src/core/sources/sitemap.ts'

const SEEN = new Date('2026-03-05T12:00:00Z')
const BODY =
  'The ferry Solbris ran onto rocks off Kvitsoy with 61 people on board, rescue leader Tone Vik said on Tuesday evening.'

describe('a date that cannot be true', () => {
  test.each([
    ['1970-01-01T00:00:00Z', false],
    ['1969-12-31T16:00:00-08:00', false],
    ['1970-01-01T00:00:01Z', true],
    ['1970-06-12T09:00:00Z', true],
    ['1843-11-02T00:00:00Z', true],
    ['1499-12-31T00:00:00Z', false],
    ['2026-03-06T11:00:00Z', true],
    ['2026-03-06T13:00:00Z', false],
    ['2062-03-05T00:00:00Z', false],
  ])('%s: %s', (instant, expected) => {
    expect(isPlausible(Date.parse(instant), +SEEN)).toBe(expected)
  })

  const sources: readonly (readonly [string, (date: string) => Promise<string | null> | string | null])[] = [
    [
      'a feed',
      async (date) => {
        const answer = await parseFeed(
          `<rss version="2.0"><channel><title>T</title><item><title>Ferry</title><link>https://post.example/1</link><pubDate>${new Date(date).toUTCString()}</pubDate></item></channel></rss>`,
          { url: 'https://post.example/feed', now: SEEN },
        )
        return answer.ok ? (answer.feed.items[0]?.published ?? null) : 'no feed'
      },
    ],
    [
      'a sitemap',
      (date) => {
        const answer = parseSitemap(
          `<urlset xmlns:news="x"><url><loc>https://post.example/1</loc><news:news><news:publication_date>${date}</news:publication_date></news:news></url></urlset>`,
          { url: 'https://post.example/sitemap.xml', now: SEEN },
        )
        return answer.ok && answer.kind === 'pages' ? (answer.entries[0]?.published ?? null) : 'no sitemap'
      },
    ],
    [
      'a page',
      (date) =>
        extractHtml(
          `<html><head><title>Ferry</title><meta property="article:published_time" content="${date}"></head><body><article><h1>Ferry hits rocks</h1><p>${BODY}</p><p>${BODY}</p></article></body></html>`,
          { url: 'https://post.example/1', fetchedAt: SEEN },
        ).record.published_at,
    ],
    [
      'a file',
      (date) =>
        applyGiven(recordOfGiven(BODY, {}, null), { published_at: date }, null, SEEN).record.published_at,
    ],
    [
      'a text dump',
      (date) =>
        extractText(`Harbour Post\n\nFerry hits rocks\n\n${date.slice(0, 10)}\n\n${BODY}\n\n${BODY}`, {
          fetchedAt: SEEN,
        }).record.published_at,
    ],
  ]
  test.each(sources)('is unknown from %s, and its neighbors are known', async (_, read) => {
    expect(await read('1970-01-01T00:00:00Z')).toBeNull()
    expect(await read('2062-03-05T06:30:00Z')).toBeNull()
    expect((await read('2026-03-04T00:00:00Z'))?.slice(0, 10)).toBe('2026-03-04')
    expect((await read('1970-06-12T00:00:00Z'))?.slice(0, 10)).toBe('1970-06-12')
  })
})
