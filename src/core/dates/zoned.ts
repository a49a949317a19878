import type { PublishedPrecision, PublishedTzSource } from '../record/record.ts'
import type { ClockTime } from './clock-time.ts'
import { offsetAt, offsetOfWallTime, timezoneOf } from './zones/offsets.ts'
import type { Zone } from './zones/zone.ts'

export interface ParsedDate {
  /** ISO in UTC, whole seconds; null when the text holds no date. A bare day starts at its local midnight. */
  readonly instant: string | null
  /** The outlet's own time with its offset (`2021-05-20T10:30:00+02:00`), or the bare day. */
  readonly local: string | null
  readonly local_date: string | null
  /** Null with an instant: coarser than a day (a feed's `2003-12`). */
  readonly precision: PublishedPrecision | null
  readonly tz_source: PublishedTzSource | null
}

export const NO_DATE: ParsedDate = {
  instant: null,
  local: null,
  local_date: null,
  precision: null,
  tz_source: null,
}

/** A date as written in the text, before its zone is applied. */
export interface WallDate {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly time: Pick<ClockTime, 'hour' | 'minute' | 'second' | 'precision' | 'zone'> | null
}

export function outletOffset(
  timezone: string | undefined,
  ask: (zone: string) => number | null,
): number | null {
  if (!timezone) return null
  const zone = timezoneOf(timezone)
  return typeof zone === 'string' ? ask(zone) : zone
}

/** Applies the zone: the text's own, else the outlet's, else UTC. */
export function resolve(date: WallDate, timezone: string | undefined): ParsedDate {
  const { year, month, day, time } = date
  const wallMs = Date.UTC(year, month - 1, day, time?.hour ?? 0, time?.minute ?? 0, time?.second ?? 0)
  const textOffset = time?.zone === null || time?.zone === undefined ? null : zoneOffset(time.zone, wallMs)
  const outlet = outletOffset(timezone, (zone) => offsetOfWallTime(zone, wallMs))
  const offset = textOffset ?? outlet ?? 0
  const source: PublishedTzSource = textOffset !== null ? 'text' : outlet !== null ? 'outlet' : 'assumed_utc'
  const utcMs = wallMs - offset * 60_000
  if (time) return fromInstant(utcMs, time.precision, timezone, source, offset)
  const bare = new Date(wallMs).toISOString().slice(0, 10)
  return { instant: isoUtc(utcMs), local: bare, local_date: bare, precision: 'day', tz_source: source }
}

function zoneOffset(zone: Zone, wallMs: number): number | null {
  return typeof zone === 'number' ? zone : offsetOfWallTime(zone, wallMs)
}

/** An instant, and its local form in the outlet's zone, else in the offset it came with, else in UTC. */
export function fromInstant(
  utcMs: number,
  precision: PublishedPrecision,
  timezone: string | undefined,
  source: PublishedTzSource | null,
  textOffset = 0,
): ParsedDate {
  const outlet = outletOffset(timezone, (zone) => offsetAt(zone, utcMs))
  const offset = outlet ?? textOffset
  const wall = new Date(utcMs + offset * 60_000).toISOString().slice(0, 19)
  const sign = offset < 0 ? '-' : '+'
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
  return {
    instant: isoUtc(utcMs),
    local: `${wall}${sign}${hours}:${minutes}`,
    local_date: wall.slice(0, 10),
    precision,
    tz_source: source ?? (outlet !== null ? 'outlet' : 'assumed_utc'),
  }
}

function isoUtc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
