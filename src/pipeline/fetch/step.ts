import { type HttpResult, httpGet } from '../../adapters/http/client.ts'
import { HttpError } from '../../adapters/http/error.ts'
import { sniffKind } from '../../core/fetching/sniff.ts'
import { hostOf, requestUrl, urlKey } from '../../core/fetching/url.ts'
import { isTokenLink, targetOfTokenPage } from '../../core/fetching/url-wrappers.ts'
import {
  hostPause,
  judgeError,
  judgeNotFound,
  judgeStatus,
  parkOrGiveUp,
  retryAfterS,
  type Trouble,
} from '../../core/fetching/verdict.ts'
import { done, dropped, failed, type Outcome } from '../../core/record/outcome.ts'
import { packDocument } from '../../store/articles/documents.ts'
import { type Fetched, type FetchInput, loadForFetch, saveFetched } from '../../store/articles/fetched.ts'
import { backOffHost, giveBackHosts, releaseHosts, takeForFetch } from '../../store/sources/hosts.ts'
import type { Deps } from '../deps.ts'
import type { Decided, Step } from '../step.ts'
import { furtherPages } from './further-pages.ts'
import { robotsFor } from './robots.ts'

/** Longer than robots.txt and a page can take together: 60 s each. */
const FETCH_LEASE_S = 180

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
  const outcome = await ask(deps, input, signal)
  if (input.version === 0 || outcome.kind === 'done' || outcome.kind === 'parked') return outcome
  // A page that answers 404 today takes nothing away from what was read yesterday: the look has its result.
  return done({
    finalUrl: input.url ?? '',
    at: deps.now(),
    refetchAfterS: deps.policy.refetchAfterS,
    confirmGoneAfterS: deps.policy.confirmGoneAfterS,
    tookMs: 0,
    etag: null,
    lastModified: null,
    document: null,
    noDocument: outcome,
  })
}

async function ask(deps: Deps, input: FetchInput, signal: AbortSignal): Promise<Outcome<Fetched>> {
  const { host } = input
  const url = addressOf(input)
  if (!url || !host) return failed('bad_url')
  const trouble = troubleOf(deps, input)
  const started = performance.now()
  try {
    let robots = await robotsFor(deps, url, trouble, signal, input.known)
    const response =
      robots.kind === 'allowed'
        ? await httpGet(deps.http, url, {
            accept: ACCEPT,
            signal,
            // Each stop on the way has a say of its own: RFC 9309 asks the host that a redirect points to.
            mayFollow: async (next) => {
              robots = await robotsFor(deps, next.href, trouble, signal)
              return robots.kind === 'allowed'
            },
            ...validators(input),
            ...(input.host_troubles > 0 ? { timeouts: LESS_PATIENCE } : {}),
          })
        : undefined
    if (robots.kind === 'wait') return robots.outcome
    if (!response || response.refused) return dropped('robots_disallowed')
    const target = isTokenLink(response.finalUrl) ? targetOfTokenPage(textOf(response)) : null
    if (target === null) return await judge(deps, response, { input, trouble, started, signal })
    // the link is followed as a redirect would be: once, behind the guard, with the say of the target's robots.txt
    robots = await robotsFor(deps, target, trouble, signal)
    if (robots.kind === 'wait') return robots.outcome
    if (robots.kind !== 'allowed') return dropped('robots_disallowed')
    const followed = await httpGet(deps.http, target, {
      accept: ACCEPT,
      signal,
      mayFollow: async (next) => (await robotsFor(deps, next.href, trouble, signal)).kind === 'allowed',
    })
    if (followed.refused) return dropped('robots_disallowed')
    return await judge(deps, followed, { input, trouble, started, signal })
  } catch (error) {
    const fate = error instanceof HttpError ? judgeError(error.code, trouble) : undefined
    if (!fate) throw error
    return fate
  }
}

/** As Latin-1: what is looked for is ASCII. */
function textOf(response: HttpResult): string {
  return Buffer.from(response.body).toString('latin1')
}

/** What the feed said, byte for byte, where that is the same page at the same host (no redirect service, no AMP cache). */
function addressOf({ url, feed_url, host, url_key }: FetchInput): string | null {
  const said = feed_url === null ? null : requestUrl(feed_url)
  return said !== null && hostOf(said) === host && urlKey(said) === url_key ? said : url
}

/**
 * Ends the leases of the hosts, each for its delay or its back-off. Only after the commit: a host that is free while
 * its article still looks undone would be given the same article again.
 */
