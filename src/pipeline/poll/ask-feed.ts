import { createHash } from 'node:crypto'
import { AddressBusyError, HttpError } from '../../adapters/http/error.ts'
import { type HttpResult, httpGet } from '../../adapters/http/request.ts'
import { type FeedHints, type LeftOut, noHints } from '../../core/feeds/types.ts'
import { hostBackoffS } from '../../core/fetching/retry.ts'
import { retryAfterS } from '../../core/fetching/verdict.ts'
import { learnShapes } from '../../core/sources/address-shape.ts'
import { articleAddresses } from '../../store/sources/article-addresses.ts'
import type { FeedRow } from '../../store/sources/feeds.ts'
import type { PollResult } from '../../store/sources/polls.ts'
import type { Deps } from '../deps.ts'
import { robotsFor } from '../fetch/robots.ts'
import type { SourceEntry } from './source.ts'
import { readInThread } from './source-pool.ts'

const ACCEPT_FEED =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1'

const ACCEPT_PAGE = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1'

/** What came of asking for the feed, before anything is stored. */
export interface Answer {
  readonly outcome: PollResult['outcome']
  readonly code: string | null
  readonly response: HttpResult | undefined
  readonly entries: readonly SourceEntry[]
  /** Further sitemaps that an index names. */
  readonly sitemaps: readonly string[]
  /** Of a document that was read; null for a 304 and the like. */
  readonly leftOut: LeftOut | null
  readonly hints: FeedHints
  readonly title: string | null
  readonly bodyHash: string | null
  /** The host had an error, or asks us to wait: seconds. */
  readonly waitS: number
  /** It came from the address before the last move. */
  readonly isFormer?: boolean
}

/**
 * Requests the feed's address. Where a newly adopted address no longer gives a feed, it requests the one before, so that a
 * wrong move is undone without a person.
 */
export async function askFeed(deps: Deps, feed: FeedRow, signal: AbortSignal): Promise<Answer> {
  const answer = await ask(deps, feed, signal)
  if (!feed.moved_from_url || answer.outcome !== 'failed' || answer.waitS > 0) return answer
  const before = { ...feed, url: feed.moved_from_url, etag: null, last_modified: null, body_hash: null }
  const atFormer = await ask(deps, before, signal)
  return atFormer.outcome === 'nothing_new' ? { ...atFormer, isFormer: true } : answer
}

async function ask(deps: Deps, feed: FeedRow, signal: AbortSignal): Promise<Answer> {
  const trouble = { now: deps.now(), chance: deps.chance(), parkedCount: 0 }
  const nothing = { ...nothingOf(feed), response: undefined }
  try {
    let robots = await robotsFor(deps, feed.url, trouble, signal)
    const response =
      robots.kind === 'allowed'
        ? await httpGet(deps.http, feed.url, {
            accept: feed.kind === 'page' ? ACCEPT_PAGE : ACCEPT_FEED,
            signal,
            mayFollow: async (next) => {
              robots = await robotsFor(deps, next.href, trouble, signal)
              return robots.kind === 'allowed'
            },
            ...(isReadLately(deps, feed) ? { etag: feed.etag, lastModified: feed.last_modified } : {}),
          })
        : undefined
    if (robots.kind === 'wait')
      return {
        ...nothing,
        outcome: 'waiting',
        code: 'robots_unreachable',
        waitS: Math.max(600, hostWaitS(deps, feed)),
      }
    if (!response || response.refused) return { ...nothing, outcome: 'failed', code: 'robots_disallowed' }
    return await read(deps, feed, response)
  } catch (error) {
    if (!(error instanceof HttpError) || error instanceof AddressBusyError) throw error
    return {
      ...nothing,
      outcome: 'failed',
      code: error.code,
      waitS: error.momentary ? hostWaitS(deps, feed) : 0,
    }
  }
}

/** Some servers answer 304 even when the document has changed: once a day the whole document is requested. */
const MAX_UNREAD_MS = 86_400_000

function isReadLately(deps: Deps, feed: FeedRow): boolean {
  return feed.read_at !== null && deps.now().getTime() - feed.read_at.getTime() < MAX_UNREAD_MS
}

/** The longer a host has been in trouble, the longer the wait until the next request. */
function hostWaitS(deps: Deps, feed: FeedRow): number {
  return hostBackoffS(feed.host_troubles + 1, deps.chance())
}

/** An answer with nothing new. The hints of the last document stay valid while the document is not sent again. */
function nothingOf(feed: FeedRow) {
  return {
    entries: [],
    sitemaps: [],
    leftOut: null,
    hints: feed.hints ?? noHints,
    title: null,
    bodyHash: feed.body_hash,
    waitS: 0,
  }
}

async function read(deps: Deps, feed: FeedRow, response: HttpResult): Promise<Answer> {
  const base = { ...nothingOf(feed), response }
  const { status } = response
  if (status === 304) return { ...base, outcome: 'not_modified', code: null }
  if (status === 429 || status >= 500) {
    const waitS = Math.max(
      retryAfterS(response.headers['retry-after'], deps.now()) ?? 0,
      hostWaitS(deps, feed),
    )
    return {
      ...base,
      outcome: 'failed',
      code: status === 429 ? 'http_429' : status === 503 ? 'http_503' : 'http_5xx',
      waitS,
    }
  }
  if (status < 200 || status >= 300) return { ...base, outcome: 'failed', code: `http_${status}` }
  // "accepted", and nothing to read: a gate that wants a moment says nothing about the feed
  if (status === 202 && !response.body.length) return { ...base, outcome: 'failed', code: 'http_202' }
  const bodyHash = createHash('sha1').update(response.body).digest('base64url')
  // The server knows no validators, but the bytes are those of the last time.
  if (bodyHash === feed.body_hash) return { ...base, outcome: 'not_modified', code: null }
  const outlet = { timezone: feed.timezone, language: feed.language, now: deps.now() }
  const source =
    feed.kind === 'page'
      ? await readInThread(
          deps.sources,
          response,
          outlet,
          learnShapes(await articleAddresses(deps.pool, feed)),
        )
      : await readInThread(deps.sources, response, outlet)
  if (!source.ok) {
    const isOwn = feed.kind === 'page' || source.reason.startsWith('parse_')
    return { ...base, outcome: 'failed', code: isOwn ? source.reason : 'not_a_feed' }
  }
  return { ...base, outcome: 'nothing_new', code: null, bodyHash, ...source }
}

/**
 * The address to which the feed has moved permanently: the end of a chain of permanent redirects, null if any was temporary.
 */
export function permanentTarget(response: HttpResult): string | null {
  if (!response.redirects.length) return null
  return response.redirects.every(({ status }) => status === 301 || status === 308) ? response.finalUrl : null
}
