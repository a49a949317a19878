import { first, type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** Which hosts to lease for articles. */
export interface ArticleLease {
  readonly lane: 'live' | 'backfill'
  /** Only hosts that are in trouble (whose last requests failed), or only those that are not. */
  readonly troubled: boolean
  readonly limit: number
  readonly leaseS: number
}

/**
 * Leases up to `limit` free hosts that have an article due in `lane`, for its first fetch or for another one, and gives one
 * article of each. Hosts come first, then one article per host by lateral join: picking articles first lets one host fill the
 * batch (1 host of 50 reached, against 50 of 50, measured).
 */
export async function leaseArticles(db: Queryable, lease: ArticleLease): Promise<number[]> {
  if (lease.limit <= 0) return []
  const leased = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`with free as (
          select h.host from hosts h
          where h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
            and (h.leased_until is null or h.leased_until < now()) and (h.backoff_count > 0) = ${lease.troubled}
            and (exists (select 1 from articles a
                         where a.host = h.host and a.stage = 'discovered' and a.lane = ${lease.lane}
                           and a.next_attempt_at <= now())
                 or exists (select 1 from articles a
                            where a.host = h.host and a.stage = 'clustered' and a.lane = ${lease.lane}
                              and a.refetch_at <= now()))
          order by h.next_allowed_at limit ${lease.limit} for update of h skip locked),
        picked as (
          select free.host, a.id from free cross join lateral (
            (select id, next_attempt_at as due from articles
             where host = free.host and stage = 'discovered' and lane = ${lease.lane} and next_attempt_at <= now()
             order by next_attempt_at limit 1)
            union all
            (select id, refetch_at from articles
             where host = free.host and stage = 'clustered' and lane = ${lease.lane} and refetch_at <= now()
             order by refetch_at limit 1)
            order by due limit 1) a),
        leased as (
          update hosts h set leased_until = now() + make_interval(secs => ${lease.leaseS}), leased_by = null,
            leased_for = ${lease.lane}
          from picked where h.host = picked.host)
        select id from picked`,
  )
  return leased.map((row) => row.id)
}

/**
 * The same for live articles of hosts whose lease has just ended. A host with a feed due is left to the scheduler, which
 * alternates between the two.
 */
export async function leaseNextArticles(
  db: Queryable,
  hosts: readonly string[],
  leaseS: number,
): Promise<{ readonly id: number; readonly host: string }[]> {
  return rows<Pick<TableRow<'feeds'>, 'id'> & Pick<TableRow<'hosts'>, 'host'>>(
    db,
    sql`with free as (
          select h.host from hosts h
          where h.host = any(${hosts}::text[])
            and h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
            and (h.leased_until is null or h.leased_until < now())
            and not exists (select 1 from feeds f where f.host = h.host and f.active and f.next_poll_at <= now())
          for update of h skip locked),
        picked as (
          select free.host, a.id from free cross join lateral (
            (select id, next_attempt_at as due from articles
             where host = free.host and stage = 'discovered' and lane = 'live' and next_attempt_at <= now()
             order by next_attempt_at limit 1)
            union all
            (select id, refetch_at from articles
             where host = free.host and stage = 'clustered' and lane = 'live' and refetch_at <= now()
             order by refetch_at limit 1)
            order by due limit 1) a),
        leased as (
          update hosts h set leased_until = now() + make_interval(secs => ${leaseS}), leased_by = null, leased_for = 'live'
          from picked where h.host = picked.host)
        select id, host from picked`,
  )
}

