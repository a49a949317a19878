import { first, type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'

/** Articles whose text waits for a step that may run now; of one load, or of all. */
export async function countWaiting(db: Queryable, loadId: number | null = null): Promise<number> {
  const row = await first<{ waiting: number }>(
    db,
    loadId === null
      ? sql`select count(*) as waiting from articles where stage in ('fetched', 'extracted')`
      : sql`select count(*) as waiting from articles
            where stage in ('fetched', 'extracted') and id in (
              select article_id from load_lines where file_id in (select id from load_files where load_id = ${loadId}))`,
  )
  return row?.waiting ?? 0
}

/** How many articles, of one load or of all, ended how: clustered, copy, dropped, failed, or still in progress. */
export async function fatesOf(db: Queryable, loadId: number | null = null): Promise<Record<string, number>> {
  const found = await rows<{ fate: string; count: number }>(
    db,
    sql`select case when stage = 'clustered' and duplicate_of is not null then 'copy'
                    when stage in ('clustered', 'dropped', 'failed') then stage else 'waiting' end as fate,
               count(*) as count
        from articles
        where ${loadId}::bigint is null or id in (
          select article_id from load_lines where file_id in (select id from load_files where load_id = ${loadId}))
        group by 1 order by 1`,
  )
  return Object.fromEntries(found.map((row) => [row.fate, row.count]))
}

/** Why articles of a load failed: the code of each reason, and how many. */
export async function failuresOfLoad(db: Queryable, loadId: number): Promise<Record<string, number>> {
  const found = await rows<
    NotNull<Pick<TableRow<'articles'>, 'reason'>, 'reason'> & { readonly count: number }
  >(
    db,
    sql`select reason, count(*) as count from articles
        where stage = 'failed' and id in (
          select article_id from load_lines where file_id in (select id from load_files where load_id = ${loadId}))
        group by 1 order by 2 desc, 1`,
  )
  return Object.fromEntries(found.map((row) => [row.reason, row.count]))
}

/** Whether a scheduler holds its lock: then another process runs workers. */
export async function otherWorkersRun(db: Queryable): Promise<boolean> {
  const row = await first<{ runs: boolean }>(
    db,
    sql`select exists (
          select 1 from pg_locks
          where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
            and ((classid::bigint << 32) | objid::bigint) = hashtextextended('newsloom:scheduler', 0)) as runs`,
  )
  return row?.runs ?? false
}

export async function countArticles(db: Queryable): Promise<number> {
  return (await first<{ count: number }>(db, sql`select count(*) as count from articles`))?.count ?? 0
}

/** What the demo still waits for: feeds not polled since they became due, articles in progress, second fetches. */
export async function demoBacklog(
  db: Queryable,
): Promise<{ readonly feeds: number; readonly articles: number; readonly done: number }> {
  const row = await first<{ feeds: number; articles: number; done: number }>(
    db,
    sql`select (select count(*) from feeds where active and next_poll_at <= now()) as feeds,
               (select count(*) from articles where stage in ('discovered', 'fetched', 'extracted') or refetch_at is not null) as articles,
               (select count(*) from articles where stage in ('clustered', 'dropped', 'failed')) as done`,
  )
  return row!
}
