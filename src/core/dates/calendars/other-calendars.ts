import type { Day } from './gregorian.ts'

// Days of other calendars that are used as dates of news, as Gregorian days; null where there is no such day.

const DAY_MS = 86_400_000

function gregorian(ms: number): Day {
  const date = new Date(ms)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** ISO 8601: week 1 holds the first Thursday; day 1 is Monday. */
export function isoWeekDay(year: number, week: number, day: number): Day | null {
  const fourth = Date.UTC(year, 0, 4)
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS
  const found = monday + ((week - 1) * 7 + day - 1) * DAY_MS
  const weeks = isoWeeksIn(year)
  return week >= 1 && week <= weeks ? gregorian(found) : null
}

function isoWeeksIn(year: number): number {
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay()
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
  return first === 4 || (leap && first === 3) ? 53 : 52
}

let umalqura: Intl.DateTimeFormat | undefined

/** The Umm al-Qura calendar of Saudi Arabia, by the tables of ICU. Elsewhere a month may begin a day later. */
export function hijriDay(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > 30) return null
  umalqura ??= new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  })
  // the first of Muharram of the year 1 was 19 July 622; the mean month is 29.530589 days
  const near = Date.UTC(622, 6, 19) + Math.round(((year - 1) * 12 + month - 1) * 29.530589 + day - 1) * DAY_MS
  for (let off = -3; off <= 3; off++) {
    const at = near + off * DAY_MS
    const parts = Object.fromEntries(umalqura.formatToParts(at).map(({ type, value }) => [type, value]))
    if (
      Number.parseInt(parts.year ?? '', 10) === year &&
      Number(parts.month) === month &&
      Number(parts.day) === day
    )
      return gregorian(at)
  }
  return null
}

/**
 * Lengths of the months of Bikram Sambat years, as Nepal's calendar committee published them; the year 2070 began on
 * 14 April 2013. They follow no rule: years beyond the table are not read.
 */
const BIKRAM_FIRST = 2070
const BIKRAM_START = Date.UTC(2013, 3, 14)
const bikramMonths: readonly (readonly number[])[] = [
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30],
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
  [31, 32, 31, 32, 31, 30, 30, 29, 30, 29, 30, 30],
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30],
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30],
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30],
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30],
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
]

export function bikramDay(year: number, month: number, day: number): Day | null {
  const lengths = bikramMonths[year - BIKRAM_FIRST]
  if (!lengths || day < 1 || day > (lengths[month - 1] ?? 0)) return null
  const days = [...bikramMonths.slice(0, year - BIKRAM_FIRST).flat(), ...lengths.slice(0, month - 1)]
  return gregorian(BIKRAM_START + (days.reduce((sum, length) => sum + length, 0) + day - 1) * DAY_MS)
}

/** Twelve months of 30 days and five or six days more; a leap day every fourth year. */
export function ethiopianDay(year: number, month: number, day: number): Day | null {
  const length = month < 13 ? 30 : year % 4 === 3 ? 6 : 5
  if (month < 1 || month > 13 || day < 1 || day > length || year < 1900 || year > 2100) return null
  // the first of Meskerem 2016 was 12 September 2023
  const days = 365 * (year - 2016) + Math.floor(year / 4) - Math.floor(2016 / 4) + 30 * (month - 1) + day - 1
  return gregorian(Date.UTC(2023, 8, 12) + days * DAY_MS)
}
