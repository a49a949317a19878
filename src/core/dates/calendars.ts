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

/** Last year of each leap cycle's start in the Solar Hijri calendar (Borkowski 1996, as in jalaali-js). */
const BREAKS = [
  -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178,
] as const

/** The Gregorian day of a Solar Hijri (Persian) date, or null when there is no such day. */
export function persianDay(year: number, month: number, day: number): Day | null {
  if (year < 1200 || year > 1600 || month < 1 || month > 12 || day < 1) return null
  if (day > (month <= 6 ? 31 : 30)) return null
  let leapDays = -14
  let previous: number = BREAKS[0]
  let length = 0
  for (let i = 1; i < BREAKS.length; i++) {
    const next = BREAKS[i]!
    length = next - previous
    if (year < next) break
    leapDays += Math.floor(length / 33) * 8 + Math.floor((length % 33) / 4)
    previous = next
  }
  const into = year - previous
  leapDays += Math.floor(into / 33) * 8 + Math.floor(((into % 33) + 3) / 4)
  if (length % 33 === 4 && length - into === 4) leapDays++
  const gregorian = year + 621
  const gregorianLeaps =
    Math.floor(gregorian / 4) - Math.floor((Math.floor(gregorian / 100) + 1) * 0.75) - 150
  const newYearInMarch = 20 + leapDays - gregorianLeaps
  const daysSinceNewYear = (month - 1) * 31 - Math.floor(month / 7) * (month - 7) + day - 1
  const date = new Date(Date.UTC(gregorian, 2, newYearInMarch + daysSinceNewYear))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** Year 0 of East Asian eras: Reiwa 6 is 2018 + 6, Minguo 113 is 1911 + 113. */
const ERAS: Readonly<Record<string, number>> = {
  令和: 2018,
  平成: 1988,
  昭和: 1925,
  大正: 1911,
  明治: 1867,
  民國: 1911,
  民国: 1911,
}

/** The era at the end of a word (`発行令和`), and whether its first year (元) is meant. */
export function eraOf(word: string): { readonly base: number; readonly first: boolean } | null {
  const first = word.endsWith('元')
  const base = ERAS[first ? word.slice(-3, -1) : word.slice(-2)]
  return base === undefined ? null : { base, first }
}
