// How a date is read. text/: the text becomes tokens, and the tokens become items (a clock time or a month's name is one item).
// day/: which items form a day. clock-time.ts: which tokens form a time. zones/: zone names and their offsets. words/: months,
// labels and relative times ("3 hours ago") in every language. calendars/: days that exist, and days of other calendars as
// Gregorian days. zoned.ts: the day, the time and the zone become an instant. quick.ts reads the common formats without all this.
import { gregorianDay } from './calendars/gregorian.ts'
import { type ClockTime, timeAt } from './clock-time.ts'
import { daysIn } from './day/days.ts'
import type { DayMatch, DayReading, NumericOrder } from './day/match.ts'
import { isoDate, rfc822Date, unixTime } from './quick.ts'
import { relativeDate } from './relative-date.ts'
import { type Item, itemsOf } from './text/items.ts'
import { normalizeDateText } from './text/normalize.ts'
import { rewriteDates } from './text/rewrite.ts'
import { type Token, tokenize } from './text/tokens.ts'
import { labelBetween } from './words/labels.ts'
import { fromInstant, NO_DATE, type ParsedDate, resolve, type WallDate } from './zoned.ts'
import { zoneAt } from './zones/zone.ts'

export { NO_DATE, type ParsedDate } from './zoned.ts'

export interface DateOptions {
  /** BCP 47; decides which month a shared spelling names, and whether days or months come first. */
  readonly language?: string | undefined
  /** A feed's date field must be one date and nothing else like a date; a page's date may be part of a line of text. */
  readonly context?: 'feed' | 'page' | undefined
  /** IANA name or offset of the outlet, for a text that names no zone. */
  readonly timezone?: string | undefined
  /** For relative dates and dates without a year. */
  readonly now?: Date | undefined
}

/**
 * Reads the date in a feed field or a line of a page: ISO 8601 and RFC 822 with their usual errors, month names of 84
 * languages, numeric dates in the order of the language and zone, East Asian eras, Buddhist, Persian, Hijri, Nepali and
 * Ethiopian years, compact digits, Unix times, relative dates. Never throws; without a date it returns nulls.
 */
export function parseDate(given: string, options: DateOptions = {}): ParsedDate {
  const text = rewriteDates(given)
  const quick = isoDate(text) ?? rfc822Date(text)
  if (quick) return resolve(quick, options.timezone)
  const clean = normalizeDateText(text)
  const unix = unixTime(clean)
  if (unix !== null) return fromInstant(unix, 'second', options.timezone, 'text')
  const context = options.context ?? 'page'
  if (context === 'feed') {
    const coarse = /^\s*(\d{4})(?:-(\d{2}))?\s*$/.exec(clean)
    if (coarse) return coarseDate(Number(coarse[1]), Number(coarse[2] ?? 1), options)
  }
  const tokens = tokenize(clean)
  return absoluteDate(tokens, clean, context, options) ?? relativeDate(tokens, clean, options) ?? NO_DATE
}

function coarseDate(year: number, month: number, options: DateOptions): ParsedDate {
  const day = gregorianDay(year, month, 1)
  return day ? { ...resolve({ ...day, time: null }, options.timezone), precision: null } : NO_DATE
}

const BUDDHIST_SCRIPT = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const BUDDHIST_LANGUAGES = new Set(['th', 'lo', 'km'])
const PERSIAN_LANGUAGES = new Set(['fa', 'ps', 'prs'])

function absoluteDate(
  tokens: readonly Token[],
  text: string,
  context: 'feed' | 'page',
  options: DateOptions,
): ParsedDate | null {
  const language = options.language?.split(/[-_]/)[0]?.toLowerCase()
  const items = itemsOf(tokens, language, options.timezone)
  if (context === 'feed' && items.some((item) => item.kind === 'time' && (item.time === null || item.glued)))
    return NO_DATE
  const days = daysIn(items, {
    ...numericOrder(items, tokens, options),
    buddhist: BUDDHIST_LANGUAGES.has(language ?? '') || BUDDHIST_SCRIPT.test(text),
    persian:
      PERSIAN_LANGUAGES.has(language ?? '') || (language === undefined && /[\u0600-\u06ff]/.test(text)),
    context,
  })
  const chosen = choose(days, items, context === 'page' ? options.now : undefined)
  if (!chosen) return null
  const { match, index, year } = chosen
  const next = days.find((day) => day.start >= match.end)
  const previous = days.slice(0, index).findLast((day) => day.end <= match.start)
  const time =
    compactTime(items[match.start]!, match) ??
    timeBeside(items, match, previous?.end ?? 0, next?.start ?? items.length, options.timezone)
  return resolve({ year, month: match.month, day: match.day, time }, options.timezone)
}

