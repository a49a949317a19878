import { eraOf } from '../calendars/eras.ts'
import { fullYear, gregorianDay } from '../calendars/gregorian.ts'
import type { Item } from '../text/items.ts'
import { type DayMatch, type DayReading, found, impossible, numberAt, wordAt, yearOf } from './match.ts'

/** 2024年3月5日, 令和6年3月5日, 民國113年3月5日, 2024년 3월 5일; without a year 3月5日. */
export function eastAsian(items: readonly Item[], at: number, reading: DayReading): DayMatch | null {
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
