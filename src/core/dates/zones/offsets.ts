const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MAX_CACHED_YEARS = 4096

interface Transition {
  readonly fromMs: number
  readonly offsetMin: number
}

const formatters = new Map<string, Intl.DateTimeFormat | null>()
const years = new Map<string, readonly Transition[]>()

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
  } catch {
    // not a zone that this ICU knows
  }
  if (formatters.size >= MAX_CACHED_YEARS) formatters.clear()
  formatters.set(zone, made)
  return made
}

function measuredOffset(formatter: Intl.DateTimeFormat, utcMs: number): number {
  const part: Record<string, string> = {}
  for (const { type, value } of formatter.formatToParts(utcMs)) part[type] = value
  const local = Date.UTC(
    Number(part.year),
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  )
  return Math.round((local - Math.floor(utcMs / 1000) * 1000) / MINUTE_MS)
}

/**
 * The offsets of one zone in one UTC year. A call of Intl costs some microseconds, and a date needs two or three, so each
 * year's changes are searched once and then read from here.
 */
function transitionsOf(zone: string, year: number): readonly Transition[] | null {
  const key = `${zone} ${year}`
  const known = years.get(key)
  if (known) return known
  const formatter = formatterOf(zone)
  if (!formatter) return null
  const start = Date.UTC(year, 0, 1)
  const end = Date.UTC(year + 1, 0, 1)
  const found: Transition[] = [{ fromMs: start, offsetMin: measuredOffset(formatter, start) }]
  for (let at = start; at < end; at += 14 * DAY_MS) {
    const next = Math.min(at + 14 * DAY_MS, end)
    const before = found[found.length - 1]!.offsetMin
    const after = measuredOffset(formatter, next)
    if (after === before) continue
    let low = at
    let high = next
    while (high - low > MINUTE_MS) {
      const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS
      if (measuredOffset(formatter, middle) === before) low = middle
      else high = middle
    }
    found.push({ fromMs: high, offsetMin: after })
  }
  if (years.size >= MAX_CACHED_YEARS) years.clear()
  years.set(key, found)
  return found
}

/** Minutes east of UTC in an IANA zone at an instant, or null when there is no such zone. */
export function offsetAt(zone: string, utcMs: number): number | null {
  const list = transitionsOf(zone, new Date(utcMs).getUTCFullYear())
  if (!list) return null
  for (let i = list.length - 1; i >= 0; i--) if (list[i]!.fromMs <= utcMs) return list[i]!.offsetMin
  return list[0]!.offsetMin
}

/**
 * Minutes east of UTC of a wall-clock time in an IANA zone, or null when there is no such zone. `wallMs` is
 * the wall clock read as if it were UTC. A time that occurs twice is taken at its first occurrence, a time
 * that is skipped with the offset before the gap (RFC 5545, and Temporal's "compatible").
 */
export function offsetOfWallTime(zone: string, wallMs: number): number | null {
  const early = offsetAt(zone, wallMs - DAY_MS)
  const late = offsetAt(zone, wallMs + DAY_MS)
  if (early === null || late === null) return null
  if (early === late) return early
  for (const offset of [early, late])
    if (offsetAt(zone, wallMs - offset * MINUTE_MS) === offset) return offset
  return early
}

const FIXED = /^(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$/i

/** A time zone as given by a registry: fixed minutes for an offset (`+02:00`), a name for an IANA zone, else null. */
export function timezoneOf(text: string): number | string | null {
  const fixed = FIXED.exec(text.trim())
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)
    return minutes > 15 * 60 ? null : fixed[1] === '-' ? -minutes : minutes
  }
  if (/^(?:Z|UTC|GMT)$/i.test(text.trim())) return 0
  return formatterOf(text.trim()) ? text.trim() : null
}
