import { createHash } from 'node:crypto'
import { AddressBusyError, HttpError } from '../../adapters/http/error.ts'
import { type HttpResult, httpGet } from '../../adapters/http/request.ts'
import { transaction } from '../../adapters/postgres/db.ts'
import type { Tx } from '../../adapters/postgres/sql.ts'
import { type FeedHints, type LeftOut, noHints } from '../../core/feeds/types.ts'
import { freshForS } from '../../core/fetching/cache-hints.ts'
import { hostBackoffS } from '../../core/fetching/retry.ts'
import { retryAfterS } from '../../core/fetching/verdict.ts'
import { atInterval, nextPoll } from '../../core/sources/cadence.ts'
import { judgeMove, nextFailureScore } from '../../core/sources/health.ts'
import { countOutcomes } from '../../store/operations/outcomes.ts'
import {
  type FeedRow,
  findFeed,
  type PollResult,
  recentEntryCounts,
  recordPoll,
} from '../../store/sources/feeds.ts'
import { backOffHost, putOffFeed, releaseHost } from '../../store/sources/host-pacing.ts'
import type { Deps } from '../deps.ts'
import { robotsFor } from '../fetch/robots.ts'
import { addParts, adopt } from './feed-addresses.ts'
import type { SourceEntry } from './read-source.ts'
import { readInThread } from './source-pool.ts'
import { storeEntries } from './store-entries.ts'

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1'

/** What came of asking for the feed, before anything is stored. */
interface Answer {
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
  /** The host is in trouble, or asks us to wait: seconds. */
  readonly waitS: number
  /** It came from the address before the last move. */
  readonly isFormer?: boolean
}

/**
 * Polls one feed: asks with the validators of the last time, reads the entries, and stores new ones with their
 * articles (stage `discovered`) and the feed's next time in one transaction. Never deletes a feed; failures make the
 * waits longer.
 */
export async function pollFeed(deps: Deps, feedId: number, signal: AbortSignal): Promise<void> {
  const started = performance.now()
  const feed = await findFeed(deps.pool, feedId)
  if (!feed) return
  let answer: Answer
  try {
    answer = await askWhereItIs(deps, feed, signal)
  } catch (error) {
    if (!(error instanceof AddressBusyError)) throw error
    await putOffFeed(deps.pool, feedId, feed.host, new Date(deps.now().getTime() + error.waitMs))
    deps.log.info({ stage: 'poll', feed_id: feedId, outcome: 'parked', reason: 'host_busy' }, 'step')
    return
  }
  const added = await transaction(deps.pool, (tx) =>
    store(tx, deps, feed, answer, performance.now() - started),
  )
  if (answer.waitS > 0)
    await backOffHost(
      deps.pool,
      feed.host,
      new Date(deps.now().getTime() + answer.waitS * 1000),
      answer.code ?? '',
    )
  else await releaseHost(deps.pool, feed.host, deps.policy.minDelayMs)
  const ms = Math.round(performance.now() - started)
  deps.meter?.step({ stage: 'poll', outcome: answer.outcome, reason: answer.code, ms })
  deps.log.info(
    {
      stage: 'poll',
      feed_id: feedId,
      outcome: answer.outcome,
      reason: answer.code,
      entries: answer.entries.length,
      added,
      ms,
    },
    'step',
  )
}

/**
 * Asks the feed's address, and where a new address that was adopted gives no feed any more, the one before: an address that
 * went wrong recovers by itself.
 */
async function askWhereItIs(deps: Deps, feed: FeedRow, signal: AbortSignal): Promise<Answer> {
  const answer = await ask(deps, feed, signal)
  if (!feed.moved_from_url || answer.outcome !== 'failed' || answer.waitS > 0) return answer
  const before = { ...feed, url: feed.moved_from_url, etag: null, last_modified: null, body_hash: null }
  const atFormer = await ask(deps, before, signal)
  return atFormer.outcome === 'nothing_new' ? { ...atFormer, isFormer: true } : answer
}

