/**
 * A full date printed at the top of a text, for articles that came without one: month names of the
 * larger European languages, and year-month-day figures. Day precision is all a story needs.
 */
import { MONTHS } from './calendar.ts'

const MONTH_DAY_YEAR = /(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+((?:19|20)\d\d)\b/gu
const DAY_MONTH_YEAR =
  /\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(\p{L}{3,10})\.?\s*,?\s+(?:de\s+)?((?:19|20)\d\d)\b/gu
const YEAR_MONTH_DAY = /\b((?:19|20)\d\d)\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\b/gu

/** All of them contain one, and few texts do: tested first. */
const YEAR = /(?:19|20)\d\d/

/** Milliseconds (midnight UTC) of the first full date in `text`, or null. */
export function printedDate(text: string): number | null {
  if (!YEAR.test(text)) return null
  let best: { at: number; ms: number } | null = null
  const offer = (at: number, year: number, month: number | undefined, day: number): void => {
    if (month === undefined || day < 1 || day > 31 || month > 11) return
    if (best === null || at < best.at) best = { at, ms: Date.UTC(year, month, day) }
  }
  for (const m of text.matchAll(MONTH_DAY_YEAR)) offer(m.index, Number(m[3]), monthOf(m[1]), Number(m[2]))
  for (const m of text.matchAll(DAY_MONTH_YEAR)) offer(m.index, Number(m[3]), monthOf(m[2]), Number(m[1]))
  for (const m of text.matchAll(YEAR_MONTH_DAY)) offer(m.index, Number(m[1]), Number(m[2]) - 1, Number(m[3]))
  return (best as { ms: number } | null)?.ms ?? null
}

function monthOf(name: string | undefined): number | undefined {
  return MONTHS.get(
    (name ?? '')
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase(),
  )
}
