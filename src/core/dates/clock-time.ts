import type { Token } from './text/tokens.ts'
import { type Zone, zoneAt } from './zones/zone.ts'

export type TimePrecision = 'second' | 'minute' | 'hour'

export interface ClockTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly precision: TimePrecision
  readonly zone: Zone | null
  /** Given with AM or PM: in English a sign that months come before days. */
  readonly halfDay: boolean
}

export interface TimeMatch {
  /** Null when it looks like a time and can be none: 25:14, 1:2:3:4. */
  readonly time: ClockTime | null
  readonly end: number
}

const AM = new Set(
  'am|πμ|ص|صباحا|قظ|oo|पूर्वाह्न|एएम|dop|vorm|fm|上午|午前|凌晨|早上|清晨|早晨|오전|새벽|아침'.split('|'),
)
const PM = new Set(
  'pm|μμ|م|مساء|بظ|os|अपराह्न|पीएम|odp|nachm|em|下午|午後|午后|中午|晚上|傍晚|晚间|오후|저녁'.split('|'),
)
const HALF_BEFORE =
  /^(?:上午|午前|凌晨|早上|清晨|早晨|오전|새벽|아침|下午|午後|午后|中午|晚上|傍晚|晚间|오후|저녁)$/

/** Words that follow an hour: 16:51 h, 20.15 Uhr, 8.30 uur, 08:30 น. */
const HOUR_SUFFIX = /^(?:h|hs|hr|hrs|hours|horas|heures|uhr.*|uur|u|ч|час|часов|น|نیم|óra|ora|hod|godz|г)$/
const HOUR_UNIT = /^(?:h|hs|hrs|uhr|uur|u|ч|час|часов|heures?|horas?|時|时|点|點|시|giờ|gio|น)$/
const MINUTE_UNIT = /^(?:m|min|mn|мин|分|분|phút|phut|นาที)$/
const SECOND_UNIT = /^(?:s|sec|сек|秒|초)$/
/** Words that announce a time, so that a dot may be used as the colon: klo 8.30, kl. 08.30, ore 8.30. */
const ANNOUNCES = new Set(
  'klo|kl|um|ore|alle|pukul|jam|saat|à|godz|godzina|ob|u|om|pk|στις|ώρα|ωρα|เวลา|kello|ура|at|fra'.split('|'),
)

function isNumber(token: Token | undefined, maxDigits: number): token is Token {
  return token?.kind === 'number' && token.text.length <= maxDigits
}

/**
 * Reads a time of day with its zone at a token, or null. `outlet` is the outlet's IANA zone: it decides which of the zones
 * that share an abbreviation is meant. `loose` also takes 8.30 without any word about it.
 */
export function timeAt(
  tokens: readonly Token[],
  start: number,
  outlet: string | undefined,
  loose = false,
): TimeMatch | null {
  let at = start
  let half: 'am' | 'pm' | null = null
  const first = tokens[at]
  if (first?.kind === 'word' && HALF_BEFORE.test(first.text)) {
    half = AM.has(first.text) ? 'am' : 'pm'
    at++
  }
  const hour = tokens[at]
  if (hour?.kind !== 'number') return null
  const raw = digits(tokens, at, half !== null, loose) ?? compact(tokens, at)
  if (!raw) return null
  if (raw === 'bad') return { time: null, end: at + 1 }
  let { end } = raw
  let h = raw.hour
  const marked = halfAfter(tokens, end, raw.precision !== 'hour')
  if (marked) {
    half = marked.half
    end = marked.end
  } else if (!raw.unit && raw.precision === 'hour' && half === null) return null
  if (HOUR_SUFFIX.test(tokens[end]?.folded ?? '')) {
    end++
    if (tokens[end]?.text === '.' && tokens[end - 1]!.folded === 'น') end++
  }
  if (half === 'pm' && h < 12) h += 12
  if (half === 'am' && h === 12) h = 0
  if (h > 24 || raw.minute > 59 || raw.second > 60 || (h === 24 && raw.minute + raw.second > 0))
    return { time: null, end }
  const zone = zoneAt(tokens, end, outlet)
  if (zone === 'bad') return { time: null, end }
  return {
    time: {
      hour: h,
      minute: raw.minute,
      second: raw.second,
      precision: raw.precision,
      zone: zone?.zone ?? null,
      halfDay: half !== null,
    },
    end: zone?.end ?? end,
  }
}

interface RawTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly precision: TimePrecision
  /** Named by a unit (8 Uhr), so that an hour alone is a time. */
  readonly unit: boolean
  readonly end: number
}

