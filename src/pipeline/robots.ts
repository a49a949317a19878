import { httpGet } from '../adapters/http.ts'
import { HttpError } from '../adapters/http-error.ts'
import { decodeBytes } from '../core/charset.ts'
import { parkOrGiveUp, type Trouble } from '../core/fetch-verdict.ts'
import type { Outcome } from '../core/outcome.ts'
import { MAX_ROBOTS_BYTES, robotsVerdict } from '../core/robots.ts'
import { hostOf } from '../core/url.ts'
import { findHost, type HostRow, storeRobots } from '../store/hosts.ts'
import type { Deps } from './deps.ts'

export type RobotsAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'disallowed' }
  | { readonly kind: 'wait'; readonly outcome: Outcome<never> }

const KEEP_MS = 24 * 3_600_000
const KEEP_TROUBLE_MS = 10 * 60_000

/**
 * May we fetch `url`? By RFC 9309: a 4xx for robots.txt means free, a 5xx or no answer means stay away for now. The
 * file is kept in the host's row for a day, so all machines ask for it once. `known`: the host's row, where it was
 * read just now.
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
    await refresh(deps, url, host, signal)
    row = await findHost(deps.pool, host)
  }
  return answerOf(row, url, deps.policy.userAgent, trouble)
}

function answerOf(row: HostRow | undefined, url: string, agent: string, trouble: Trouble): RobotsAnswer {
  const status = row?.robots_status ?? 0
  if (status >= 200 && status < 300)
    return robotsVerdict(row?.robots_txt ?? '', agent, url).allowed
      ? { kind: 'allowed' }
      : { kind: 'disallowed' }
  if (status >= 400 && status < 500 && status !== 429) return { kind: 'allowed' }
  return { kind: 'wait', outcome: parkOrGiveUp('robots_unreachable', 'robots_unreachable', trouble) }
}

async function refresh(deps: Deps, url: string, host: string, signal: AbortSignal): Promise<void> {
  const now = deps.now().getTime()
  const address = new URL('/robots.txt', url).href
  try {
    const response = await httpGet(deps.http, address, {
      accept: 'text/plain',
      maxBodyBytes: MAX_ROBOTS_BYTES * 4,
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
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    // A redirect that leads nowhere or a file without end says as much as a missing file; silence says nothing.
    const status = [
      'too_many_redirects',
      'redirect_loop',
      'too_large',
      'too_large_decompressed',
      'bad_encoding',
    ].includes(error.code)
      ? 404
      : 0
    await storeRobots(deps.pool, host, {
      text: null,
      status,
      expiresAt: new Date(now + KEEP_TROUBLE_MS),
      delayMs: null,
    })
  }
}