async function giveHostsBack(deps: Deps, items: readonly Decided<FetchInput, Fetched>[]): Promise<void> {
  const free: { host: string; tookMs: number }[] = []
  for (const { input, outcome } of items) {
    if (!input.host) continue
    const answer = outcome.kind === 'done' ? (outcome.value.noDocument ?? outcome) : outcome
    const pause = hostPause(answer, troubleOf(deps, input))
    if (pause) {
      const reason = answer.kind === 'parked' ? answer.reason : answer.kind === 'failed' ? answer.code : ''
      await backOffHost(deps.pool, input.host, pause, reason)
      continue
    }
    const tookMs = outcome.kind === 'done' ? outcome.value.tookMs : 0
    free.push({ host: input.host, tookMs })
  }
  for (const { host, delay_ms } of await releaseHosts(deps.pool, free, deps.policy.minDelayMs))
    deps.freed?.(host, delay_ms)
}

function troubleOf(deps: Deps, input: FetchInput): Trouble {
  return {
    now: deps.now(),
    chance: deps.chance(),
    parkedCount: input.parked_count,
    hostTroubles: input.host_troubles,
  }
}

/** For a host whose last answer was trouble: it may take a place, but not for a minute. */
const LESS_PATIENCE = { headersMs: 10_000, bodyIdleMs: 10_000, totalMs: 30_000 }

/** Only an article that has a text may be answered with "not modified". */
function validators(input: FetchInput): { etag?: string; lastModified?: string } {
  if (input.version === 0) return {}
  return {
    ...(input.etag ? { etag: input.etag } : {}),
    ...(input.last_modified ? { lastModified: input.last_modified } : {}),
  }
}

const ACCEPT = 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,*/*;q=0.1'

/** A page cut short is asked for again this often before it is given up: half an article is never stored as one. */
const MAX_CUT_SHORT = 3

interface Asked {
  readonly input: FetchInput
  readonly trouble: Trouble
  readonly started: number
  readonly signal: AbortSignal
}

async function judge(
  deps: Deps,
  response: HttpResult,
  { input, trouble, started, signal }: Asked,
): Promise<Outcome<Fetched>> {
  if (response.status === 404 && input.version === 0)
    return judgeNotFound({
      now: trouble.now,
      isListed: input.feed_url !== null,
      firstSeenAt: input.first_seen_at,
      waitedS: input.reason === 'http_404' ? input.waited_s : null,
    })
  const verdict = judgeStatus(response.status, response.headers['retry-after'], trouble)
  if (verdict) return verdict
  const common = {
    finalUrl: response.finalUrl,
    at: deps.now(),
    refetchAfterS: deps.policy.refetchAfterS,
    confirmGoneAfterS: deps.policy.confirmGoneAfterS,
    tookMs: Math.round(performance.now() - started),
  }
  if (response.status === 304) {
    // Said to one who has nothing: the server answers so whatever it is asked.
    if (input.version === 0) return failed('bad_response')
    return done({ ...common, etag: null, lastModified: null, document: null })
  }
  // "Accepted", and nothing to read: a gate that wants a moment, or a script
  if (response.status === 202 && !response.body.length)
    return parkOrGiveUp(
      'http_202',
      'no_text',
      trouble,
      retryAfterS(response.headers['retry-after'], trouble.now),
    )
  const kind = sniffKind(response.headers['content-type'], response.body)
  if (kind === null) return failed('not_html')
  if (!response.body.length) return failed('no_text')
  if (!response.complete && !endsAsPage(response.body))
    return trouble.parkedCount < MAX_CUT_SHORT
      ? parkOrGiveUp('connection_reset', 'bad_response', trouble)
      : failed('bad_response')
  if (leadsHome(input.url, response)) return dropped('soft_404')
  const document = {
    kind,
    url: response.finalUrl,
    status: response.status,
    headers: response.headers,
    given: null,
    bytes: response.body,
  }
  const further = await furtherPages(deps, document, {
    host: input.known,
    trouble,
    accept: ACCEPT,
    started,
    signal,
  })
  // Half an article is never stored as one; but one whose later pages never come is stored as far as it goes.
  if (further.trouble) return further.trouble
  // Nor is a whole one replaced by half of it.
  if (!further.complete && input.version > 0) return failed('gave_up')
  return done({
    ...common,
    etag: response.headers.etag ?? null,
    lastModified: response.headers['last-modified'] ?? null,
    document: { ...(await packDocument(document)), complete: further.complete },
    ...(further.pages.length > 0 ? { pages: await Promise.all(further.pages.map(packDocument)) } : {}),
  })
}

/** The page is whole although fewer bytes came than were announced: the announcement was wrong. */
function endsAsPage(body: Uint8Array): boolean {
  return /<\/(?:html|body)\s*>/i.test(Buffer.from(body.subarray(-2_048)).toString('latin1'))
}

/** A redirect from an article to a home page is how many sites say that the article is gone. */
function leadsHome(asked: string | null, response: HttpResult): boolean {
  if (!asked || !response.redirects.length) return false
  const isHome = (url: string) => {
    const { pathname, search } = new URL(url)
    return pathname === '/' && !search
  }
  return isHome(response.finalUrl) && !isHome(asked)
}
