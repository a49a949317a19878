import { first, type Queryable, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
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
  /** Set by a person; null: computed from the feed's own publication rate. */
  readonly set_interval_s: TableRow<'feeds'>['set_interval_s']
  /** When the complete document last came: a 304 does not count. */
  readonly read_at: TableRow<'feeds'>['read_at']
  /** The address before the last move that was adopted. */
  readonly moved_from_url: TableRow<'feeds'>['moved_from_url']
  /** The hints in the last document; null where none has been read yet. */
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

/** Adds a feed, or returns the one that has its address already. */
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
