import { gregorianDay } from './calendars/gregorian.ts'
import type { WallDate } from './zoned.ts'

const ISO =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([Zz])|([+-])(\d{2}):?(\d{2})?)?)?\s*$/

/** The common shapes of ISO 8601 in one step; the rest goes the long way. */
export function isoDate(text: string): WallDate | null {
  if (text.length > 40) return null
  const m = ISO.exec(text)
  const day = m && gregorianDay(Number(m[1]), Number(m[2]), Number(m[3]))
  if (!m || !day) return null
  if (m[4] === undefined) return { ...day, time: null }
  const zone = m[7] ? 0 : m[8] ? (m[8] === '-' ? -1 : 1) * (Number(m[9]) * 60 + Number(m[10] ?? 0)) : null
  return withClock(day, m[4], m[5]!, m[6], zone)
}

const RFC822 =
  /^\s*(?:[A-Za-z]{3,9}\s*,\s*)?(\d{1,2})\s+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:(GMT|UTC|Z)|([+-])(\d{2})(\d{2}))\s*$/
const RFC822_MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

export function rfc822Date(text: string): WallDate | null {
  if (text.length > 60) return null
  const m = RFC822.exec(text)
  const day = m && gregorianDay(Number(m[3]), RFC822_MONTHS.indexOf(m[2]!) / 3 + 1, Number(m[1]))
  if (!m || !day) return null
  const zone = m[7] ? 0 : (m[8] === '-' ? -1 : 1) * (Number(m[9]) * 60 + Number(m[10]))
  return withClock(day, m[4]!, m[5]!, m[6], zone)
}

function withClock(
  day: Omit<WallDate, 'time'>,
  hourText: string,
  minuteText: string,
  secondText: string | undefined,
  zone: number | null,
): WallDate | null {
  const hour = Number(hourText)
  const minute = Number(minuteText)
  const second = Number(secondText ?? 0)
  if (hour > 23 || minute > 59 || second > 60 || (zone !== null && Math.abs(zone) > 15 * 60)) return null
  return { ...day, time: { hour, minute, second, precision: secondText ? 'second' : 'minute', zone } }
}

/** Seconds or milliseconds since 1970, between 2000 and 2100, when the text is nothing else. */
export function unixTime(text: string): number | null {
  const m = /^\s*(\d{10})(\d{3})?\s*$/.exec(text)
  if (!m) return null
  const seconds = Number(m[1])
  return seconds >= 946_684_800 && seconds < 4_102_444_800 ? seconds * 1000 : null
}
