import { first, type Queryable, rows, run, type Statement, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

export type HostRow = Pick<
  TableRow<'hosts'>,
  | 'host'
  | 'min_delay_ms'
  | 'robots_delay_ms'
  | 'backoff_count'
  | 'robots_status'
  | 'robots_fetched_at'
  | 'robots_expires_at'
>

export function findHost(db: Queryable, host: string): Promise<HostRow | undefined> {
  return first<HostRow>(
    db,
    sql`select host, min_delay_ms, robots_delay_ms, backoff_count, robots_status, robots_fetched_at, robots_expires_at
        from hosts where host = ${host}`,
  )
}

/** The host's robots.txt as kept, up to half a megabyte: apart from the row, because who fetches often knows it. */
export async function readRobots(db: Queryable, host: string): Promise<string> {
  const row = await first<Pick<TableRow<'hosts'>, 'robots_txt'>>(
    db,
    sql`select robots_txt from hosts where host = ${host}`,
  )
  return row?.robots_txt ?? ''
}

/** A host that took longer than this for an answer is left alone for five times as long (Heritrix's delay factor). */
const SLOW_MS = 2_000
const SLOW_FACTOR = 5

/** Ends the lease: the host may be asked again after its delay. */
export async function releaseHost(db: Queryable, host: string, defaultDelayMs: number): Promise<void> {
  await releaseHosts(db, [{ host, tookMs: 0 }], defaultDelayMs)
}

/**
 * Ends the leases of hosts: each may be asked again after its delay, which grows with the time it took to answer.
 *
 * @returns those delays in milliseconds
 */
export async function releaseHosts(
  db: Queryable,
  hosts: readonly { readonly host: string; readonly tookMs: number }[],
  defaultDelayMs: number,
): Promise<{ readonly host: string; readonly delay_ms: number }[]> {
  if (!hosts.length) return []
  const slowest = new Map<string, number>()
  for (const { host, tookMs } of hosts) slowest.set(host, Math.max(slowest.get(host) ?? 0, tookMs))
  const list = [...slowest].sort(([a], [b]) => (a < b ? -1 : 1))
  return rows<Pick<TableRow<'hosts'>, 'host'> & { readonly delay_ms: number }>(
    db,
    sql`with free as (
          select h.host, greatest(coalesce(h.min_delay_ms, ${defaultDelayMs}), coalesce(h.robots_delay_ms, 0), f.slow_ms) as delay_ms
          from hosts h
          join unnest(${list.map(([host]) => host)}::text[],
                      ${list.map(([, ms]) => (ms > SLOW_MS ? Math.round(ms * SLOW_FACTOR) : 0))}::int[]) as f (host, slow_ms)
            on f.host = h.host
          order by h.host for update of h)
        update hosts h set leased_until = null, leased_by = null, backoff_count = 0, backoff_until = null,
          backoff_reason = null, next_allowed_at = now() + make_interval(secs => free.delay_ms / 1000.0)
        from free where h.host = free.host
        returning h.host, free.delay_ms`,
  )
}

/** Ends the lease of a host in trouble: nobody asks it before `until`. */
export async function backOffHost(db: Queryable, host: string, until: Date, reason: string): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null, leased_by = null, backoff_count = backoff_count + 1, backoff_reason = ${reason},
          backoff_until = greatest(backoff_until, ${until})
        where host = ${host}`,
  )
}

export async function storeRobots(
  db: Queryable,
  host: string,
  robots: {
    readonly text: string | null
    readonly status: number
    readonly expiresAt: Date
    readonly delayMs: number | null
  },
): Promise<void> {
  await run(
    db,
    sql`insert into hosts (host, robots_txt, robots_status, robots_fetched_at, robots_expires_at, robots_delay_ms)
        values (${host}, ${robots.text}, ${robots.status}, now(), ${robots.expiresAt}, ${robots.delayMs})
        on conflict (host) do update set robots_txt = excluded.robots_txt, robots_status = excluded.robots_status,
          robots_fetched_at = now(), robots_expires_at = excluded.robots_expires_at,
          robots_delay_ms = excluded.robots_delay_ms`,
  )
}

/** Which hosts to lease for articles. */
export interface ArticleLease {
  readonly lane: 'live' | 'backfill'
  /** Only hosts that are in trouble (their last answer was none), or only those that are not. */
  readonly troubled: boolean
  readonly limit: number
  readonly leaseS: number
}

/**
 * Leases up to `limit` free hosts that have an article due in `lane`, for its first fetch or for another look at it, and
 * gives one article of each. Hosts first, then
 * one article per host by lateral join: picking articles first lets one host fill the batch (1 host of 50 reached,
 * against 50 of 50, measured).
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
 * The same for live articles of hosts that have just been given back; a host with a feed due is left to the
 * scheduler, which lets the two take turns.
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

/** Gives back hosts that were leased, but whose job could not be enqueued. */
export async function unleaseHosts(db: Queryable, hosts: readonly string[]): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null where host = any(${hosts}::text[]) and leased_by is null`,
  )
}

