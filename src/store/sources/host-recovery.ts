import { type Queryable, rows, type Statement, sql } from '../../adapters/postgres/sql.ts'

/** Frees the hosts (and their feeds) that are held by processes that have ended (`gone`). */
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
 * The same for hosts whose job has not run for `afterS` seconds: used when jobs were lost. `inWork` are the articles and
 * feeds whose jobs are running: they will be answered soon.
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