/** Ends the leases of hosts whose job could not be enqueued. */
export async function unleaseHosts(db: Queryable, hosts: readonly string[]): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null where host = any(${hosts}::text[]) and leased_by is null`,
  )
}

/** How many hosts are leased now for an archive, and how many hosts in trouble: these are compared with the budgets. */
export async function leasesHeld(
  db: Queryable,
): Promise<{ readonly backfill: number; readonly troubled: number }> {
  const row = await first<{ backfill: number; troubled: number }>(
    db,
    sql`select count(*) filter (where leased_for = 'backfill')::int as backfill,
               count(*) filter (where backoff_count > 0 and leased_for <> 'feed')::int as troubled
        from hosts where leased_until > now()`,
  )
  return row ?? { backfill: 0, troubled: 0 }
}

/**
 * The same for feeds: one due feed of each free host, hosts in trouble last. If a host's last turn was for a feed, its next
 * one is for a live article that is due: thousands of feeds on one host must not delay its own news.
 */
export async function leaseFeeds(db: Queryable, limit: number, leaseS: number): Promise<number[]> {
  if (limit <= 0) return []
  const leased = await rows<Pick<TableRow<'feeds'>, 'id'>>(
    db,
    sql`with free as (
          select h.host from hosts h
          where h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
            and (h.leased_until is null or h.leased_until < now())
            and exists (select 1 from feeds f
                        where f.host = h.host and f.active and f.next_poll_at <= now()
                          and (f.leased_until is null or f.leased_until < now()))
            and (h.leased_for is distinct from 'feed' or not exists (
              select 1 from articles a
              where a.host = h.host and a.stage = 'discovered' and a.lane = 'live' and a.next_attempt_at <= now()))
          order by (h.backoff_count > 0), h.next_allowed_at limit ${limit} for update of h skip locked),
        picked as (
          select free.host, f.id from free cross join lateral (
            select id from feeds
            where host = free.host and active and next_poll_at <= now()
              and (leased_until is null or leased_until < now())
            order by next_poll_at limit 1) f),
        hosts_leased as (
          update hosts h set leased_until = now() + make_interval(secs => ${leaseS}), leased_by = null, leased_for = 'feed'
          from picked where h.host = picked.host),
        leased as (
          update feeds f set leased_until = now() + make_interval(secs => ${leaseS})
          from picked where f.id = picked.id)
        select id from picked`,
  )
  return leased.map((row) => row.id)
}

/** A parameter, not a literal: otherwise a plan made while tables were empty walks the index of all waiting articles. */
const DISCOVERED = 'discovered'
const CLUSTERED = 'clustered'

/**
 * Takes the hosts of those of `ids` that still wait to be fetched, for the first time or again, for this process. Jobs may
 * come twice, but only one process at a time sends requests to a host. The attempt is counted on the row before anything can
 * fail. @returns the articles whose host was free
 */
export async function takeForFetch(
  db: Queryable,
  ids: readonly number[],
  processKey: number,
  leaseS: number,
): Promise<number[]> {
  const taken = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`with taken as (
          update hosts h set leased_until = now() + make_interval(secs => ${leaseS}), leased_by = ${processKey}
          from articles a
          where a.id = any(${ids}::bigint[]) and h.host = a.host
            and (a.stage = ${DISCOVERED} or (a.stage = ${CLUSTERED} and a.refetch_at <= now()))
            and (h.leased_by is null or h.leased_until is null or h.leased_until < now())
            and h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
          returning a.id)
        update articles set try_count = try_count + 1 where id in (select id from taken) returning id`,
  )
  return taken.map((row) => row.id)
}

/** The same for a feed that is due; false when it was polled meanwhile or another process uses its host. */
export async function takeForPoll(
  db: Queryable,
  feedId: number,
  processKey: number,
  leaseS: number,
): Promise<boolean> {
  const taken = await run(
    db,
    sql`update hosts h set leased_until = now() + make_interval(secs => ${leaseS}), leased_by = ${processKey}
        from feeds f
        where f.id = ${feedId} and f.next_poll_at <= now() and h.host = f.host
          and (h.leased_by is null or h.leased_until is null or h.leased_until < now())
          and h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())`,
  )
  // The host is busy: the feed is due again as soon as it is free.
  if (!taken)
    await run(db, sql`update feeds set leased_until = null where id = ${feedId} and next_poll_at <= now()`)
  return taken > 0
}
