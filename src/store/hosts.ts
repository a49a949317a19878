import { first, type Queryable, rows, run, sql } from '../adapters/sql.ts'

export interface HostRow {
  readonly host: string
  readonly min_delay_ms: number | null
  readonly robots_delay_ms: number | null
  readonly backoff_count: number
  readonly robots_txt: string | null
  readonly robots_status: number | null
  readonly robots_expires_at: Date | null
}

export function findHost(db: Queryable, host: string): Promise<HostRow | undefined> {
  return first<HostRow & Record<string, unknown>>(
    db,
    sql`select host, min_delay_ms, robots_delay_ms, backoff_count, robots_txt, robots_status, robots_expires_at
        from hosts where host = ${host}`,
  )
}

/** Ends the lease: the host may be asked again after its delay. */
export async function releaseHost(db: Queryable, host: string, defaultDelayMs: number): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null, backoff_count = 0, backoff_until = null, backoff_reason = null,
          next_allowed_at = now() + make_interval(
            secs => greatest(coalesce(min_delay_ms, ${defaultDelayMs}), coalesce(robots_delay_ms, 0)) / 1000.0)
        where host = ${host}`,
  )
}

/** Ends the lease of a host in trouble: nobody asks it before `until`. */
export async function backOffHost(db: Queryable, host: string, until: Date, reason: string): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null, backoff_count = backoff_count + 1, backoff_reason = ${reason},
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

/**
 * Leases up to `limit` free hosts that have an article due in `lane` and gives one article of each. Hosts first, then
 * one article per host by lateral join: picking articles first lets one host fill the batch (1 host of 50 reached,
 * against 50 of 50, measured).
 */
export async function leaseArticles(
  db: Queryable,
  lane: 'live' | 'backfill',
  limit: number,
  leaseS: number,
): Promise<number[]> {
  const leased = await rows<{ id: number }>(
    db,
    sql`with free as (
          select h.host from hosts h
          where h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
            and (h.leased_until is null or h.leased_until < now())
            and exists (select 1 from articles a
                        where a.host = h.host and a.stage = 'discovered' and a.lane = ${lane}
                          and a.next_attempt_at <= now())
          order by h.next_allowed_at limit ${limit} for update of h skip locked),
        picked as (
          select free.host, a.id from free cross join lateral (
            select id from articles
            where host = free.host and stage = 'discovered' and lane = ${lane} and next_attempt_at <= now()
            order by next_attempt_at limit 1) a),
        leased as (
          update hosts h set leased_until = now() + make_interval(secs => ${leaseS})
          from picked where h.host = picked.host)
        select id from picked`,
  )
  return leased.map((row) => row.id)
}

/** The same for feeds: one due feed of each free host. */
export async function leaseFeeds(db: Queryable, limit: number, leaseS: number): Promise<number[]> {
  const leased = await rows<{ id: number }>(
    db,
    sql`with free as (
          select h.host from hosts h
          where h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
            and (h.leased_until is null or h.leased_until < now())
            and exists (select 1 from feeds f
                        where f.host = h.host and f.active and f.next_poll_at <= now()
                          and (f.leased_until is null or f.leased_until < now()))
          order by h.next_allowed_at limit ${limit} for update of h skip locked),
        picked as (
          select free.host, f.id from free cross join lateral (
            select id from feeds
            where host = free.host and active and next_poll_at <= now()
              and (leased_until is null or leased_until < now())
            order by next_poll_at limit 1) f),
        hosts_leased as (
          update hosts h set leased_until = now() + make_interval(secs => ${leaseS})
          from picked where h.host = picked.host),
        leased as (
          update feeds f set leased_until = now() + make_interval(secs => ${leaseS})
          from picked where f.id = picked.id)
        select id from picked`,
  )
  return leased.map((row) => row.id)
}
