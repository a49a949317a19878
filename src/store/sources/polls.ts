import { first, type Queryable, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { FeedHints, LeftOut } from '../../core/feeds/types.ts'

export interface PollResult {
  readonly outcome: 'new_entries' | 'nothing_new' | 'not_modified' | 'failed' | 'waiting'
  readonly code: string | null
  readonly status: number | null
  readonly seen: number
  readonly added: number
  readonly durationMs: number
  readonly bytes: number | null
  readonly title: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  /** When the complete document last came; null where it never did. */
  readonly readAt: Date | null
  readonly bodyHash: string | null
  readonly failureScore: number
  readonly intervalS: number
  readonly intervalReason: string
  readonly nextPollAt: Date
  readonly movedToUrl: string | null
  readonly movedSince: Date | null
  readonly hints: FeedHints | null
  /** What was left out of the document; null where no document was read: then the stored value stays. */
  readonly leftOut: LeftOut | null
}

function leftOutOf({ leftOut }: PollResult): string | null {
  return leftOut && Object.values(leftOut).some((count) => count > 0) ? JSON.stringify(leftOut) : null
}

/** Stores the result of a poll, on the feed and in its history. */
export async function recordPoll(tx: Tx, feedId: number, poll: PollResult): Promise<void> {
  await run(
    tx,
    sql`update feeds set leased_until = null, last_polled_at = now(), next_poll_at = ${poll.nextPollAt},
          poll_interval_s = ${poll.intervalS}, poll_interval_reason = ${poll.intervalReason},
          title = coalesce(${poll.title}, title),
          etag = ${poll.etag}, last_modified = ${poll.lastModified},
          read_at = ${poll.readAt}, body_hash = ${poll.bodyHash},
          failure_score = ${poll.failureScore}, last_error_code = ${poll.code},
          last_new_entry_at = case when ${poll.added} > 0 then now() else last_new_entry_at end,
          moved_to_url = ${poll.movedToUrl}, moved_since = ${poll.movedSince},
          hints = ${poll.hints === null ? null : JSON.stringify(poll.hints)}::jsonb,
          left_out = case when ${poll.leftOut === null} then left_out else ${leftOutOf(poll)}::jsonb end
        where id = ${feedId}`,
  )
  await run(
    tx,
    sql`insert into feed_polls (feed_id, outcome, code, http_status, entries_seen, entries_new, duration_ms, bytes)
        values (${feedId}, ${poll.outcome}, ${poll.code}, ${poll.status}, ${poll.seen}, ${poll.added},
                ${poll.durationMs}, ${poll.bytes})`,
  )
}

/**
 * New entries over the polls of the last week: the interval is computed from it. The first of these polls only marks the
 * beginning: its entries may have been there for months.
 */
export async function recentEntryCounts(
  db: Queryable,
  feedId: number,
): Promise<{ readonly added: number; readonly hours: number }> {
  const row = await first<{ added: number; hours: number }>(
    db,
    sql`with polls as (
          select entries_new, polled_at, min(polled_at) over () as begun from feed_polls
          where feed_id = ${feedId} and polled_at > now() - interval '7 days' and outcome not in ('failed', 'waiting'))
        select coalesce(sum(entries_new) filter (where polled_at > begun), 0)::int as added,
               coalesce(extract(epoch from now() - min(begun)) / 3600, 0)::float8 as hours
        from polls`,
  )
  return row ?? { added: 0, hours: 0 }
}
