import type { Day } from './gregorian.ts'

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
