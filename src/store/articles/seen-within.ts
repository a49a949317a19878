const DAY_MS = 86_400_000
/** An article may carry a date this much after the day that it was first seen on. */
const AHEAD_DAYS = 3

export interface SeenWithin {
  /** First day that a candidate can have come in on, `YYYY-MM-DD`. */
  readonly from: string
  /** The same for undated candidates: their window is counted from today. */
  readonly lately: string
  readonly to: string
}

/**
 * When candidates for articles of these days of publication can have come in: what lies within `windowDays` of them
 * was not seen long before. Bounds of the partition key as plain values, so that weeks long past and weeks to come are
 * left out before a lookup starts. A day wider on both sides than need be: the database may live in another time zone.
 */
export function seenWithin(
  days: readonly (string | null)[],
  windowDays: number,
  today = Date.now(),
): SeenWithin {
  const lately = today - (windowDays + 1) * DAY_MS
  const dated = days.flatMap((day) =>
    day === null ? [] : Date.parse(day) - (windowDays + AHEAD_DAYS) * DAY_MS,
  )
  return {
    from: dayOf(Math.min(lately, ...dated)),
    lately: dayOf(lately),
    to: dayOf(today + DAY_MS),
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