/**
 * Months come before days where the language or the outlet is American. Plain English is read the same way, unless there is a
 * 24-hour clock or a European zone; in all other languages the day comes first.
 */
function numericOrder(
  items: readonly Item[],
  tokens: readonly Token[],
  options: DateOptions,
): Pick<DayReading, 'order' | 'orderKnown'> {
  const known = (american: boolean) => ({ order: orderOf(american), orderKnown: true })
  const [language, ...subtags] = (options.language ?? '').toLowerCase().split(/[-_]/)
  if (language && language !== 'en') return known(false)
  const region = subtags.find((tag) => tag.length === 2)
  if (region) return known(region === 'us' || region === 'ph')
  const zone = options.timezone
  if (zone?.includes('/')) return known(/^(America\/|US\/|Pacific\/Honolulu|Asia\/Manila)/.test(zone))
  if (tokens.some((token) => /^(E[SD]?T|C[SD]T|M[SD]T|P[SD]?T)$/.test(token.text))) return known(true)
  const times = items.filter((item) => item.kind === 'time')
  if (times.some((item) => item.time?.halfDay)) return known(true)
  return { order: orderOf(language === 'en' && times.length === 0), orderKnown: false }
}

function orderOf(american: boolean): NumericOrder {
  return american ? 'month_first' : 'day_first'
}

interface Choice {
  readonly match: DayMatch
  readonly index: number
  readonly year: number
}

/** The date that the text names as published, else the first; a date named as updated only when there is no other. */
function choose(days: readonly DayMatch[], items: readonly Item[], now: Date | undefined): Choice | null {
  let best: (Choice & { rank: number }) | null = null
  let labelFrom = 0
  for (const [index, match] of days.entries()) {
    const label = labelBetween(items, Math.max(labelFrom, match.start - 8), match.start)
    labelFrom = match.end
    const year = match.year ?? recentYear(match, now)
    if (year === null) continue
    const rank = (match.year === null ? 0 : 10) + (label === 'published' ? 2 : label === 'updated' ? 0 : 1)
    if (!best || rank > best.rank) best = { match, index, year, rank }
  }
  return best
}

/** The year of a date without one: the latest that is not more than a day ahead of now. */
function recentYear(match: DayMatch, now: Date | undefined): number | null {
  if (!now) return null
  for (let year = now.getUTCFullYear() + 1; year > now.getUTCFullYear() - 9; year--) {
    if (!gregorianDay(year, match.month, match.day)) continue
    if (Date.UTC(year, match.month - 1, match.day) <= now.getTime() + 86_400_000) return year
  }
  return null
}

/** The clock part of 201709011234 and 20170901123456. */
function compactTime(item: Item, match: DayMatch): WallDate['time'] {
  if (item.kind !== 'number' || match.end !== match.start + 1 || item.token.text.length < 12) return null
  const { text } = item.token
  const hour = Number(text.slice(8, 10))
  const minute = Number(text.slice(10, 12))
  const second = Number(text.slice(12, 14))
  if (hour > 23 || minute > 59 || second > 59) return null
  return { hour, minute, second, precision: text.length === 14 ? 'second' : 'minute', zone: null }
}

const REACH_AFTER = 7
const REACH_BEFORE = 5

/** The time that belongs to a date: inside it (asctime), after it, or before it, never beyond another date. */
function timeBeside(
  items: readonly Item[],
  match: DayMatch,
  from: number,
  to: number,
  outlet: string | undefined,
): ClockTime | null {
  for (let at = match.start; at < Math.min(match.end + REACH_AFTER, to); at++) {
    const item = items[at]!
    if (item.kind === 'time' && item.time) {
      if (at > match.end && labelBetween(items, match.end, at) === 'updated') break
      return item.time
    }
    if (at < match.end) continue
    const loose = looseTime(items, at, outlet)
    if (loose) return loose
  }
  for (let at = match.start - 1; at >= Math.max(from, match.start - REACH_BEFORE); at--) {
    const item = items[at]!
    if (item.kind !== 'time' || !item.time) continue
    const zone = item.time.zone === null ? zoneAt(tokensFrom(items, match.end), 0, outlet) : null
    return zone && zone !== 'bad' ? { ...item.time, zone: zone.zone } : item.time
  }
  return null
}

/** 08.30 after a date, without a word that says it is a time. */
function looseTime(items: readonly Item[], at: number, outlet: string | undefined): ClockTime | null {
  if (items[at]?.kind !== 'number') return null
  return timeAt(tokensFrom(items, at), 0, outlet, true)?.time ?? null
}

function tokensFrom(items: readonly Item[], at: number): Token[] {
  const tokens: Token[] = []
  for (const item of items.slice(at, at + 8)) {
    if (item.kind === 'time') break
    tokens.push(item.token)
  }
  return tokens
}
