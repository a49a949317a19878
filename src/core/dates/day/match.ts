import type { Day } from '../calendars/gregorian.ts'
import type { Item } from '../text/items.ts'

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
  /** The text may contain a year of the Buddhist era (Thai, Lao, Khmer). */
  readonly buddhist: boolean
  /** A numeric date with a year like 1402 is Solar Hijri (Persian, Dari, Pashto). */
  readonly persian: boolean
  readonly context: 'feed' | 'page'
}

/** Means "here is the shape of a date, but no such day exists": its parts are not read as another date. */
export function impossible(start: number, end: number): DayMatch {
  return { year: null, month: 0, day: 0, start, end }
}

export function found(day: Day | null, start: number, end: number): DayMatch {
  return day ? { ...day, start, end } : impossible(start, end)
}

export function numberAt(
  items: readonly Item[],
  at: number,
): { value: number; text: string; spaced: boolean } | null {
  const item = items[at]
  return item?.kind === 'number' ? item.token : null
}

export function markAt(items: readonly Item[], at: number): string | null {
  const item = items[at]
  return item?.kind === 'mark' ? item.token.text : null
}

export function wordAt(items: readonly Item[], at: number): string | null {
  const item = items[at]
  return item?.kind === 'word' ? item.token.folded : null
}

/** The Gregorian year: 2567 of the Buddhist era is 2024. */
export function yearOf(year: number, reading: DayReading): number {
  return reading.buddhist && year >= 2400 && year <= 2743 ? year - 543 : year
}
