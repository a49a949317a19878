import { type Day, fullYear, gregorianDay } from '../calendars/gregorian.ts'
import { persianDay } from '../calendars/persian.ts'
import type { Item } from '../text/items.ts'
import { type DayMatch, type DayReading, found, impossible, markAt, numberAt, yearOf } from './match.ts'

/** 2024-03-05, 5.3.2024, 05/03/24, 28. 4. 2023: three numbers and twice the same sign. */
export function numeric(items: readonly Item[], at: number, reading: DayReading): DayMatch | null {
  const first = numberAt(items, at)!
  const sign = markAt(items, at + 1)
  if (sign !== '-' && sign !== '/' && sign !== '.') return null
  const second = numberAt(items, at + 2)
  if (!second) return null
  const third = numberAt(items, at + 4)
  if (markAt(items, at + 3) !== sign || !third) return ordinalDay(items, at, sign, reading)
  const previous = numberAt(items, at - 2)
  if (previous && markAt(items, at - 1) === sign && !first.spaced) return null
  const end = at + 5
  if (markAt(items, end) === sign && numberAt(items, end + 1) && !numberAt(items, end + 1)!.spaced)
    return impossible(at, end + 2)
  // a third digit slips into months (2003-012-31) but never into both
  if (first.text.length === 4)
    return second.text.length <= 3 && third.text.length <= 2
      ? found(anyCalendar(first.value, second.value, third.value, reading), at, end)
      : impossible(at, end)
  if (first.text.length > 2 || second.text.length > 2) return impossible(at, end)
  if (third.text.length === 4)
    return found(threeNumbers(first.value, second.value, third.value, sign, reading), at, end)
  if (third.text.length !== 2) return impossible(at, end)
  // ISO 8601 with a short year: 03-12-31
  if (sign === '-' && reading.context === 'feed' && first.text.length === 2)
    return found(
      gregorianDay(fullYear(first.value), second.value, third.value) ??
        threeNumbers(first.value, second.value, fullYear(third.value), sign, reading),
      at,
      end,
    )
  const year = reading.buddhist && third.value > 43 ? 2500 + third.value - 543 : fullYear(third.value)
  return found(
    threeNumbers(first.value, second.value, year, sign, reading) ??
      (first.value > 31 ? gregorianDay(fullYear(first.value), second.value, third.value) : null),
    at,
    end,
  )
}

/** ISO 8601 ordinal dates, in feeds: 2003-335. */
function ordinalDay(items: readonly Item[], at: number, sign: string, reading: DayReading): DayMatch | null {
  const year = numberAt(items, at)!
  const dayOfYear = numberAt(items, at + 2)!
  if (reading.context !== 'feed' || sign !== '-' || year.text.length !== 4 || dayOfYear.text.length !== 3)
    return null
  const date = new Date(Date.UTC(year.value, 0, dayOfYear.value))
  const day = gregorianDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
  return dayOfYear.value < 1 || date.getUTCFullYear() !== year.value
    ? impossible(at, at + 3)
    : found(day, at, at + 3)
}

function anyCalendar(year: number, month: number, day: number, reading: DayReading): Day | null {
  if (reading.persian && year >= 1300 && year < 1500) return persianDay(year, month, day)
  return gregorianDay(yearOf(year, reading), month, day)
}

function threeNumbers(
  first: number,
  second: number,
  year: number,
  sign: string,
  reading: DayReading,
): Day | null {
  const dayFirst = anyCalendar(year, second, first, reading)
  const monthFirst = anyCalendar(year, first, second, reading)
  const american = reading.order === 'month_first' && (sign === '/' || (sign === '-' && reading.orderKnown))
  return american ? (monthFirst ?? dayFirst) : (dayFirst ?? monthFirst)
}

/** 20170901, 201709011234, 20170901123456 and 01092017, as a run of digits. The clock part is read elsewhere. */
export function compact(items: readonly Item[], at: number): DayMatch | null {
  const { text } = numberAt(items, at)!
  if (text.length !== 8 && text.length !== 12 && text.length !== 14) return null
  const yearFirst = gregorianDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)))
  if (yearFirst && yearFirst.year >= 1900) return found(yearFirst, at, at + 1)
  if (text.length !== 8) return null
  const yearLast = gregorianDay(Number(text.slice(4)), Number(text.slice(2, 4)), Number(text.slice(0, 2)))
  return yearLast && yearLast.year >= 1900 ? found(yearLast, at, at + 1) : null
}
