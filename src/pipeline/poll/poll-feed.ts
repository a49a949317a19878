import { AddressBusyError } from '../../adapters/http/error.ts'
import { transaction } from '../../adapters/postgres/db.ts'
import type { Tx } from '../../adapters/postgres/sql.ts'
import type { TraceSpan } from '../../adapters/traces/tracer.ts'
import { freshForS } from '../../core/fetching/cache-hints.ts'
import { atInterval, nextPoll } from '../../core/sources/cadence.ts'
import { judgeMove, nextFailureScore } from '../../core/sources/health.ts'
import { countOutcomes } from '../../store/operations/outcomes.ts'
import { type FeedRow, findFeed } from '../../store/sources/feeds.ts'
import { backOffHost, putOffFeed, releaseHost } from '../../store/sources/host-pacing.ts'
import { type PollResult, recentEntryCounts, recordPoll } from '../../store/sources/polls.ts'
import type { Deps } from '../deps.ts'
import { inJob, noteArticles } from '../traces.ts'
import { type Answer, askFeed, permanentTarget } from './ask-feed.ts'
import { addParts, adopt } from './feed-addresses.ts'
import { type StoredEntries, storeEntries } from './store-entries.ts'

/**
 * Polls one feed: sends the validators of the last poll and reads the entries. It stores new ones with their articles (stage
 * `discovered`) and the feed's next time in one transaction. It never deletes a feed; failures make the waits longer.
 */
export function pollFeed(deps: Deps, feedId: number, signal: AbortSignal): Promise<void> {
  return inJob(deps, 'poll', { feed_id: feedId }, (job) => poll(deps, feedId, signal, job))
}

async function poll(
  deps: Deps,
  feedId: number,
  signal: AbortSignal,
  job: TraceSpan | undefined,
): Promise<void> {
  const started = performance.now()
  const feed = await findFeed(deps.pool, feedId)
  if (!feed) return
  let answer: Answer
  try {
    answer = await askFeed(deps, feed, signal)
  } catch (error) {
    if (!(error instanceof AddressBusyError)) throw error
    await putOffFeed(deps.pool, feedId, feed.host, new Date(deps.now().getTime() + error.waitMs))
    deps.log.info({ stage: 'poll', feed_id: feedId, outcome: 'parked', reason: 'host_busy' }, 'step')
    return
  }
  const { added, articleIds } = await transaction(deps.pool, (tx) =>
    store(tx, deps, feed, answer, performance.now() - started),
  )
  noteArticles(deps, 'discover', articleIds, job)
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

async function store(tx: Tx, deps: Deps, feed: FeedRow, answer: Answer, ms: number): Promise<StoredEntries> {
  const now = deps.now()
  const stored = await storeEntries(tx, feed, answer.entries)
  const { added } = stored
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
    // a target that gives no feed (a portal, a 404) is not a new address; no answer says nothing about it
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
  return stored
}

/** The document came and was read: this is neither a 304 nor an error. */
function isWhole({ outcome, response }: Answer): boolean {
  return outcome !== 'failed' && outcome !== 'waiting' && response !== undefined && !response.notModified
}

/** What to send with the next request. A validator that no longer comes with the document is not valid for it any more. */
function validatorsAfter(feed: FeedRow, answer: Answer): Pick<PollResult, 'etag' | 'lastModified'> {
  const headers = answer.response?.headers ?? {}
  if (isWhole(answer)) return { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null }
  const before = { etag: feed.etag, lastModified: feed.last_modified }
  if (!answer.response?.notModified) return before
  return {
    etag: headers.etag ?? before.etag,
    lastModified: headers['last-modified'] ?? before.lastModified,
  }
}
