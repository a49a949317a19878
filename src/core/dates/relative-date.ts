import { type ClockTime, timeAt } from './clock-time.ts'
import type { Token } from './text/tokens.ts'
import { type RelativeTime, relativeTimeIn } from './words/relative.ts'
import { fromInstant, outletOffset, type ParsedDate, resolve, type WallDate } from './zoned.ts'
import { offsetAt } from './zones/offsets.ts'

/** Where and when the text was read; undefined where that is not known. */
interface Reading {
  readonly now?: Date | undefined
  /** IANA name or offset of the outlet. */
  readonly timezone?: string | undefined
}

const UNIT_MS: Readonly<Record<'second' | 'minute' | 'hour' | 'day' | 'week', number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** "3 hours ago", "yesterday at 17:05"; null where the text says nothing of the kind or `now` is not known. */
export function relativeDate(tokens: readonly Token[], text: string, options: Reading): ParsedDate | null {
  if (!options.now) return null
  const relative = relativeTimeIn(tokens, text)
  if (!relative) return null
  const { unit, amount } = relative
  if (unit === 'second' || unit === 'minute' || unit === 'hour') {
    const precision = unit === 'hour' ? 'hour' : 'minute'
    const at = options.now.getTime() - amount * UNIT_MS[unit]
    return fromInstant(
      Math.floor(at / UNIT_MS[precision]) * UNIT_MS[precision],
      precision,
      options.timezone,
      null,
    )
  }
  return resolve(
    { ...dayBefore(relative, options), time: timeAfter(tokens, relative, options) },
    options.timezone,
  )
}

function dayBefore({ unit, amount }: RelativeTime, options: Reading): Omit<WallDate, 'time'> {
  const nowMs = options.now!.getTime()
  const local = new Date(
    nowMs + (outletOffset(options.timezone, (zone) => offsetAt(zone, nowMs)) ?? 0) * 60_000,
  )
  if (unit === 'month') local.setUTCMonth(local.getUTCMonth() - amount)
  else if (unit === 'year') local.setUTCFullYear(local.getUTCFullYear() - amount)
  else local.setTime(local.getTime() - amount * UNIT_MS[unit])
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
}

/** "Yesterday at 17:05": a time anywhere in the text belongs to a day named by a word. */
function timeAfter(tokens: readonly Token[], relative: RelativeTime, options: Reading): ClockTime | null {
  if (relative.unit !== 'day') return null
  for (let at = 0; at < tokens.length; at++) {
    const match = tokens[at]!.kind === 'mark' ? null : timeAt(tokens, at, options.timezone)
    if (match?.time) return match.time
  }
  return null
}
