import type { Item } from '../text/items.ts'
import { eastAsian } from './east-asian.ts'
import type { DayMatch, DayReading } from './match.ts'
import { named } from './named-month.ts'
import { compact, numeric } from './numeric.ts'

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
