import type { Token } from '../text/tokens.ts'
import { timezoneOf } from './offsets.ts'
import { ZONE_WORDS, ZONES, ZONES_BY_OUTLET } from './zone-names.ts'

/** Minutes east of UTC, or an IANA name. */
export type Zone = number | string

export interface ZoneMatch {
  readonly zone: Zone
  /** Index of the first token after it. */
  readonly end: number
}

const AREAS = new Set([
  'africa',
  'america',
  'antarctica',
  'asia',
  'atlantic',
  'australia',
  'etc',
  'europe',
  'indian',
  'pacific',
])

/**
 * Reads a zone at a token: an offset, an abbreviation with or without an offset after it, an IANA name, a zone in words;
 * brackets and one comma before it are skipped. 'bad' for an offset that cannot exist.
 */
export function zoneAt(
  tokens: readonly Token[],
  start: number,
  outlet: string | undefined,
): ZoneMatch | 'bad' | null {
  let at = start
  while (at < start + 2 && /^[([,]$/.test(tokens[at]?.text ?? '')) at++
  const bracketed = at > start
  const token = tokens[at]
  if (!token) return null
  const signed = doubled(tokens, offsetAtToken(tokens, at))
  if (signed === 'bad') return bracketed ? null : 'bad'
  if (signed) return closed(tokens, passLocalName(tokens, signed), bracketed)
  if (token.kind !== 'word') return null
  const named = namedZone(tokens, at, outlet)
  return named && closed(tokens, named, bracketed)
}

function closed(tokens: readonly Token[], match: ZoneMatch, bracketed: boolean): ZoneMatch {
  return bracketed && /^[)\]]$/.test(tokens[match.end]?.text ?? '') ? { ...match, end: match.end + 1 } : match
}

/** `+00:00Z` and `+0000 UTC` say the zone twice; the offset rules. */
function doubled(tokens: readonly Token[], match: ZoneMatch | 'bad' | null): ZoneMatch | 'bad' | null {
  if (!match || match === 'bad' || !/^(?:Z|UTC|GMT)$/.test(tokens[match.end]?.text ?? '')) return match
  return { ...match, end: match.end + 1 }
}

/** JavaScript's own `GMT+0200 (Central European Summer Time)`: the offset rules, the name is passed. */
function passLocalName(tokens: readonly Token[], match: ZoneMatch): ZoneMatch {
  if (tokens[match.end]?.text !== '(') return match
  for (let i = match.end + 1; i < match.end + 8 && tokens[i]; i++)
    if (tokens[i]!.text === ')') return { ...match, end: i + 1 }
  return match
}

/** `+02:00`, `-0700`, `+5`: the number must follow its sign directly, so that `10:30 - 5 March` has no offset. */
function offsetAtToken(tokens: readonly Token[], at: number): ZoneMatch | 'bad' | null {
  const sign = tokens[at]
  if (sign?.text !== '+' && sign?.text !== '-') return null
  const number = tokens[at + 1]
  if (!number || number.spaced) return null
  if (number.kind !== 'number')
    return sign.spaced && sign.text === '+' && number.kind === 'word' ? 'bad' : null
  let hours = number.value
  let minutes = 0
  let end = at + 2
  const colon = tokens[end]?.text === ':' && !tokens[end]!.spaced
  if (number.text.length === 4 && !colon) {
    hours = Math.floor(number.value / 100)
    minutes = number.value % 100
  } else if (number.text.length === 3 && !colon) {
    hours = Math.floor(number.value / 100)
    minutes = number.value % 100
  } else if (number.text.length > 2) return 'bad'
  else if (colon) {
    const second = tokens[end + 1]
    if (second?.kind !== 'number' || second.text.length !== 2) return 'bad'
    minutes = second.value
    end += 2
  } else if (/^[./-]$/.test(tokens[end]?.text ?? '') && tokens[end + 1]?.kind === 'number') return null
  if (hours > 14 || minutes > 59) return 'bad'
  const total = hours * 60 + minutes
  return { zone: sign.text === '-' ? -total : total, end }
}

function namedZone(tokens: readonly Token[], at: number, outlet: string | undefined): ZoneMatch | null {
  const word = tokens[at]!
  if (AREAS.has(word.folded) && tokens[at + 1]?.text === '/') return ianaName(tokens, at)
  const inWords = ZONE_WORDS[word.folded]
  if (inWords) {
    let end = at + 1
    if (/^(standard|daylight|summer)$/.test(tokens[end]?.folded ?? '')) end++
    return tokens[end]?.folded === 'time' ? { zone: inWords, end: end + 1 } : null
  }
  const name = word.text.replaceAll('.', '')
  const upper = /^(?:utc|gmt|мск)$/i.test(name) ? name.toUpperCase() : name
  // Only capitals: "10:30 ist ..." and "8:30 et" are words of a sentence.
  const known = Object.hasOwn(ZONES, upper) ? ZONES[upper]! : undefined
  if (known === undefined) return null
  if (known === 0) {
    const offset = offsetAtToken(tokens, at + 1)
    if (offset && offset !== 'bad') return passLocalName(tokens, offset)
  }
  const local = outlet && ZONES_BY_OUTLET[upper]?.find((rule) => rule.outlet.test(outlet))
  return { zone: local ? local.zone : known, end: at + 1 }
}

function ianaName(tokens: readonly Token[], at: number): ZoneMatch | null {
  let name = tokens[at]!.text
  let end = at + 1
  while (end < at + 9 && tokens[end] && !tokens[end]!.spaced && /^[/_+\p{L}\d-]+$/u.test(tokens[end]!.text))
    name += tokens[end++]!.text
  const zone = timezoneOf(name)
  return zone === null ? null : { zone, end }
}
