const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29
  return DAYS[month - 1] ?? 0
}

/** A Gregorian day between 1800 and 2199 that exists, or null. */
export function gregorianDay(year: number, month: number, day: number): Day | null {
  if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1) return null
  return day <= daysInMonth(year, month) ? { year, month, day } : null
}

/** Two-digit years as POSIX reads them: 69–99 are 19xx, 00–68 are 20xx. */
export function fullYear(twoDigits: number): number {
  return twoDigits >= 69 ? 1900 + twoDigits : 2000 + twoDigits
}
