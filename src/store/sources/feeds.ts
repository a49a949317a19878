import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { FeedHints, LeftOut } from '../../core/feeds/types.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import type { FeedKind } from '../../schema/values.ts'

export interface FeedRow
  extends Pick<
      TableRow<'feeds'>,
      | 'id'
      | 'outlet_id'
      | 'kind'
      | 'url'
      | 'host'
      | 'lane'
      | 'poll_interval_s'
      | 'etag'
      | 'last_modified'
      | 'body_hash'
      | 'failure_score'
      | 'moved_to_url'
      | 'moved_since'
    >,
    Pick<TableRow<'outlets'>, 'language'> {
  /** Set by a person; null: its own rhythm decides. */
  readonly set_interval_s: TableRow<'feeds'>['set_interval_s']
  /** When the document came whole the last time: a 304 is no reading. */
  readonly read_at: TableRow<'feeds'>['read_at']
  /** The address before the last move that was adopted. */
  readonly moved_from_url: TableRow<'feeds'>['moved_from_url']
  /** What the last document asked for; null where none has been read yet. */
  readonly hints: TableRow<'feeds'>['hints']
  /** How often in a row its host was in trouble. */
  readonly host_troubles: number
  /** The outlet's. */
  readonly timezone: TableRow<'outlets'>['timezone']
}

export interface NewFeed {
  readonly url: string
  readonly urlKey: string
  readonly host: string
  readonly kind: FeedKind
  readonly outletId: number | null
  readonly title: string | null
  readonly active: boolean
}

/** Adds a feed, or gives the one that has its address already. */
export async function addFeed(
  db: Queryable,
  feed: NewFeed,
): Promise<{ readonly id: number; readonly isNew: boolean }> {
  const made = await first<Pick<TableRow<'feeds'>, 'id'>>(
    db,
    sql`insert into feeds (url, url_key, host, kind, outlet_id, title, active)
        values (${feed.url}, ${feed.urlKey}, ${feed.host}, ${feed.kind}, ${feed.outletId}, ${feed.title}, ${feed.active})
        on conflict (url_key) do nothing returning id`,
  )
  if (made) return { id: made.id, isNew: true }
  const known = await first<Pick<TableRow<'feeds'>, 'id'>>(
    db,
    sql`select id from feeds where url_key = ${feed.urlKey}`,
  )
  return { id: known!.id, isNew: false }
}

export function findFeed(db: Queryable, id: number): Promise<FeedRow | undefined> {
  return first<FeedRow>(
    db,
    sql`select f.id, f.outlet_id, f.kind, f.url, f.host, f.lane, f.poll_interval_s, f.set_interval_s, f.etag, f.last_modified, f.body_hash,
               f.read_at, f.failure_score, f.moved_to_url, f.moved_since, f.moved_from_url, f.hints, coalesce(h.backoff_count, 0) as host_troubles,
               o.timezone, o.language
        from feeds f left join outlets o on o.id = f.outlet_id left join hosts h on h.host = f.host where f.id = ${id}`,
  )
}

export interface SeenEntry {
  readonly guid: string
  readonly url: string | null
  readonly title: string | null
  readonly publishedAt: Date | null
  readonly articleId: number | null
  readonly refused: string | null
}

export interface KnownEntry {
  readonly guid: string
  readonly title: string | null
  readonly url: string | null
  readonly articleId: number | null
}

type EntryRow = Pick<TableRow<'entries'>, 'guid' | 'title' | 'url' | 'article_id'>

const knownEntry = ({ article_id, ...row }: EntryRow): KnownEntry => ({ ...row, articleId: article_id })

/** Those guids of the feed that are known, with what they were called. */
export async function knownEntries(
  db: Queryable,
  feedId: number,
  guids: readonly string[],
): Promise<Map<string, KnownEntry>> {
  const found = await rows<EntryRow>(
    db,
    sql`select guid, title, url, article_id from entries where feed_id = ${feedId} and guid = any(${guids}::text[])`,
  )
  return new Map(found.map((row) => [row.guid, knownEntry(row)]))
}