/** How many hosts are leased now for an archive, and how many of those in trouble: what the budgets are held against. */
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
 * The same for feeds: one due feed of each free host, hosts in trouble last. A host whose last turn was a feed's gives
 * the next one to a live article that is due: thousands of feeds on one host must not keep its own news from coming.
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

/** A parameter, not a word of the statement: else a plan made while tables were empty walks the index of all that wait. */
const DISCOVERED = 'discovered'
const CLUSTERED = 'clustered'

/**
 * Takes the hosts of those of `ids` that still wait to be fetched or looked at again, for the process that is about to ask them: jobs
 * may come twice, but a host is asked by one at a time. The attempt is counted on the row before anything can go
 * wrong with it. Gives the articles whose host was free.
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

/** The same for a feed that is due; false when it was polled meanwhile or another asks its host. */
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
  // A host that is busy: the feed comes again as soon as it is free.
  if (!taken)
    await run(db, sql`update feeds set leased_until = null where id = ${feedId} and next_poll_at <= now()`)
  return taken > 0
}

/** Gives back hosts that this process took for articles that it could not finish. */
export async function giveBackHosts(
  db: Queryable,
  articleIds: readonly number[],
  processKey: number,
  defaultDelayMs: number,
): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null, leased_by = null,
          next_allowed_at = greatest(next_allowed_at, now() + make_interval(
            secs => greatest(coalesce(min_delay_ms, ${defaultDelayMs}), coalesce(robots_delay_ms, 0)) / 1000.0))
        where leased_by = ${processKey}
          and host in (select host from articles where id = any(${articleIds}::bigint[]))`,
  )
}

/** Frees the hosts (and the feeds of them) that processes hold which are `gone`. */
export function freeHostsOf(db: Queryable, gone: readonly number[]): Promise<number> {
  return freeHosts(
    db,
    sql`with lost as (
          update hosts set leased_until = null, leased_by = null
          where leased_until > now() and leased_by = any(${gone}::bigint[]) returning host),
        feeds_freed as (
          update feeds set leased_until = null where leased_until > now() and host in (select host from lost))
        select host from lost`,
  )
}

/**
 * The same for hosts whose job nobody has answered for `afterS` seconds: for when jobs were lost. `inWork` are the
 * articles and the feeds whose jobs have been taken: they are about to be answered.
 */
export function freeUnbegunHosts(
  db: Queryable,
  afterS: number,
  leaseS: number,
  inWork: { readonly articles: readonly number[]; readonly feeds: readonly number[] },
): Promise<number> {
  return freeHosts(
    db,
    sql`with lost as (
          update hosts set leased_until = null
          where leased_until > now() and leased_until <= now() + make_interval(secs => ${leaseS - afterS})
            and leased_by is null
            and host not in (select host from articles where id = any(${inWork.articles}::bigint[]) and host is not null)
            and host not in (select host from feeds where id = any(${inWork.feeds}::bigint[]))
          returning host),
        feeds_freed as (
          update feeds set leased_until = null where leased_until > now() and host in (select host from lost))
        select host from lost`,
  )
}

async function freeHosts(db: Queryable, statement: Statement): Promise<number> {
  return (await rows<{ host: string }>(db, statement)).length
}

/** Gives back the host of a feed whose poll threw: both are due again. */
export async function giveBackFeedHost(db: Queryable, feedId: number, processKey: number): Promise<void> {
  await run(
    db,
    sql`with feed as (update feeds set leased_until = null where id = ${feedId} returning host)
        update hosts set leased_until = null, leased_by = null
        where leased_by = ${processKey} and host in (select host from feed)`,
  )
}
