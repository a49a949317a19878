/**
 * Which instants can be the time that an article was published or changed: one rule for feeds, sitemaps, pages, text
 * dumps and what was given with a file. A date that breaks it is unknown; it is not corrected.
 */

const DAY_MS = 86_400_000
/** No news was printed before this year; a year like 0204 is a misread number. */
const EARLIEST = Date.UTC(1500, 0)
/**
 * The zero of computer clocks: the value of an empty field, never a date that a person wrote. Other days of 1970 are dates.
 */
const EPOCH = 0
/** Clocks and zones differ; beyond this a date is an announcement or a mistake. */
const AHEAD_MS = DAY_MS

/** @param seenMs when the article was first seen; null where that is not known, and then no date is too late */
export function isPlausible(instantMs: number, seenMs: number | null): boolean {
  return instantMs >= EARLIEST && instantMs !== EPOCH && (seenMs === null || instantMs <= seenMs + AHEAD_MS)
}

/** The same for an ISO instant or null; null where it is not plausible. */
export function plausibleInstant<Instant extends string | null>(
  instant: Instant,
  seen: Date | null | undefined,
): Instant | null {
  return instant !== null && isPlausible(Date.parse(instant), seen ? +seen : null) ? instant : null
}
