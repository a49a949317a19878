import { fullYear, gregorianDay } from '../calendars/gregorian.ts'
import { persianDay } from '../calendars/persian.ts'
import type { Item } from '../text/items.ts'
import { type DayMatch, type DayReading, found, markAt, yearOf } from './match.ts'

/** What may be between the parts of a date: signs, ordinals, prepositions, the word for year or day. */
const FILLER_MARK = /^[,.\-/'’·|•()ºª°ʼ]$/
const FILLERS = new Set(
  (
    'de del of the da do di d den der dem al a o e g г года год р року рік жылғы ж th st nd rd er re eme ste ' +
    'ta m gada ko an ngay nam year sana yil ב من م ه д оны он พศ คศ ปี พ.ศ ค.ศ the des le el lo la в'
  ).split(' '),
)
const MAX_FILLERS = 4

interface Neighbour {
  readonly value: number
  readonly digits: number
  readonly at: number
  /** There was an apostrophe before it: '24. */
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
export function named(
  items: readonly Item[],
  at: number,
  reading: DayReading,
  least: number,
): DayMatch | null {
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
