import { type Day, eraOf, fullYear, gregorianDay, persianDay } from './calendars.ts'
import type { Item } from './items.ts'

export interface DayMatch {
  /** Year null: the text named none. */
  readonly year: number | null
  readonly month: number
  readonly day: number
  readonly start: number
  readonly end: number
}

export type NumericOrder = 'day_first' | 'month_first'

export interface DayReading {
  /** The order of 05/03/2024. Dots always put the day first, dashes unless the order is known. */
  readonly order: NumericOrder
  readonly orderKnown: boolean
  /** A year of the Buddhist era may stand in the text (Thai, Lao, Khmer). */
  readonly buddhist: boolean
  /** A numeric date with a year like 1402 is Solar Hijri (Persian, Dari, Pashto). */
  readonly persian: boolean
  readonly context: 'feed' | 'page'
}

/** What may stand between the parts of a date: signs, ordinals, prepositions, the word for year or day. */
const FILLER_MARK = /^[,.\-/'’·|•()ºª°ʼ]$/
const FILLERS = new Set(
  (
    'de del of the da do di d den der dem al a o e g г года год р року рік жылғы ж th st nd rd er re eme ste ' +
    'ta m gada ko an ngay nam year sana yil ב من م ه д оны он พศ คศ ปี พ.ศ ค.ศ the des le el lo la в'
  ).split(' '),
)
const MAX_FILLERS = 4

/** Every date in the items, in their order; impossible ones (33. Dezember) are left out. */
export function daysIn(items: readonly Item[], reading: DayReading): DayMatch[] {
  const days: DayMatch[] = []
  let least = 0
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const match =
      item.kind === 'number'
        ? (eastAsian(items, at, reading) ?? numeric(items, at, reading) ?? compact(items, at))
        : item.kind === 'month'
          ? named(items, at, reading, least)
          : null
    if (!match) continue
    if (match.month > 0) days.push(match)
    // "mar. 5 mars 2024": a date without a year must not keep its day from the one with a year
    if (match.year === null && match.month > 0) continue
    least = match.end
    at = Math.max(at, match.end - 1)
  }
  return days
}

/** Stands for "here is the shape of a date, but no such day": its parts are not read as another date. */
function impossible(start: number, end: number): DayMatch {
  return { year: null, month: 0, day: 0, start, end }
}

function found(day: Day | null, start: number, end: number): DayMatch {
  return day ? { ...day, start, end } : impossible(start, end)
}

function numberAt(
  items: readonly Item[],
  at: number,
): { value: number; text: string; spaced: boolean } | null {
  const item = items[at]
  return item?.kind === 'number' ? item.token : null
}

function markAt(items: readonly Item[], at: number): string | null {
  const item = items[at]
  return item?.kind === 'mark' ? item.token.text : null
}

function wordAt(items: readonly Item[], at: number): string | null {
  const item = items[at]
  return item?.kind === 'word' ? item.token.folded : null
}

/** 2024年3月5日, 令和6年3月5日, 民國113年3月5日, 2024년 3월 5일; without a year 3月5日. */
function eastAsian(items: readonly Item[], at: number, reading: DayReading): DayMatch | null {
  const first = numberAt(items, at)!
  const unit = wordAt(items, at + 1)
  if (unit === '年' || unit === '년') {
    const month = numberAt(items, at + 2)
    const day = numberAt(items, at + 4)
    if (!month || !day || !/^[月월]$/.test(wordAt(items, at + 3) ?? '')) return null
    const era = eraOf(wordAt(items, at - 1) ?? '')
    const year = era
      ? era.base + first.value
      : first.text.length <= 2
        ? fullYear(first.value)
        : yearOf(first.value, reading)
    const end = /^[日号號일]$/.test(wordAt(items, at + 5) ?? '') ? at + 6 : at + 5
    return found(gregorianDay(year, month.value, day.value), at, end)
  }
  if (unit === '月' || unit === '월') {
    const day = numberAt(items, at + 2)
    if (!day || !/^[日号號일]$/.test(wordAt(items, at + 3) ?? '')) return null
    const afterFirstYear = wordAt(items, at - 1) === '年' ? eraOf(wordAt(items, at - 2) ?? '') : null
    const year = afterFirstYear?.first ? afterFirstYear.base + 1 : null
    const known = gregorianDay(year ?? 2024, first.value, day.value)
    return known ? { ...known, year, start: at, end: at + 4 } : impossible(at, at + 4)
  }
  return null
}

function yearOf(year: number, reading: DayReading): number {
  return reading.buddhist && year >= 2400 && year <= 2743 ? year - 543 : year
}

