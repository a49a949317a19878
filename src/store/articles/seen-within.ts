const DAY_MS = 86_400_000
/** An article's date may be this much later than the day on which it was first seen. */
const AHEAD_DAYS = 3

export interface SeenWithin {
  /** The first day on which a candidate can have come in, `YYYY-MM-DD`. */
  readonly from: string
  /** The same for undated candidates: their window is counted from today. */
  readonly lately: string
  readonly to: string
}

/**
 * When candidates for articles of these days of publication can have come in: an article dated within `windowDays` of them
 * was not first seen long before that. The bounds of the partition key are plain values, so that older and later weeks are
 * excluded before a lookup starts. They are a day wider than needed on both sides: the database may be in another time zone.
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
