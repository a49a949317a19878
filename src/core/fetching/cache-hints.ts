/** Response headers by lower-case name. */
export type HeaderFields = Readonly<Record<string, string | undefined>>

/**
 * Seconds for which HTTP calls a response fresh (RFC 9111 §4.2, as a private cache): Cache-Control's max-age less Age, else
 * Expires less Date; 0 where the headers say nothing or forbid caching.
 */
export function freshForS(headers: HeaderFields, now: Date): number {
  const control = (headers['cache-control'] ?? '').toLowerCase()
  if (/\b(?:no-store|no-cache)\b/.test(control)) return 0
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/.exec(control)
  if (maxAge) return Math.max(0, Number(maxAge[1]) - seconds(headers.age))
  const expires = Date.parse(headers.expires ?? '')
  if (Number.isNaN(expires)) return 0
  const date = Date.parse(headers.date ?? '')
  const from = Number.isNaN(date) ? now.getTime() : date
  return Math.max(0, Math.round((expires - from) / 1000))
}

function seconds(text: string | undefined): number {
  return /^\d{1,9}$/.test(text?.trim() ?? '') ? Number(text) : 0
}
