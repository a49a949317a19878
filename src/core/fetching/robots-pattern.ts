/** A rule's path as it is compared: the literal texts between its wildcards. */
export interface RobotsPattern {
  readonly segments: readonly string[]
  /** `$`: the path must end where the pattern ends. */
  readonly anchored: boolean
  /** Length in normal form, by which the most specific rule is found. */
  readonly length: number
}

/** Longer than any address that is requested; the part of a pattern beyond this length is not compared. */
const MAX_PATTERN = 4_096

export function patternOf(raw: string): RobotsPattern {
  const anchored = raw.endsWith('$')
  const pattern = (anchored ? raw.slice(0, -1) : raw).replace(/\*{2,}/g, '*').slice(0, MAX_PATTERN)
  // the literal signs are encoded on both sides: only wildcards are left of them
  const normal = normalPath(pattern)
  return {
    segments: normal.split('*').map((segment) => segment.replaceAll('$', '%24')),
    anchored,
    length: normal.length + (anchored ? 1 : 0),
  }
}

/**
 * Whether the pattern matches from the start of the path. Each segment is searched from the end of the last one, and the
 * first match counts: no character is compared twice for one segment.
 * @param path in normal form, see `comparablePath`
 */
export function matchesPath({ segments, anchored }: RobotsPattern, path: string): boolean {
  const first = segments[0]!
  if (!path.startsWith(first)) return false
  let at = first.length
  const last = segments.length - 1
  if (last === 0) return !anchored || at === path.length
  for (let i = 1; i < last; i++) {
    const found = path.indexOf(segments[i]!, at)
    if (found < 0) return false
    at = found + segments[i]!.length
  }
  const end = segments[last]!
  if (anchored) return path.length - end.length >= at && path.endsWith(end)
  return path.indexOf(end, at) >= 0
}

/** The path and query of an address in the form with which patterns are compared; its `*` and `$` are not wildcards. */
export function comparablePath(url: URL): string {
  return normalPath(url.pathname + url.search)
    .replaceAll('*', '%2A')
    .replaceAll('$', '%24')
}

/** Characters that mean the same encoded or not: RFC 3986's unreserved characters. */
const unreserved = /[A-Za-z0-9\-._~]/
/** In a query these structure nothing: an address in a parameter may be encoded or not (RFC 9309 §2.2.2). */
const alikeInQuery = /[/?:@!'(),;]/
/** Characters that an address never contains unescaped. */
const toEncode = /[^\u0021-\u007e]|["<>\\^`{|}]/gu

/** One spelling of the same path: percent-encoding undone where it means nothing, in upper case where it stays. */
function normalPath(text: string): string {
  if (plain.test(text)) return text
  const query = text.indexOf('?')
  return text
    .toWellFormed()
    .replace(toEncode, encoded)
    .replace(/%(?:([0-9a-f]{2})|)/gi, (whole, code: string | undefined, at: number) => {
      if (code === undefined) return '%25'
      const character = String.fromCharCode(Number.parseInt(code, 16))
      const alike = unreserved.test(character) || (query >= 0 && at > query && alikeInQuery.test(character))
      return alike ? character : whole.toUpperCase()
    })
}

const plain = /^[A-Za-z0-9\-._~!'(),:;@[\]/?&=+*$]*$/

function encoded(character: string): string {
  return character.charCodeAt(0) < 0x80
    ? `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`
    : encodeURIComponent(character)
}
