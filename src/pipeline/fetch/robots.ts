import type { Pool } from 'pg'
import { HttpError } from '../../adapters/http/error.ts'
import { httpGet } from '../../adapters/http/request.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { MAX_ROBOTS_BYTES, parseRobots, type RobotsRules, robotsVerdict } from '../../core/fetching/robots.ts'
import { hostOf } from '../../core/fetching/url.ts'
import { judgeError, parkOrGiveUp, type Trouble } from '../../core/fetching/verdict.ts'
import type { Outcome } from '../../core/record/outcome.ts'
import { findHost, type HostRow, readRobots, storeRobots } from '../../store/sources/hosts.ts'
import type { Deps } from '../deps.ts'

export type RobotsAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'disallowed' }
  | { readonly kind: 'wait'; readonly outcome: Outcome<never> }

const KEEP_MS = 24 * 3_600_000
const KEEP_TROUBLE_MS = 10 * 60_000

/**
 * May we fetch `url`? By RFC 9309: a 4xx for robots.txt allows everything, a 5xx or no answer forbids everything for now. The
 * file is kept in the host's row for a day, so that all machines together ask for it once.
 *
 * @param known the host's row, where the caller has just read it
 * @throws HttpError when the address itself may not be asked (a private address) or not yet, or when `signal` ends it
 */
export async function robotsFor(
  deps: Deps,
  url: string,
  trouble: Trouble,
  signal: AbortSignal,
  known?: HostRow,
): Promise<RobotsAnswer> {
  const host = hostOf(url)
  if (!host) return { kind: 'disallowed' }
  let row = known?.host === host ? known : await findHost(deps.pool, host)
  if (!row?.robots_expires_at || row.robots_expires_at <= deps.now()) {
    const silent = await refresh(deps, url, host, signal)
    // The host did not answer at all: the article waits for the host, not for its robots.txt.
    const outcome = silent && judgeError(silent, trouble)
    if (outcome) return { kind: 'wait', outcome }
    row = await findHost(deps.pool, host)
  }
  return answerOf(deps, row, host, url, trouble)
}

async function answerOf(
  deps: Deps,
  row: HostRow | undefined,
  host: string,
  url: string,
  trouble: Trouble,
): Promise<RobotsAnswer> {
  const status = row?.robots_status ?? 0
  if (row && status >= 200 && status < 300) {
    const rules = await rulesOf(deps.pool, host, url, row.robots_fetched_at?.getTime() ?? 0)
    return rules.verdict(deps.policy.userAgent, url).allowed ? { kind: 'allowed' } : { kind: 'disallowed' }
  }
  if (status >= 400 && status < 500 && status !== 429) return { kind: 'allowed' }
  const outcome = parkOrGiveUp('robots_unreachable', 'robots_unreachable', trouble)
  const expires = row?.robots_expires_at
  // Until the file is due again, nothing new can be learned.
  if (outcome.kind === 'parked' && expires && expires > outcome.until)
    return { kind: 'wait', outcome: { ...outcome, until: expires } }
  return { kind: 'wait', outcome }
}

/** Characters of robots.txt whose parsed rules a process caches: parsing half a megabyte takes longer than a fetch. */
const CACHE_CHARS = 8 * 1024 * 1024

interface Cached {
  readonly fetchedAt: number
  readonly chars: number
  readonly rules: RobotsRules
}

const caches = new WeakMap<Pool, Map<string, Cached>>()

async function rulesOf(pool: Pool, host: string, url: string, fetchedAt: number): Promise<RobotsRules> {
  const cache = caches.get(pool) ?? new Map<string, Cached>()
  caches.set(pool, cache)
  const { origin } = new URL(url)
  const known = cache.get(origin)
  cache.delete(origin)
  if (known?.fetchedAt === fetchedAt) {
    cache.set(origin, known)
    return known.rules
  }
  const text = await readRobots(pool, host)
  const rules = parseRobots(text, origin)
  cache.set(origin, { fetchedAt, chars: text.length + 1_000, rules })
  let chars = 0
  for (const entry of cache.values()) chars += entry.chars
  for (const [oldest, entry] of cache) {
    if (chars <= CACHE_CHARS) break
    cache.delete(oldest)
    chars -= entry.chars
  }
  return rules
}

/** Requests the file and stores the answer. @returns the error of a host that did not answer */
async function refresh(
  deps: Deps,
  url: string,
  host: string,
  signal: AbortSignal,
): Promise<HttpError['code'] | null> {
  const now = deps.now().getTime()
  const address = new URL('/robots.txt', url).href
  try {
    const response = await httpGet(deps.http, address, {
      accept: 'text/plain',
      cutAtBytes: MAX_ROBOTS_BYTES,
      signal,
    })
    const usable = response.status >= 200 && response.status < 300
    const text = usable
      ? decodeBytes(response.body.subarray(0, MAX_ROBOTS_BYTES), { kind: 'text' }).text.replaceAll(
          '\u0000',
          '',
        )
      : null
    const delayS = text === null ? null : robotsVerdict(text, deps.policy.userAgent, url).crawlDelayS
    await storeRobots(deps.pool, host, {
      text,
      status: response.status,
      expiresAt: new Date(
        now + (response.status >= 500 || response.status === 429 ? KEEP_TROUBLE_MS : KEEP_MS),
      ),
      delayMs: delayS == null ? null : Math.min(delayS, 60) * 1000,
    })
    return null
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    if (error.code === 'aborted' || error.code === 'address_busy' || isRefusedItself(error, host)) throw error
    // A redirect without a valid target, or a file that cannot be read, counts as a missing file; no answer at all does not.
    const answered = ANSWERED.has(error.code)
    await storeRobots(deps.pool, host, {
      text: null,
      status: answered ? 404 : 0,
      expiresAt: new Date(now + KEEP_TROUBLE_MS),
      delayMs: null,
    })
    return answered ? null : error.code
  }
}

const ANSWERED: ReadonlySet<HttpError['code']> = new Set<HttpError['code']>([
  'too_many_redirects',
  'redirect_loop',
  'too_large',
  'too_large_decompressed',
  'bad_encoding',
  'blocked_address',
  'blocked_host',
  'blocked_port',
  'bad_scheme',
  'bad_url',
])

/** The guard refused the host of the request itself, not a host that it redirected to. */
function isRefusedItself(error: HttpError, host: string): boolean {
  if (!error.code.startsWith('blocked_')) return false
  return error.url === host || hostOf(error.url) === host
}
