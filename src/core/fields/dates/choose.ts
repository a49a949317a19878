import type { ExtractContext } from '../../article/types.ts'
import { type DateOptions, type ParsedDate, parseDate } from '../../dates/parse.ts'
import { isPlausible } from '../../dates/plausible.ts'
import type { OutletFacts } from '../../record/record.ts'
import { type DateCandidate, OWN_ADDRESS } from './candidates.ts'
import { languageOfDates, withOtherOrder } from './numeric-order.ts'

export interface FoundDate {
  readonly candidate: DateCandidate
  readonly date: ParsedDate
  /** The outlet's own time, or the bare day. */
  readonly local: string
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** `2023-10-16T21:56:19Z EST`: a time in the zone that is named, by software that always writes the Z. */
const zuluBeforeZone = /Z\s+(?=[ECMP][SD]T$)/

/** The page's own address; the lead image may be older. */
const isAddress = (d: FoundDate): boolean => d.candidate.source === 'url' && d.candidate.from === OWN_ADDRESS

/**
 * The first candidate that is a possible date. It gets the time of day of a later candidate with the same day. Where metadata
 * is in UTC, the day that the page shows its readers is the local one.
 */
export function chooseDate(
  candidates: readonly DateCandidate[],
  language: string | undefined,
  outlet: OutletFacts | null,
  context: ExtractContext,
  modifiedDay: string | null = null,
): FoundDate | null {
  const seenMs = context.fetchedAt ? +context.fetchedAt : null
  const dates: FoundDate[] = []
  const options: DateOptions = {
    language: languageOfDates(
      language,
      outlet,
      context.url,
      candidates.map(({ raw }) => raw),
    ),
    context: 'page',
    timezone: outlet?.timezone ?? undefined,
    now: context.fetchedAt,
  }
  /** A page says the same in several places. */
  const known = new Map<string, ParsedDate>()
  for (const candidate of candidates) {
    const date = known.get(candidate.raw) ?? parseSeen(candidate.raw.replace(zuluBeforeZone, ' '), options)
    known.set(candidate.raw, date)
    if (!date.instant || !date.local_date || !date.precision) continue
    if (!isPlausible(Date.parse(date.instant), seenMs)) continue
    if (candidate.source === 'text' && monthApart(date.local_date, monthInUrl(context.url)) > 2) continue
    dates.push({ candidate, date, local: date.local ?? date.local_date })
    if (dates.length > 12) break
  }
  const first = dates[0]
  if (!first) return null
  const inAddress = dates.find(isAddress)
  if (inAddress && swapped(first, inAddress)) return inAddress
  if (first.date.precision === 'day') {
    const finer = dates.find(
      (d) =>
        d.date.precision !== 'day' &&
        d.date.local_date === first.date.local_date &&
        d.candidate.source !== 'url',
    )
    if (finer || !isStated(first)) return finer ?? first
  }
  if (!isStated(first)) return first
  return asShown(first, dates, modifiedDay)
}

/** Numbers that are in the future in one order of day and month are read in the other. */
function parseSeen(text: string, options: DateOptions): ParsedDate {
  const date = parseDate(text, options)
  const seenMs = options.now ? +options.now : null
  if (seenMs === null || !date.instant || isPlausible(Date.parse(date.instant), seenMs)) return date
  const language = withOtherOrder(options.language)
  const other =
    language && /\d{1,2}[/.-]\d{1,2}[/.-]\d/.test(text) ? parseDate(text, { ...options, language }) : null
  return other?.instant && isPlausible(Date.parse(other.instant), seenMs) ? other : date
}

/** The largest distance between the day that the page names in words as its publication and the day in its metadata. */
const FARTHEST_DAYS = 366

/** Marked as the day of publication, by its element or in words: a bare day by the headline may be an event's. */
const isPublication = ({ candidate, date }: FoundDate, stated: number): boolean =>
  candidate.marked === true ||
  // A time element with the whole date in its attribute is about the page, not about an event in it.
  (candidate.source === 'time_tag' && /^\d{4}-\d{2}-\d{2}T\d{2}:/.test(candidate.raw)) ||
  (publishedLabel.test(candidate.raw) &&
    Math.abs(Date.parse(date.instant!) - stated) <= FARTHEST_DAYS * DAY_MS)

const publishedLabel =
  /(?<!\p{L})(?:published|posted|first published|publication date|veröffentlicht|erschienen|publiée?|paru|publicad[oa]|pubblicato|publicerad|publisert|udgivet|gepubliceerd|opublikowano|опубликовано|yayın(?:lanma)?|发布|發布|公開|게시)(?!\p{L})/iu

const isStated = ({ candidate }: FoundDate): boolean =>
  candidate.source === 'json_ld' || candidate.source === 'meta'

/**
 * Metadata is often in UTC, or in the time of the content system and not of the reader. The date shown by the headline
 * decides the local day: by the offset written with it, by the offset that follows from its time of day, or, for a bare day,
 * as it is.
 */
function asShown(first: FoundDate, dates: readonly FoundDate[], modifiedDay: string | null): FoundDate {
  const inUtc = /(?:Z|[+-]00:?00)$/.test(first.local)
  const instant = Date.parse(first.date.instant!)
  const shown = dates.filter((d) => d.candidate.shown || isAddress(d))
  if (inUtc) {
    for (const d of shown) {
      if (d.date.precision === 'day') continue
      const away = Date.parse(d.date.instant!) - instant
      if (d.date.tz_source === 'text') {
        if (Math.abs(away) < 2 * MINUTE_MS) return { ...first, local: d.local }
        continue
      }
      const offset = Math.round(away / (15 * MINUTE_MS)) * 15
      if (
        offset !== 0 &&
        offset > -12 * 60 &&
        offset <= 14 * 60 &&
        Math.abs(away - offset * MINUTE_MS) < MINUTE_MS
      )
        return { ...first, local: withOffset(instant, offset) }
    }
  }
  const days = new Set(shown.map((d) => d.date.local_date))
  const day = shown[0]?.date.local_date
  if (!day || days.has(first.date.local_date)) return first
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // Some offset between -12 and +14 hours makes it that day.
  if (inUtc && instant + 14 * HOUR_MS >= midnight && instant - 12 * HOUR_MS < midnight + DAY_MS)
    return { ...first, local: day }
  // A day that is neither the one of publication nor of the last change: the page knows better than its markup.
  // Metadata that only says when the page was last changed knows no better than an older day that is shown.
  const onlyChanged = first.date.local_date === modifiedDay
  const visible = shown.find(
    (d) =>
      d.candidate.shown &&
      !d.candidate.updated &&
      d.candidate.raw.length < 80 &&
      (isPublication(d, instant) ||
        (onlyChanged && d.candidate.raw.length < 40 && d.date.local_date! < modifiedDay!)),
  )
  if (!visible || (visible.date.local_date === modifiedDay && !visible.candidate.marked)) return first
  return shown.some(isAddress) ? first : visible
}

/** The month that the page's address has in its path, as months since year 0; null without one. */
function monthInUrl(url: string | undefined): number | null {
  const found = /\/((?:19|20)\d{2})\/(0[1-9]|1[0-2])(?=\/)/.exec(url ?? '')
  return found ? Number(found[1]) * 12 + Number(found[2]) : null
}

/** A line of the page that lies months from its address's month is another post's. */
const monthApart = (day: string, month: number | null): number =>
  month === null ? 0 : Math.abs(Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - month)

/** `03/10/2023` in a page whose address says October the 3rd. */
function swapped(shown: FoundDate, inAddress: FoundDate): boolean {
  const [year, month, day] = shown.date.local_date!.split('-')
  return (
    shown.candidate.source !== 'json_ld' &&
    month !== day &&
    inAddress.date.local_date === `${year}-${day}-${month}`
  )
}

function withOffset(instant: number, offsetMinutes: number): string {
  const wall = new Date(instant + offsetMinutes * MINUTE_MS).toISOString().slice(0, 19)
  const size = Math.abs(offsetMinutes)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
