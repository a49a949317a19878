import { type HttpResult, httpGet } from '../adapters/http.ts'
import { HttpError } from '../adapters/http-error.ts'
import { judgeError, judgeStatus, type Trouble } from '../core/fetch-verdict.ts'
import { done, dropped, failed, type Outcome } from '../core/outcome.ts'
import { sniffKind } from '../core/sniff.ts'
import { packDocument } from '../store/documents.ts'
import { type Fetched, type FetchInput, loadForFetch, saveFetched } from '../store/fetched.ts'
import { backOffHost, giveBackHosts, releaseHosts, takeForFetch } from '../store/hosts.ts'
import type { Deps } from './deps.ts'
import { robotsFor } from './robots.ts'
import type { Decided, Step } from './step.ts'

/** Longer than robots.txt and a page can take together: 60 s each. */
export const FETCH_LEASE_S = 180

/** discovered → fetched: the page's bytes, asked for with manners. Fetches are at least once; storing them is once. */
export const fetchStep: Step<FetchInput, Fetched> = {
  take: (deps, ids) => takeForFetch(deps.pool, ids, deps.processKey, FETCH_LEASE_S),
  load: loadForFetch,
  decide,
  write: saveFetched,
  after: giveHostsBack,
  giveBack: (deps, ids) => giveBackHosts(deps.pool, ids, deps.processKey, deps.policy.minDelayMs),
}

async function decide(deps: Deps, input: FetchInput, signal: AbortSignal): Promise<Outcome<Fetched>> {
  const { url, host } = input
  if (!url || !host) return failed('bad_url')
  const trouble: Trouble = { now: deps.now(), chance: deps.chance(), parkedCount: input.parked_count }
  try {
    const robots = await robotsFor(deps, url, trouble, signal, input.known)
    if (robots.kind === 'wait') return robots.outcome
    if (robots.kind === 'disallowed') return dropped('robots_disallowed')
    return await judge(
      deps,
      await httpGet(deps.http, url, { accept: ACCEPT, signal, ...validators(input) }),
      trouble,
    )
  } catch (error) {
    const fate = error instanceof HttpError ? judgeError(error.code, trouble) : undefined
    if (!fate) throw error
    return fate
  }
}

/**
 * Ends the leases of the hosts, each for its delay or its back-off. Only after the commit: a host that is free while
 * its article still looks undone would be given the same article again.
 */
async function giveHostsBack(deps: Deps, items: readonly Decided<FetchInput, Fetched>[]): Promise<void> {
  const free: string[] = []
  for (const { input, outcome } of items) {
    if (!input.host) continue
    if (outcome.kind === 'parked') await backOffHost(deps.pool, input.host, outcome.until, outcome.reason)
    else free.push(input.host)
  }
  await releaseHosts(deps.pool, free, deps.policy.minDelayMs)
}

/** Only an article that has a text may be answered with "not modified". */
function validators(input: FetchInput): { etag?: string; lastModified?: string } {
  if (input.version === 0) return {}
  return {
    ...(input.etag ? { etag: input.etag } : {}),
    ...(input.last_modified ? { lastModified: input.last_modified } : {}),
  }
}

const ACCEPT = 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,*/*;q=0.1'

async function judge(deps: Deps, response: HttpResult, trouble: Trouble): Promise<Outcome<Fetched>> {
  const verdict = judgeStatus(response.status, response.headers['retry-after'], trouble)
  if (verdict) return verdict
  const refetchAfterS = deps.policy.refetchAfterS
  if (response.status === 304)
    return done({
      finalUrl: response.finalUrl,
      etag: null,
      lastModified: null,
      document: null,
      refetchAfterS,
    })
  const kind = sniffKind(response.headers['content-type'], response.body)
  if (kind === null) return failed('not_html')
  if (!response.body.length) return failed('no_text')
  return done({
    finalUrl: response.finalUrl,
    etag: response.headers.etag ?? null,
    lastModified: response.headers['last-modified'] ?? null,
    refetchAfterS,
    document: await packDocument({
      kind,
      url: response.finalUrl,
      status: response.status,
      headers: response.headers,
      given: null,
      bytes: response.body,
    }),
  })
}