/** The entry that the feed had last for each of these articles, where it had one. */
export async function entriesOfArticles(
  db: Queryable,
  feedId: number,
  articleIds: readonly number[],
): Promise<Map<number, KnownEntry>> {
  if (!articleIds.length) return new Map()
  const found = await rows<NotNull<EntryRow, 'article_id'>>(
    db,
    sql`select distinct on (article_id) guid, title, url, article_id from entries
        where feed_id = ${feedId} and article_id = any(${articleIds}::bigint[])
        order by article_id, first_seen_at desc, guid`,
  )
  return new Map(found.map((row) => [row.article_id, knownEntry(row)]))
}

export async function insertEntries(tx: Tx, feedId: number, entries: readonly SeenEntry[]): Promise<number> {
  if (!entries.length) return 0
  const of = <T>(pick: (entry: SeenEntry) => T) => entries.map(pick)
  return run(
    tx,
    sql`insert into entries (feed_id, guid, url, title, published_at, article_id, refused)
        select ${feedId}, * from unnest(${of((e) => e.guid)}::text[], ${of((e) => e.url)}::text[], ${of((e) => e.title)}::text[],
          ${of((e) => e.publishedAt)}::timestamptz[], ${of((e) => e.articleId)}::bigint[], ${of((e) => e.refused)}::text[])
        on conflict (feed_id, guid) do nothing`,
  )
}

/** The feed calls a known entry by another title now. `isNews`: look at the page again soon. */
export async function noteRetitled(
  tx: Tx,
  feedId: number,
  guid: string,
  title: string,
  isNews: boolean,
): Promise<void> {
  await run(
    tx,
    sql`update entries e set title = ${title} where feed_id = ${feedId} and guid = ${guid}
          and not exists (select 1 from articles a where a.id = e.article_id and a.reason = 'removed')`,
  )
  if (!isNews) return
  await run(
    tx,
    sql`update articles set refetch_at = now()
        where id = (select article_id from entries where feed_id = ${feedId} and guid = ${guid})
          and stage in ('fetched', 'extracted', 'clustered')`,
  )
}

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
  /** When the document came whole the last time; null where it never did. */
  readonly readAt: Date | null
  readonly bodyHash: string | null
  readonly failureScore: number
  readonly intervalS: number
  readonly intervalReason: string
  readonly nextPollAt: Date
  readonly movedToUrl: string | null
  readonly movedSince: Date | null
  readonly hints: FeedHints | null
  /** What was left out of the document; null where none was read: then what is known stays. */
  readonly leftOut: LeftOut | null
}

function leftOutOf({ leftOut }: PollResult): string | null {
  return leftOut && (leftOut.entries > 0 || leftOut.sitemaps > 0) ? JSON.stringify(leftOut) : null
}

/** Stores how a poll went, on the feed and in its history. */
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

export interface NewAddress {
  readonly url: string
  readonly urlKey: string
  readonly host: string
  /** The address that it replaces; null where it is the former one again. */
  readonly from: string | null
}

/** A permanent redirect that held for a week becomes the feed's address, unless another feed has it. */
export async function moveFeed(
  tx: Tx,
  feedId: number,
  { url, urlKey, host, from }: NewAddress,
): Promise<boolean> {
  const moved = await run(
    tx,
    sql`update feeds set url = ${url}, url_key = ${urlKey}, host = ${host}, moved_to_url = null, moved_since = null,
          moved_from_url = ${from}
        where id = ${feedId} and not exists (select 1 from feeds where url_key = ${urlKey} and id <> ${feedId})`,
  )
  return moved > 0
}

/**
 * New entries over the polls of the last week: what the interval adapts to. The first of these polls only marks the
 * beginning: what it found may have stood there for months.
 */
export async function recentEntryCounts(
  db: Queryable,
  feedId: number,
): Promise<{ readonly added: number; readonly hours: number }> {
  const row = await first<{ added: number; hours: number }>(
    db,
    sql`with polls as (
          select entries_new, polled_at, min(polled_at) over () as begun from feed_polls
          where feed_id = ${feedId} and polled_at > now() - interval '7 days' and outcome <> 'failed')
        select coalesce(sum(entries_new) filter (where polled_at > begun), 0)::int as added,
               coalesce(extract(epoch from now() - min(begun)) / 3600, 0)::float8 as hours
        from polls`,
  )
  return row ?? { added: 0, hours: 0 }
}
