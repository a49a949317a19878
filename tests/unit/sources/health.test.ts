import { expect, test } from 'vitest'
import { type FeedState, healthInWords, leftOutInWords } from '../../../src/core/sources/health.ts'

const now = new Date('2026-05-20T12:00:00Z')
const well: FeedState = {
  active: true,
  failure_score: 0,
  last_error_code: null,
  last_polled_at: now,
  last_new_entry_at: now,
  moved_to_url: null,
  poll_interval_reason: 'entry_rate',
  created_at: new Date('2025-01-01T00:00:00Z'),
}

test.each<[Partial<FeedState>, string]>([
  [{}, 'ok'],
  [{ active: false }, 'paused'],
  [{ last_polled_at: null }, 'not polled yet'],
  [{ last_error_code: 'http_503', failure_score: 0.5 }, 'in trouble: http 503'],
  [{ last_error_code: 'http_404', failure_score: 6 }, 'failing: http 404'],
  [{ poll_interval_reason: 'whole_feed_new' }, 'may lose entries: all of them were new at the last look'],
  [{ moved_to_url: 'https://n.example/new' }, 'moving to https://n.example/new'],
  [{ last_new_entry_at: new Date('2026-04-01T00:00:00Z') }, 'stale: nothing new for a month'],
  [{ last_new_entry_at: null }, 'stale: nothing new for a month'],
])('%o is %s', (change, words) => {
  expect(healthInWords({ ...well, ...change }, now)).toBe(words)
})

test.each([
  [null, null],
  [{ entries: 0, sitemaps: 0 }, null],
  [{ entries: 1, sitemaps: 0 }, '1 older entry left out'],
  [{ entries: 1_000, sitemaps: 5 }, '1000 older entries and 5 older sitemaps left out'],
  [{ entries: 0, sitemaps: 0, withoutAddress: 2 }, '2 entries without an address left out'],
  [{ entries: 3, sitemaps: 0, withoutAddress: 1 }, '3 older entries and 1 entry without an address left out'],
])('what was cut of a document is said: %j', (leftOut, words) => {
  expect(leftOutInWords(leftOut)).toBe(words)
})
