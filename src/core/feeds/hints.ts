import type { FeedHints } from './types.ts'

/** The hints as they are written in the feed. */
export interface RawHints {
  ttl: string | null
  hours: string[]
  days: string[]
  updatePeriod: string | null
  updateFrequency: string | null
}

const periods: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 60 * 24,
  weekly: 60 * 24 * 7,
  monthly: 60 * 24 * 30,
  yearly: 60 * 24 * 365,
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export function newHints(): RawHints {
  return { ttl: null, hours: [], days: [], updatePeriod: null, updateFrequency: null }
}

export function hintsFrom(raw: RawHints): FeedHints {
  const period = periods[raw.updatePeriod?.trim().toLowerCase() ?? '']
  const frequency = positive(raw.updateFrequency) ?? 1
  return {
    ttlMinutes: positive(raw.ttl),
    // RSS 0.91 counts from 1 to 24, where 24 is midnight
    skipHours: unique(raw.hours.map((hour) => (Number(hour) === 24 ? 0 : Number(hour)))).filter(
      (h) => h >= 0 && h < 24,
    ),
    skipDays: unique(raw.days.map((day) => weekdays.indexOf(day.trim().slice(0, 3).toLowerCase()))).filter(
      (d) => d >= 0,
    ),
    updatePeriodMinutes: period === undefined ? null : Math.max(1, Math.round(period / frequency)),
  }
}

function positive(text: string | null): number | null {
  const number = Number.parseInt(text ?? '', 10)
  return number > 0 ? number : null
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers.filter(Number.isInteger))].sort((a, b) => a - b)
}
