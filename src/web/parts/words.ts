/** How numbers, times and names are written on the pages. All times are UTC, as the footer says. */

const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const fullDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
const hourMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })
const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })
const whole = new Intl.NumberFormat('en-GB')
const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 })

/** `15 Sep 2025, 07:14`; only the day where no time is known. */
export function dateTime(at: Date | null, precision: string | null = null): string {
  if (!at) return 'undated'
  return precision === 'day' ? fullDay.format(at) : `${fullDay.format(at)}, ${hourMinute.format(at)}`
}

/** `15 Sep, 07:14`, for lists in which the year is clear. */
export function shortTime(at: Date | null, precision: string | null = null): string {
  if (!at) return 'undated'
  return precision === 'day' ? dayMonth.format(at) : `${dayMonth.format(at)}, ${hourMinute.format(at)}`
}

export const shortDay = (at: Date): string => dayMonth.format(at)
export const clockTime = (at: Date): string => hourMinute.format(at)
/** `Monday 15 September 2025`. */
export const weekday = (at: Date): string => longDay.format(at)

/** `12 min`, `3 h`, `5 days`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  if (hours < 36) return `${hours} h`
  const days = Math.round(hours / 24)
  return days < 60 ? `${days} days` : `${Math.round(days / 30.4)} months`
}

export const ago = (at: Date, now: Date): string => `${span(now.getTime() - at.getTime())} ago`
export const ahead = (at: Date, now: Date): string =>
  at.getTime() <= now.getTime() ? 'now' : `in ${span(at.getTime() - now.getTime())}`

/** `1 outlet`, `3 outlets`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${whole.format(n)} ${n === 1 ? one : many}`
}

export const number = (n: number): string => whole.format(n)
/** `1.2M`: for figures that need not be exact. */
export const rough = (n: number): string => (n < 10_000 ? whole.format(n) : compact.format(n))
export const percent = (share: number): string => `${Math.round(share * 100)} %`

export function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag
  } catch {
    return tag
  }
}

export function countryName(code: string): string {
  try {
    return countryNames.of(code) ?? code
  } catch {
    return code
  }
}

/** `not_modified` → `not modified`. */
export const plain = (code: string): string => code.replaceAll('_', ' ')

/** The reason why something was dropped, failed or waits, in words. */
const reasons: Readonly<Record<string, string>> = {
  section_page: 'a section page, not an article',
  product: 'a product’s or shop’s page',
  service: 'a page about a service or an organization',
  gallery: 'a picture gallery',
  video: 'a video page',
  error_page: 'an error page',
  login_page: 'a login page',
  paywall_stub: 'only the stub before a paywall',
  consent_page: 'a consent page',
  soft_404: 'a “not found” page that claims success',
  too_short: 'too little text',
  not_article: 'not an article',
  same_as_known: 'the same text under a second address',
  removed: 'taken down',
  robots_disallowed: 'robots.txt forbids it',
  http_401: 'the host asks for a login (401)',
  http_403: 'the host refuses us (403)',
  http_404: 'not found (404)',
  http_410: 'gone for good (410)',
  http_202: 'the host accepted the request and sent nothing (202)',
  http_408: 'the host waited too long for the request (408)',
  http_425: 'the host wants the request later (425)',
  http_429: 'the host asks us to slow down (429)',
  http_451: 'withheld for legal reasons (451)',
  http_4xx: 'the host refuses the request (4xx)',
  http_503: 'the host is overloaded (503)',
  http_5xx: 'the host has an error (5xx)',
  dns_failed: 'the host’s name does not resolve',
  host_down: 'the host does not answer',
  host_busy: 'another request to the host is running',
  timeout: 'no answer in time',
  connection_reset: 'the connection broke',
  connection_refused: 'the host refuses connections',
  tls_error: 'the host’s certificate or encryption is broken',
  robots_unreachable: 'robots.txt cannot be read',
  not_a_feed: 'the address gives no feed',
  no_article_links: 'the page has no links that look like articles',
  nofollow: 'the page asks crawlers not to follow its links',
  parse_timeout: 'reading it took too long',
  parse_crashed: 'reading it took too much memory',
  not_html: 'not an HTML page',
  no_text: 'no text in it',
  no_document: 'its raw bytes are no longer kept',
  too_large: 'too large',
  too_deep: 'nested too deeply',
  too_many_redirects: 'too many redirects',
  redirect_loop: 'redirects in a loop',
  bad_encoding: 'its encoding cannot be read',
  bad_response: 'a broken answer',
  bad_url: 'a broken address',
  blocked_address: 'a private address, which is never fetched',
  extract_timeout: 'extraction took too long',
  extract_crashed: 'extraction crashed',
  gave_up: 'given up after many attempts',
  poison: 'it ended every worker that worked on it',
  internal: 'a fault of Newsloom',
  transient: 'a momentary failure',
}

export const reasonWords = (code: string): string => reasons[code] ?? plain(code)

/** The reason for a feed's interval, as it follows “because”. */
const cadences: Readonly<Record<string, string>> = {
  first_look: 'it is new to us',
  entry_rate: 'that is how often entries come',
  quiet: 'little comes in it',
  set_by_hand: 'somebody set it so',
  whole_feed_new: 'everything in it was new the last time',
  ttl: 'the feed asks for it',
  update_period: 'the feed asks for it',
  http_cache: 'its host asks for it',
  failures: 'it keeps failing',
}

export const cadenceWords = (reason: string | null): string =>
  reason ? (cadences[reason] ?? plain(reason)) : ''
