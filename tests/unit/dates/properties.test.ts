import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDate } from '../../../src/core/dates/parse.ts'
import { holds, newsText } from '../../support/properties.ts'

const moment = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
})
const words = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        'Monday',
        'märz',
        'ago',
        'vor',
        'Stunden',
        'hace',
        'horas',
        '年',
        '月',
        '日',
        '昨日',
        'р.',
        'г.',
        'AM',
        'p.m.',
      ],
      ...[
        'UTC',
        '+0530',
        'Z',
        'T',
        '12:61',
        '99',
        '00',
        '31.',
        '2/30/2024',
        '１２',
        '٢٠٢٤',
        'พ.ศ.',
        '令和6年',
        '|',
        '|',
      ],
    ),
    fc.integer({ min: -3, max: 40_000 }).map(String),
    newsText,
  ),
  { maxLength: 8 },
)
const options = fc.record(
  {
    language: fc.constantFrom('en', 'en-US', 'de', 'th', 'fa', 'ja', 'ar', 'no such language', ''),
    context: fc.constantFrom('feed' as const, 'page' as const),
    timezone: fc.constantFrom('Europe/Berlin', 'America/New_York', '+05:30', 'Nowhere/Land', ''),
    now: moment,
  },
  { requiredKeys: [] },
)

describe('whatever stands where a date should', () => {
  it('is read without an error, as an instant or as nothing', () => {
    holds(
      fc.property(words, options, (parts, given) => {
        const { instant, precision } = parseDate(parts.join(' '), given)
        if (instant === null) return
        expect(Number.isNaN(Date.parse(String(instant)))).toBe(false)
        expect(['second', 'minute', 'hour', 'day', null]).toContain(precision)
      }),
      1_000,
    )
  })
})

describe('an instant', () => {
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000)
  const written: readonly (readonly [string, (date: Date) => string])[] = [
    ['in ISO 8601', (date) => date.toISOString()],
    ['in ISO 8601, in a sentence', (date) => `Published ${date.toISOString()}`],
    ['as in RFC 822', (date) => date.toUTCString()],
    ['as in RFC 822, in a sentence', (date) => `Published ${date.toUTCString()}`],
  ]
  it.each(written)('is read back to the second: %s', (_, write) => {
    holds(
      fc.property(moment, (date) => {
        const { instant } = parseDate(write(date), { context: 'page' })
        expect(Math.floor(Date.parse(String(instant)) / 1000)).toBe(seconds(date))
      }),
    )
  })

  it('is the same whatever zone the outlet is in, when it names its own', () => {
    holds(
      fc.property(moment, fc.constantFrom('Asia/Tokyo', 'America/Lima', '+11:00'), (date, timezone) => {
        const text = date.toISOString()
        expect(parseDate(text, { timezone }).instant).toEqual(parseDate(text).instant)
      }),
    )
  })
})
