/** The shapes in which nearly every feed writes its dates, read without a detour: RFC 822 and ISO 8601. */

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$/i
const rfc822 =
  /^(?:[a-z]{3,9},?\s*)?(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{4})(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*(Z|UTC|GMT|UT|[+-]\d\d:?\d\d)?)?$/i
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The instant in milliseconds, or null if the text has another shape or names a time that does not exist. */
export function quickInstant(text: string): number | null {
  const byIso = iso.exec(text)
  if (byIso) {
    const [, year, month, day, hour, minute, second, zone] = byIso
    return instant(Number(year), Number(month) - 1, Number(day), hour, minute, second, zone)
  }
  const byRfc = rfc822.exec(text)
  if (!byRfc) return null
  const [, day, month, year, hour, minute, second, zone] = byRfc
  return instant(Number(year), months.indexOf(month!.toLowerCase()), Number(day), hour, minute, second, zone)
}

function instant(
  year: number,
  month: number,
  day: number,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  zone: string | undefined,
): number | null {
  const hours = Number(hour ?? 0)
  const minutes = Number(minute ?? 0)
  // a leap second belongs to the second before it
  const seconds = Math.min(Number(second ?? 0), 59)
  if (month > 11 || day < 1 || day > daysIn(year, month) || hours > 23 || minutes > 59) return null
  const offsetMinutes = zone && /\d/.test(zone) ? offsetOf(zone) : 0
  if (offsetMinutes === null) return null
  return Date.UTC(year, month, day, hours, minutes - offsetMinutes, seconds)
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}

function offsetOf(zone: string): number | null {
  const sign = zone.startsWith('-') ? -1 : 1
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  return hours > 14 || minutes > 59 ? null : sign * (hours * 60 + minutes)
}