async function ask(deps: Deps, feed: FeedRow, signal: AbortSignal): Promise<Answer> {
  const trouble = { now: deps.now(), chance: deps.chance(), parkedCount: 0 }
  const nothing = {
    entries: [],
    sitemaps: [],
    leftOut: null,
    hints: feed.hints ?? noHints,
    title: null,
    bodyHash: feed.body_hash,
    waitS: 0,
    response: undefined,
  }
  try {
    let robots = await robotsFor(deps, feed.url, trouble, signal)
    const response =
      robots.kind === 'allowed'
        ? await httpGet(deps.http, feed.url, {
            accept: ACCEPT,
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

/** Some servers answer 304 whatever has changed: once a day the whole document is asked for. */
const MAX_UNREAD_MS = 86_400_000

function isReadLately(deps: Deps, feed: FeedRow): boolean {
  return feed.read_at !== null && deps.now().getTime() - feed.read_at.getTime() < MAX_UNREAD_MS
}

/** The longer a host is in trouble, the longer it is left alone. */
function hostWaitS(deps: Deps, feed: FeedRow): number {
  return hostBackoffS(feed.host_troubles + 1, deps.chance())
}

async function read(deps: Deps, feed: FeedRow, response: HttpResult): Promise<Answer> {
  const base = {
    response,
    entries: [],
    sitemaps: [],
    leftOut: null,
    // A document that is not sent again still asks for what it asked for.
    hints: feed.hints ?? noHints,
    title: null,
    bodyHash: feed.body_hash,
    waitS: 0,
  }
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
  const bodyHash = createHash('sha1').update(response.body).digest('base64url')
  // The server knows no validators, but the bytes are those of the last time.
  if (bodyHash === feed.body_hash) return { ...base, outcome: 'not_modified', code: null }
  const source = await readInThread(deps.sources, response, {
    timezone: feed.timezone,
    language: feed.language,
    now: deps.now(),
  })
  if (!source.ok) {
    const code = source.reason.startsWith('parse_') ? source.reason : 'not_a_feed'
    return { ...base, outcome: 'failed', code }
  }
  return { ...base, outcome: 'nothing_new', code: null, bodyHash, ...source }
}

async function store(tx: Tx, deps: Deps, feed: FeedRow, answer: Answer, ms: number): Promise<number> {
  const now = deps.now()
  const { added } = await storeEntries(tx, feed, answer.entries)
  await addParts(tx, feed, answer.sitemaps)
  const failure = answer.outcome === 'failed' ? answer.code : null
  const failureScore =
    answer.outcome === 'waiting' ? feed.failure_score : nextFailureScore(feed.failure_score, failure)
  const recent = await recentEntryCounts(tx, feed.id)
  const learned = nextPoll({
    now,
    chance: deps.chance(),
    previousIntervalS: feed.poll_interval_s,
    recent: { added: recent.added + added, hours: recent.hours },
    seen: answer.entries.length,
    added,
    hints: answer.hints,
    freshForS: answer.response ? freshForS(answer.response.headers, now) : 0,
    failureScore,
  })
  const cadence =
    feed.set_interval_s === null ? learned : atInterval(feed.set_interval_s, learned, now, failureScore)
  const move = judgeMove(
    { movedToUrl: feed.moved_to_url, movedSince: feed.moved_since },
    // a target that gives no feed (a portal, a 404) is no new address; silence says nothing about it
    !answer.response ? feed.moved_to_url : failure === null ? permanentTarget(answer.response) : null,
    now,
  )
  const outcome = added ? 'new_entries' : answer.outcome
  await recordPoll(tx, feed.id, {
    outcome,
    code: answer.code,
    status: answer.response?.status ?? null,
    seen: answer.entries.length,
    added,
    durationMs: Math.round(ms),
    bytes: answer.response?.body.byteLength ?? null,
    title: answer.title,
    ...validatorsAfter(feed, answer),
    readAt: isWhole(answer) ? now : feed.read_at,
    bodyHash: answer.bodyHash,
    failureScore,
    intervalS: cadence.intervalS,
    intervalReason: cadence.reason,
    nextPollAt: cadence.nextPollAt,
    movedToUrl: move.movedToUrl,
    movedSince: move.movedSince,
    hints: answer.hints,
    leftOut: answer.leftOut,
  })
  if (answer.isFormer && feed.moved_from_url) await adopt(tx, feed.id, feed.moved_from_url, null)
  else if (move.adopt && move.movedToUrl) await adopt(tx, feed.id, move.movedToUrl, feed.url)
  await countOutcomes(tx, [
    {
      stage: 'poll',
      outcome: answer.outcome === 'failed' ? 'failed' : answer.outcome === 'waiting' ? 'parked' : 'done',
      reason: answer.code ?? (added ? 'new_entries' : answer.outcome),
      outletId: feed.outlet_id,
      ms,
    },
  ])
  return added
}

/** The document came, and was read: it is not a 304, nor an error. */
function isWhole({ outcome, response }: Answer): boolean {
  return outcome !== 'failed' && outcome !== 'waiting' && response !== undefined && !response.notModified
}

/** What to ask with next time. A validator that came no longer with the document is no longer the document's. */
function validatorsAfter(feed: FeedRow, answer: Answer): Pick<PollResult, 'etag' | 'lastModified'> {
  const { headers } = answer.response ?? { headers: {} as HttpResult['headers'] }
  if (isWhole(answer)) return { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null }
  const before = { etag: feed.etag, lastModified: feed.last_modified }
  if (!answer.response?.notModified) return before
  return {
    etag: headers.etag ?? before.etag,
    lastModified: headers['last-modified'] ?? before.lastModified,
  }
}

/** Where the feed has moved for good: the end of a chain of permanent redirects, null if any hop was temporary. */
function permanentTarget(response: HttpResult): string | null {
  if (!response.redirects.length) return null
  return response.redirects.every(({ status }) => status === 301 || status === 308) ? response.finalUrl : null
}