/** 2024-03-05, 5.3.2024, 05/03/24, 28. 4. 2023: three numbers and twice the same sign. */
function numeric(items: readonly Item[], at: number, reading: DayReading): DayMatch | null {
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
function compact(items: readonly Item[], at: number): DayMatch | null {
  const { text } = numberAt(items, at)!
  if (text.length !== 8 && text.length !== 12 && text.length !== 14) return null
  const yearFirst = gregorianDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)))
  if (yearFirst && yearFirst.year >= 1900) return found(yearFirst, at, at + 1)
  if (text.length !== 8) return null
  const yearLast = gregorianDay(Number(text.slice(4)), Number(text.slice(2, 4)), Number(text.slice(0, 2)))
  return yearLast && yearLast.year >= 1900 ? found(yearLast, at, at + 1) : null
}

interface Neighbour {
  readonly value: number
  readonly digits: number
  readonly at: number
  /** An apostrophe stood before it: '24. */
  readonly short: boolean
}

/** The nearest number to one side, with only fillers (and, to the right, a time) between. */
function neighbour(items: readonly Item[], from: number, step: 1 | -1, least: number): Neighbour | null {
  let passed = 0
  let short = false
  for (
    let at = from + step;
    at >= least && at < items.length && passed <= MAX_FILLERS;
    at += step, passed++
  ) {
    const item = items[at]!
    if (item.kind === 'number') {
      const digits = item.token.text.length
      return {
        value: item.token.value,
        digits,
        at,
        short: short || (step < 0 && /['’]/.test(markAt(items, at - 1) ?? '')),
      }
    }
    if (item.kind === 'time' && step > 0) continue
    if (item.kind === 'month' && sameMonth(item, items[from]!)) continue
    if (item.kind === 'mark' && FILLER_MARK.test(item.token.text))
      short = step > 0 && /^['’]$/.test(item.token.text)
    else if (item.kind !== 'word' || !FILLERS.has(item.token.folded)) return null
  }
  return null
}

/** One month under two names, as Arabic papers give it: تشرين الأول/أكتوبر. */
function sameMonth(item: Item, origin: Item): boolean {
  return item.kind === 'month' && origin.kind === 'month' && item.month.number === origin.month.number
}

/** Dates around a month's name: 5 March 2024, March 5, 2024, 2024 March 5, 2024. gada 5. marts; or no year. */
function named(items: readonly Item[], at: number, reading: DayReading, least: number): DayMatch | null {
  const item = items[at]!
  if (item.kind !== 'month') return null
  const make = (year: number, day: number, start: number, end: number): DayMatch => {
    const { number, calendar } = item.month
    return found(
      calendar === 'persian'
        ? persianDay(year, number, day)
        : gregorianDay(yearOf(year, reading), number, day),
      start,
      end,
    )
  }
  const left = neighbour(items, at, -1, least)
  const right = neighbour(items, at, 1, least)
  if (left && left.digits <= 2 && !left.short) {
    if (right && isYear(right, true))
      return make(longYear(right, reading, item.month.calendar), left.value, left.at, right.at + 1)
    const before = neighbour(items, left.at, -1, least)
    if (before?.digits === 4 && !right) return make(before.value, left.value, before.at, at + 1)
  }
  if (left?.digits === 4 && right && right.digits <= 2)
    return make(left.value, right.value, left.at, right.at + 1)
  if (right && right.digits <= 2 && !right.short) {
    const year = neighbour(items, right.at, 1, least)
    if (year && isYear(year, reading.context === 'feed'))
      return make(
        longYear(year, reading, item.month.calendar),
        right.value,
        right.at > at ? at : right.at,
        year.at + 1,
      )
  }
  return withoutYear(items, at, left, right)
}

function isYear(number: Neighbour, shortAllowed: boolean): boolean {
  return number.digits === 4 || (number.digits === 2 && (number.short || shortAllowed))
}

function longYear(number: Neighbour, reading: DayReading, calendar: 'gregorian' | 'persian'): number {
  if (number.digits === 4) return number.value
  if (calendar === 'persian') return 1400 + number.value
  return reading.buddhist && number.value > 43 ? 2500 + number.value - 543 : fullYear(number.value)
}

function withoutYear(
  items: readonly Item[],
  at: number,
  left: Neighbour | null,
  right: Neighbour | null,
): DayMatch | null {
  const item = items[at]!
  if (item.kind !== 'month' || item.month.calendar !== 'gregorian') return null
  const day = left && left.digits <= 2 ? left : right && right.digits <= 2 ? right : null
  if (!day) return null
  const real = gregorianDay(2024, item.month.number, day.value)
  const start = Math.min(day.at, at)
  const end = Math.max(day.at, at) + 1
  return real ? { ...real, year: null, start, end } : null
}
