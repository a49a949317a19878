import { describe, expect, test } from 'vitest'
import { noHints } from '../../../src/core/feeds/types.ts'
import { freshForS } from '../../../src/core/fetching/cache-hints.ts'
import { afterSkips, type CadenceFacts, isStale, nextPoll } from '../../../src/core/sources/cadence.ts'
import { judgeMove, nextFailureScore } from '../../../src/core/sources/health.ts'

const now = new Date('2026-03-04T10:30:00Z')
const facts: CadenceFacts = {
  now,
  chance: 0.5,
  previousIntervalS: 1200,
  recent: { added: 48, hours: 24 },
  seen: 20,
  added: 1,
  hints: noHints,
  freshForS: 0,
  failureScore: 0,
}

describe('nextPoll', () => {
  test.each<[string, Partial<CadenceFacts>, number, string]>([
    ['one entry a poll', {}, 1800, 'entry_rate'],
    ['not below the least', { recent: { added: 4000, hours: 24 } }, 300, 'entry_rate'],
    ['a quiet feed', { recent: { added: 0, hours: 100 }, added: 0 }, 36_000, 'quiet'],
    ['a silent feed, once a day', { recent: { added: 0, hours: 2000 }, added: 0 }, 86_400, 'quiet'],
    ['a new feed', { recent: { added: 20, hours: 0 }, added: 20 }, 900, 'first_look'],
    ['all of it is new', { added: 20 }, 300, 'whole_feed_new'],
    [
      'all of it is new at the second look, whatever ttl asks for',
      {
        previousIntervalS: 86_400,
        recent: { added: 20, hours: 0.5 },
        added: 20,
        hints: { ...noHints, ttlMinutes: 1440 },
      },
      21_600,
      'whole_feed_new',
    ],
    ['ttl asks for more', { hints: { ...noHints, ttlMinutes: 60 } }, 3600, 'ttl'],
    ['ttl asks for less', { hints: { ...noHints, ttlMinutes: 5 } }, 1800, 'entry_rate'],
    ['a ttl of a year counts as a day', { hints: { ...noHints, ttlMinutes: 525_600 } }, 86_400, 'ttl'],
    ['HTTP says fresh', { freshForS: 7200 }, 7200, 'http_cache'],
    [
      'updatePeriod is outvoted by entries',
      { recent: { added: 480, hours: 24 }, hints: { ...noHints, updatePeriodMinutes: 60 } },
      300,
      'entry_rate',
    ],
    [
      'updatePeriod stands unopposed',
      { recent: { added: 2, hours: 24 }, hints: { ...noHints, updatePeriodMinutes: 1440 } },
      86_400,
      'update_period',
    ],
    ['failures stretch', { failureScore: 2 }, 7200, 'failures'],
    ['failures, at most a day', { failureScore: 20 }, 86_400, 'failures'],
  ])('%s', (_name, change, intervalS, reason) => {
    expect(nextPoll({ ...facts, ...change })).toMatchObject({ intervalS, reason })
  })

  test('feeds of one interval come due at different moments', () => {
    const early = nextPoll({ ...facts, chance: 0 }).nextPollAt.getTime()
    const late = nextPoll({ ...facts, chance: 0.999 }).nextPollAt.getTime()
    expect(late - early).toBeGreaterThan(150_000)
  })
})

test.each([
  ['2026-03-04T10:30:00Z', [10, 11], [], '2026-03-04T12:00:00.000Z'],
  ['2026-03-04T09:30:00Z', [10, 11], [], '2026-03-04T09:30:00.000Z'],
  ['2026-03-07T22:30:00Z', [], [6, 0], '2026-03-09T00:00:00.000Z'],
  ['2026-03-04T10:30:00Z', [], [0, 1, 2, 3, 4, 5, 6], '2026-03-04T10:30:00.000Z'],
])('afterSkips %s', (due, skipHours, skipDays, expected) => {
  expect(afterSkips(new Date(due), { ...noHints, skipHours, skipDays }).toISOString()).toBe(expected)
})

test.each([
  [{ 'cache-control': 'public, max-age=600' }, 600],
  [{ 'cache-control': 'max-age=600', age: '100' }, 500],
  [{ 'cache-control': 's-maxage=600' }, 0],
  [{ 'cache-control': 'no-cache, max-age=600' }, 0],
  [{ 'cache-control': 'max-age=60', expires: 'Wed, 04 Mar 2026 12:00:00 GMT' }, 60],
  [{ expires: 'Wed, 04 Mar 2026 10:40:00 GMT' }, 600],
  [{ expires: 'Wed, 04 Mar 2026 10:40:00 GMT', date: 'Wed, 04 Mar 2026 10:39:00 GMT' }, 60],
  [{ expires: '0' }, 0],
  [{}, 0],
])('freshForS %o', (headers, expected) => {
  expect(freshForS(headers, now)).toBe(expected)
})

test('failures weigh by kind and fade by success', () => {
  expect(nextFailureScore(0, 'http_429')).toBeLessThan(nextFailureScore(0, 'timeout'))
  expect(nextFailureScore(0, 'timeout')).toBeLessThan(nextFailureScore(0, 'http_410'))
  for (const momentary of ['http_202', 'http_408', 'http_425'])
    expect(nextFailureScore(0, momentary)).toBeLessThan(nextFailureScore(0, 'http_403'))
  expect(nextFailureScore(4, null)).toBe(2)
  expect(nextFailureScore(0.8, null)).toBe(0)
  expect(nextFailureScore(19.9, 'http_410')).toBe(20)
})

test('a move counts after a week to the same address', () => {
  const first = judgeMove({ movedToUrl: null, movedSince: null }, 'https://b.example/', now)
  expect(first).toEqual({ movedToUrl: 'https://b.example/', movedSince: now, adopt: false })
  const later = new Date(now.getTime() + 7 * 86_400_000)
  expect(judgeMove(first, 'https://b.example/', later).adopt).toBe(true)
  expect(judgeMove(first, 'https://c.example/', later)).toMatchObject({ movedSince: later, adopt: false })
  expect(judgeMove(first, null, later)).toEqual({ movedToUrl: null, movedSince: null, adopt: false })
})

test('stale is a month without an entry', () => {
  expect(isStale(new Date('2026-01-01T00:00:00Z'), now, now)).toBe(true)
  expect(isStale(null, new Date('2026-03-01T00:00:00Z'), now)).toBe(false)
})
