import { AddressBusyError, HttpError } from '../../adapters/http/error.ts'
import { type RenderService, renderPage } from '../../adapters/http/render-client.ts'
import { type HttpResult, httpGet } from '../../adapters/http/request.ts'
import { hostOf, requestUrl, urlKey } from '../../core/fetching/url.ts'
import { isOfGoogle, isTokenLink, targetOfTokenPage } from '../../core/fetching/url-wrappers.ts'
import { hostPause, judgeError, type Trouble } from '../../core/fetching/verdict.ts'
import { done, dropped, failed, type Outcome } from '../../core/record/outcome.ts'
import { type Fetched, type FetchInput, loadForFetch, saveFetched } from '../../store/articles/fetched.ts'
import { takeForFetch } from '../../store/sources/host-leases.ts'
import { backOffHost, giveBackHosts, putOffHosts, releaseHosts } from '../../store/sources/host-pacing.ts'
import type { Deps } from '../deps.ts'
import type { Decided, Step } from '../step.ts'
import { ACCEPT, type Asked, judgeAnswer } from './judge-answer.ts'
import { robotsFor } from './robots.ts'

/** Longer than robots.txt and a page can take together: 60 s each. */
const FETCH_LEASE_S = 180

/** discovered → fetched: gets the page's bytes, within the host's limits. Fetched at least once, stored exactly once. */
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
  // A page that answers 404 today removes nothing that was read before: this fetch has its result.
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
    if (robots.kind === 'allowed' && input.needs_browser && deps.renderer)
      return await rendered(deps, deps.renderer, url, { input, trouble, started, signal })
    const response =
      robots.kind === 'allowed'
        ? await httpGet(deps.http, url, {
            accept: ACCEPT,
            signal,
            // Each host on the way decides for itself: RFC 9309 asks the host that a redirect points to.
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
    if (target === null) {
      // the link stays as it is; the text of a page that asks everybody for consent would make all such links one article
      if (isTokenLink(url) && response.status === 200 && isOfGoogle(response.finalUrl))
        return failed('no_text')
      return await judgeAnswer(deps, response, { input, trouble, started, signal })
    }
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
    return await judgeAnswer(deps, followed, { input, trouble, started, signal })
  } catch (error) {
    const outcome = outcomeOf(error, trouble)
    if (!outcome) throw error
    return outcome
  }
}

/**
 * The page as the rendering service gives it. One page is one request to its host, whatever its scripts ask for. The browser
 * follows redirects by itself: the robots.txt of its final address is checked afterwards, before anything is stored.
 */
async function rendered(
  deps: Deps,
  service: RenderService,
  url: string,
  asked: Asked,
): Promise<Outcome<Fetched>> {
  const response = await renderPage(service, url, asked.signal)
  const robots = await robotsFor(deps, response.finalUrl, asked.trouble, asked.signal)
  if (robots.kind === 'wait') return robots.outcome
  return robots.kind === 'allowed' ? judgeAnswer(deps, response, asked) : dropped('robots_disallowed')
}

function outcomeOf(error: unknown, trouble: Trouble): Outcome<never> | undefined {
  if (error instanceof AddressBusyError) return judgeError(error.code, trouble, error.waitMs)
  return error instanceof HttpError ? judgeError(error.code, trouble) : undefined
}

/** Decoded as Latin-1: the searched text is ASCII. */
function textOf(response: HttpResult): string {
  return Buffer.from(response.body).toString('latin1')
}

/** The address from the feed, byte for byte, if it is the same page at the same host (no redirect service, no AMP cache). */
function addressOf({ url, feed_url, host, url_key }: FetchInput): string | null {
  const said = feed_url === null ? null : requestUrl(feed_url)
  return said !== null && hostOf(said) === host && urlKey(said) === url_key ? said : url
}

/**
 * Ends the leases of the hosts, each with its delay or its back-off. Only after the commit: a host that is free while its
 * article is still in the old stage would get the same article again.
 */
async function giveHostsBack(deps: Deps, items: readonly Decided<FetchInput, Fetched>[]): Promise<void> {
  const free: { host: string; tookMs: number }[] = []
  const putOff: { host: string; until: Date }[] = []
  for (const { input, outcome } of items) {
    if (!input.host) continue
    const answer = outcome.kind === 'done' ? (outcome.value.noDocument ?? outcome) : outcome
    const pause = hostPause(answer, troubleOf(deps, input))
    if (pause) {
      const reason = answer.kind === 'parked' ? answer.reason : answer.kind === 'failed' ? answer.code : ''
      await backOffHost(deps.pool, input.host, pause, reason)
      continue
    }
    if (answer.kind === 'parked' && answer.reason === 'host_busy') {
      putOff.push({ host: input.host, until: answer.until })
      continue
    }
    const tookMs = outcome.kind === 'done' ? outcome.value.tookMs : 0
    free.push({ host: input.host, tookMs })
  }
  await putOffHosts(deps.pool, putOff)
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

/** For a host whose last answer was an error: it may occupy a place, but not for a minute. */
const LESS_PATIENCE = { headersMs: 10_000, bodyIdleMs: 10_000, totalMs: 30_000 }

/** Only an article that has a text may be answered with "not modified". */
function validators(input: FetchInput): { etag?: string; lastModified?: string } {
  if (input.version === 0) return {}
  return {
    ...(input.etag ? { etag: input.etag } : {}),
    ...(input.last_modified ? { lastModified: input.last_modified } : {}),
  }
}
