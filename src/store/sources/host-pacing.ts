import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** A host that took longer than this to answer gets no request for five times as long (Heritrix's delay factor). */
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

/** Ends the leases of hosts whose network address is busy with other names: each may be asked again after `until`. */
export async function putOffHosts(
  db: Queryable,
  hosts: readonly { readonly host: string; readonly until: Date }[],
): Promise<void> {
  for (const { host, until } of hosts)
    await run(
      db,
      sql`update hosts set leased_until = null, leased_by = null, next_allowed_at = greatest(next_allowed_at, ${until})
          where host = ${host}`,
    )
}

/** The same for the host of a feed, which is due again at that time. */
export async function putOffFeed(db: Queryable, feedId: number, host: string, until: Date): Promise<void> {
  await run(db, sql`update feeds set leased_until = null, next_poll_at = ${until} where id = ${feedId}`)
  await putOffHosts(db, [{ host, until }])
}

/** Ends the lease of a host in trouble: it gets no request before `until`. */
export async function backOffHost(db: Queryable, host: string, until: Date, reason: string): Promise<void> {
  await run(
    db,
    sql`update hosts set leased_until = null, leased_by = null, backoff_count = backoff_count + 1, backoff_reason = ${reason},
          backoff_until = greatest(backoff_until, ${until})
        where host = ${host}`,
  )
}

/** Ends the leases of hosts that this process took for articles that it could not finish. */
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

/** Ends the lease of the host of a feed whose poll threw: both are due again. */
export async function giveBackFeedHost(db: Queryable, feedId: number, processKey: number): Promise<void> {
  await run(
    db,
    sql`with feed as (update feeds set leased_until = null where id = ${feedId} returning host)
        update hosts set leased_until = null, leased_by = null
        where leased_by = ${processKey} and host in (select host from feed)`,
  )
}