function digits(tokens: readonly Token[], at: number, half: boolean, loose: boolean): RawTime | 'bad' | null {
  if (!isNumber(tokens[at], 2)) return null
  const hour = tokens[at]!.value
  const next = tokens[at + 1]
  const minute = tokens[at + 2]
  // ১৪: ১৬ after a comma; elsewhere "May 21: 10 dead" is not a time
  const afterComma = tokens[at - 1]?.text === ',' && minute?.text.length === 2
  if (next?.text === ':' && isNumber(minute, 2) && (next.spaced === minute.spaced || afterComma)) {
    const colon = tokens[at + 3]
    const second = tokens[at + 4]
    if (colon?.text !== ':' || colon.spaced || !isNumber(second, 2) || second.spaced)
      return { hour, minute: minute.value, second: 0, precision: 'minute', unit: true, end: at + 3 }
    let end = at + 5
    if (tokens[end]?.text === ':' && tokens[end + 1]?.kind === 'number' && !tokens[end + 1]!.spaced)
      return 'bad'
    if (
      /^[.,]$/.test(tokens[end]?.text ?? '') &&
      tokens[end + 1]?.kind === 'number' &&
      !tokens[end + 1]!.spaced
    )
      end += 2
    return { hour, minute: minute.value, second: second.value, precision: 'second', unit: true, end }
  }
  if (next?.kind === 'word' && HOUR_UNIT.test(next.folded)) return withUnits(tokens, at)
  if (next?.text === '.' && isNumber(minute, 2) && minute.text.length === 2 && !minute.spaced && hour < 25) {
    const after = tokens[at + 3]
    const beforeThat = tokens[at - 1]?.text === '.' ? tokens[at - 2] : tokens[at - 1]
    const announced =
      loose ||
      HOUR_SUFFIX.test(after?.folded ?? '') ||
      halfAfter(tokens, at + 3) !== null ||
      isZone(tokens, at + 3) ||
      ANNOUNCES.has(beforeThat?.folded ?? '')
    const dated = after?.text === '.' && tokens[at + 4]?.kind === 'number' && !tokens[at + 4]!.spaced
    const insideDate = tokens[at - 1]?.text === '.' && tokens[at - 2]?.kind === 'number'
    if (!announced || dated || insideDate) return null
    return { hour, minute: minute.value, second: 0, precision: 'minute', unit: true, end: at + 3 }
  }
  if (half || halfAfter(tokens, at + 1))
    return hour <= 24 ? { hour, minute: 0, second: 0, precision: 'hour', unit: false, end: at + 1 } : null
  return null
}

function isZone(tokens: readonly Token[], at: number): boolean {
  const zone = zoneAt(tokens, at, undefined)
  return zone !== null && zone !== 'bad'
}

/** 8h30, 14 h 16, 8時30分15秒, 8 Uhr. */
function withUnits(tokens: readonly Token[], at: number): RawTime {
  const hour = tokens[at]!.value
  const unit = tokens[at + 1]!
  let end = at + 2
  if (tokens[end]?.folded === '半')
    return { hour, minute: 30, second: 0, precision: 'minute', unit: true, end: end + 1 }
  const minute = tokens[end]
  const follows =
    isNumber(minute, 2) &&
    minute.value < 60 &&
    (MINUTE_UNIT.test(tokens[end + 1]?.folded ?? '') ||
      (minute.text.length === 2 && minute.spaced === unit.spaced))
  if (!follows) return { hour, minute: 0, second: 0, precision: 'hour', unit: true, end }
  end++
  if (MINUTE_UNIT.test(tokens[end]?.folded ?? '')) end++
  const second = tokens[end]
  if (isNumber(second, 2) && SECOND_UNIT.test(tokens[end + 1]?.folded ?? ''))
    return { hour, minute: minute.value, second: second.value, precision: 'second', unit: true, end: end + 2 }
  return { hour, minute: minute.value, second: 0, precision: 'minute', unit: true, end }
}

/** Military and compact times: 0830 hrs, T101455. */
function compact(tokens: readonly Token[], at: number): RawTime | null {
  const { text } = tokens[at]!
  const isoTime = tokens[at - 1]?.text === 'T' && !tokens[at]!.spaced
  if (text.length === 4 && (isoTime || /^(?:hrs|hours)$/.test(tokens[at + 1]?.folded ?? '')))
    return {
      hour: Number(text.slice(0, 2)),
      minute: Number(text.slice(2)),
      second: 0,
      precision: 'minute',
      unit: true,
      end: at + 1,
    }
  if (text.length === 6 && isoTime)
    return {
      hour: Number(text.slice(0, 2)),
      minute: Number(text.slice(2, 4)),
      second: Number(text.slice(4)),
      precision: 'second',
      unit: true,
      end: at + 1,
    }
  return null
}

/** AM or PM after a time, also as `a. m.`; a lone a or p only where it touches minutes. */
function halfAfter(
  tokens: readonly Token[],
  at: number,
  shortAllowed = false,
): { half: 'am' | 'pm'; end: number } | null {
  const token = tokens[at]
  if (token?.kind !== 'word' || HALF_BEFORE.test(token.text)) return null
  const { folded } = token
  if (folded === 'a' || folded === 'p') {
    const dot = tokens[at + 1]?.text === '.' ? 1 : 0
    if (tokens[at + 1 + dot]?.folded === 'm' && (dot || tokens[at + 1]!.spaced)) {
      const end = at + 2 + dot
      return { half: folded === 'a' ? 'am' : 'pm', end: tokens[end]?.text === '.' ? end + 1 : end }
    }
    return token.spaced || !shortAllowed ? null : { half: folded === 'a' ? 'am' : 'pm', end: at + 1 }
  }
  // "15:36 am 1. September" and "08:30 em 5 de março" are prepositions.
  if (folded === 'am' && tokens[at + 1]?.kind === 'number' && tokens[at + 2]?.text === '.') return null
  if (/^(?:em|fm)$/.test(folded) && !token.text.includes('.')) return null
  const half = AM.has(folded) ? 'am' : PM.has(folded) ? 'pm' : vietnamese(token.text)
  if (!half) return null
  return { half, end: tokens[at + 1]?.text === '.' && token.text.includes('.') ? at + 2 : at + 1 }
}

function vietnamese(text: string): 'am' | 'pm' | null {
  return text === 'SA' ? 'am' : text === 'CH' ? 'pm' : null
}
