import { type FailureCode, failed, type Outcome, type ParkReason, parked } from '../record/outcome.ts'
import { hostBackoffS } from './retry.ts'

/** A page that stays in slow trouble this often is given up. */
const MAX_PARKINGS = 8
/** The longest that a Retry-After is obeyed. */
const MAX_RETRY_AFTER_S = 86_400

export interface Trouble {
  readonly now: Date
  /** From [0, 1). */
  readonly chance: number
  /** How often the article was parked before. */
  readonly parkedCount: number
  /** How often in a row its host was in trouble before: the longer, the longer all its pages wait. */
  readonly hostTroubles?: number
}

/**
 * What a status that is not a page means for the article: 429 and 503 wait as long as the host asks, other 5xx, 408
 * (the server waited too long for the request) and 425 (it came too early) back off, the other 4xx are final. Null for a
 * status with a body to use (2xx) and for 304.
 *
 * @param retryAfter the header's value, seconds or a date
 */
export function judgeStatus(
  status: number,
  retryAfter: string | undefined,
  trouble: Trouble,
): Outcome<never> | null {
  if ((status >= 200 && status < 300) || status === 304) return null
  if (status === 429 || status >= 500) {
    const reason: ParkReason = status === 429 ? 'http_429' : status === 503 ? 'http_503' : 'http_5xx'
    return parkOrGiveUp(reason, 'http_5xx', trouble, retryAfterS(retryAfter, trouble.now))
  }
  if (status === 408 || status === 425)
    return parkOrGiveUp(`http_${status}`, 'http_4xx', trouble, retryAfterS(retryAfter, trouble.now))
  return failed(finalStatus(status))
}

/** What is known of an article without a text when its address answers 404. */
export interface NotFound {
  readonly now: Date
  /** A feed lists the address. */
  readonly isListed: boolean
  readonly firstSeenAt: Date
  /** How long it has waited since an earlier 404, in seconds; null where this is the first. */
  readonly waitedS: number | null
}

const NOT_FOUND_WAITS_S = [600, 3_600] as const
const FRESH_FOR_MS = 86_400_000

/**
 * What a 404 means for an article without a text. Feeds list pages before all servers of an outlet have them: one that is
 * listed and younger than a day is requested again after ten minutes, and a third time after an hour.
 */
export function judgeNotFound({ now, isListed, firstSeenAt, waitedS }: NotFound): Outcome<never> {
  const waitS = NOT_FOUND_WAITS_S.find((wait) => waitedS === null || wait > waitedS * 1.5)
  const isFresh = now.getTime() - firstSeenAt.getTime() < FRESH_FOR_MS
  if (!isListed || !isFresh || waitS === undefined) return failed('http_404')
  return parked('http_404', new Date(now.getTime() + waitS * 1_000))
}

const finalStatuses: Readonly<Record<number, FailureCode>> = {
  401: 'http_401',
  402: 'http_403',
  403: 'http_403',
  404: 'http_404',
  410: 'http_410',
  451: 'http_451',
}

function finalStatus(status: number): FailureCode {
  return finalStatuses[status] ?? (status >= 400 && status < 500 ? 'http_4xx' : 'bad_response')
}

interface ErrorHandling {
  readonly park?: ParkReason
  readonly fail: FailureCode
}

/** Transport errors (the codes of adapters/http.ts) → what they mean for the article. */
const handlingByCode: Readonly<Record<string, ErrorHandling>> = {
  dns_failed: { park: 'dns_failed', fail: 'dns_failed' },
  // A name that does not exist today may be a registrar's mistake of an hour.
  dns_not_found: { park: 'dns_failed', fail: 'dns_failed' },
  connection_refused: { park: 'host_down', fail: 'host_down' },
  host_unreachable: { park: 'host_down', fail: 'host_down' },
  network_error: { park: 'host_down', fail: 'host_down' },
  connect_timeout: { park: 'timeout', fail: 'timeout' },
  header_timeout: { park: 'timeout', fail: 'timeout' },
  body_timeout: { park: 'timeout', fail: 'timeout' },
  deadline: { park: 'timeout', fail: 'timeout' },
  connection_reset: { park: 'connection_reset', fail: 'host_down' },
  tls_error: { park: 'tls_error', fail: 'host_down' },
  blocked_address: { fail: 'blocked_address' },
  blocked_host: { fail: 'blocked_address' },
  blocked_port: { fail: 'blocked_address' },
  bad_scheme: { fail: 'bad_url' },
  bad_url: { fail: 'bad_url' },
  too_large: { fail: 'too_large' },
  too_large_decompressed: { fail: 'too_large' },
  too_many_redirects: { fail: 'too_many_redirects' },
  redirect_loop: { fail: 'redirect_loop' },
  bad_encoding: { fail: 'bad_encoding' },
  bad_response: { park: 'bad_response', fail: 'bad_response' },
  proxy_refused: { park: 'host_down', fail: 'host_down' },
}

const BUSY_MS = 1_000

/**
 * What a transport error means for the article; undefined for `aborted`, which this process caused itself.
 *
 * @param waitMs the time until a busy address is free again: this is not an error, so the article never fails because of it
 */
export function judgeError(code: string, trouble: Trouble, waitMs = BUSY_MS): Outcome<never> | undefined {
  if (code === 'address_busy') return parked('host_busy', new Date(trouble.now.getTime() + waitMs))
  const handling = handlingByCode[code]
  if (!handling) return undefined
  return handling.park ? parkOrGiveUp(handling.park, handling.fail, trouble) : failed(handling.fail)
}

/** Parks with growing waits, and ends in `giveUpAs` after the eighth time. */
export function parkOrGiveUp(
  reason: ParkReason,
  giveUpAs: FailureCode,
  trouble: Trouble,
  askedS?: number,
): Outcome<never> {
  if (trouble.parkedCount >= MAX_PARKINGS) return failed(giveUpAs)
  const count = Math.max(trouble.parkedCount, trouble.hostTroubles ?? 0) + 1
  const waitS = Math.max(askedS ?? 0, hostBackoffS(count, trouble.chance))
  return parked(reason, new Date(trouble.now.getTime() + waitS * 1000))
}

/** Failures that cost us more than they cost the host: bombs, loops, bodies without end. */
const costly: ReadonlySet<FailureCode> = new Set([
  'too_large',
  'too_many_redirects',
  'redirect_loop',
  'bad_encoding',
  'bad_response',
])

/**
 * Until when a host is left alone after an answer to one of its articles; null for one that was an answer like any
 * other. The article may be at its end while the host only has to wait.
 */
export function hostPause(outcome: Outcome<unknown>, trouble: Trouble): Date | null {
  // a page that is not there yet says nothing about its host, nor do other names at its address
  if (outcome.kind === 'parked')
    return outcome.reason === 'http_404' || outcome.reason === 'host_busy' ? null : outcome.until
  if (outcome.kind !== 'failed' || !costly.has(outcome.code)) return null
  const waitS = hostBackoffS((trouble.hostTroubles ?? 0) + 1, trouble.chance)
  return new Date(trouble.now.getTime() + waitS * 1000)
}

/** Seconds that a Retry-After header asks for; undefined when it says nothing usable. */
export function retryAfterS(header: string | undefined, now: Date): number | undefined {
  if (!header) return undefined
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_S) : undefined
}
