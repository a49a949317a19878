import { first, type Queryable, rows, sql } from '../adapters/sql.ts'

/** Articles whose text waits for a step that may run now. */
export async function countWaiting(db: Queryable): Promise<number> {
  const row = await first<{ waiting: number }>(
    db,
    sql`select count(*) as waiting from articles where stage in ('fetched', 'extracted')`,
  )
  return row?.waiting ?? 0
}

/** How many articles met which fate: clustered, copy, dropped, failed, or still on the way. */
export async function fatesOf(db: Queryable): Promise<Record<string, number>> {
  const found = await rows<{ fate: string; count: number }>(
    db,
    sql`select case when stage = 'clustered' and duplicate_of is not null then 'copy'
                    when stage in ('clustered', 'dropped', 'failed') then stage else 'waiting' end as fate,
               count(*) as count
        from articles group by 1 order by 1`,
  )
  return Object.fromEntries(found.map((row) => [row.fate, row.count]))
}

/** Whether a scheduler holds its lock: then workers run elsewhere. */
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

/** What the demo still waits for: feeds not polled since they became due, articles on their way, second looks. */
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
