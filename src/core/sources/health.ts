import type { LeftOut } from '../feeds/types.ts'
import { counted } from '../text/counted.ts'
import { isStale } from './cadence.ts'

/** How strongly one failure suggests that the feed no longer exists, rather than that the trouble is temporary. */
const weights: Readonly<Record<string, number>> = {
  http_410: 4,
  http_404: 2,
  http_401: 2,
  http_403: 1,
  not_a_feed: 2,
  no_article_links: 2,
  nofollow: 3,
  too_large: 2,
  blocked_address: 4,
  robots_disallowed: 3,
  http_429: 0.25,
  http_408: 0.25,
  http_425: 0.25,
  http_202: 0.25,
  http_503: 0.5,
}

const MAX_SCORE = 20

/** Failure score after a poll: a failure adds its weight, a success halves the score. No feed is ever deleted because of it. */
export function nextFailureScore(score: number, failureCode: string | null): number {
  if (failureCode !== null) return Math.min(MAX_SCORE, score + (weights[failureCode] ?? 1))
  const left = score / 2
  return left < 0.5 ? 0 : left
}

export interface FeedMove {
  readonly movedToUrl: string | null
  readonly movedSince: Date | null
  /** The redirect has existed for long enough: the feed's address must become `movedToUrl`. */
  readonly adopt: boolean
}

const MOVE_HELD_MS = 7 * 86_400_000

/**
 * Whether the feed has moved. A permanent redirect (301, 308) must lead to the same address for a week before it is followed
 * for good: an outlet that redirects by mistake has time to correct it.
 *
 * @param permanentTo where the permanent redirects of this poll led; null if there were none
 */
export function judgeMove(
  before: { readonly movedToUrl: string | null; readonly movedSince: Date | null },
  permanentTo: string | null,
  now: Date,
): FeedMove {
  if (permanentTo === null) return { movedToUrl: null, movedSince: null, adopt: false }
  const since = before.movedToUrl === permanentTo && before.movedSince ? before.movedSince : now
  return {
    movedToUrl: permanentTo,
    movedSince: since,
    adopt: now.getTime() - since.getTime() >= MOVE_HELD_MS,
  }
}

/** Says in words what was left out of a feed's last document; null where nothing was left out. */
export function leftOutInWords(leftOut: LeftOut | null): string | null {
  if (!leftOut) return null
  const { withoutAddress = 0 } = leftOut
  const parts = [
    leftOut.entries > 0 ? counted(leftOut.entries, 'older entry', 'older entries') : null,
    leftOut.sitemaps > 0 ? counted(leftOut.sitemaps, 'older sitemap') : null,
    withoutAddress > 0 ? `${counted(withoutAddress, 'entry', 'entries')} without an address` : null,
  ].filter((part) => part !== null)
  return parts.length ? `${parts.join(' and ')} left out` : null
}

export interface FeedState {
  readonly active: boolean
  readonly failure_score: number
  readonly last_error_code: string | null
  readonly last_polled_at: Date | null
  readonly last_new_entry_at: Date | null
  readonly moved_to_url: string | null
  readonly poll_interval_reason: string | null
  readonly created_at: Date
}

/** The state of a feed in words: paused, not polled yet, failing or in trouble (with the reason), moving, losing entries, stale, ok. */
export function healthInWords(feed: FeedState, now: Date): string {
  if (!feed.active) return 'paused'
  if (!feed.last_polled_at) return 'not polled yet'
  const why = feed.last_error_code?.replaceAll('_', ' ')
  if (why) return feed.failure_score >= 4 ? `failing: ${why}` : `in trouble: ${why}`
  if (feed.moved_to_url) return `moving to ${feed.moved_to_url}`
  if (feed.poll_interval_reason === 'whole_feed_new')
    return 'may lose entries: all of them were new at the last look'
  if (isStale(feed.last_new_entry_at, feed.created_at, now)) return 'stale: nothing new for a month'
  return 'ok'
}
