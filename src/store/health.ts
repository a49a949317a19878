import { first, type Queryable, sql } from '../adapters/sql.ts'

/** Backlog against the age of the last outcome: a backlog that nobody works on is a wedged worker. */
export async function healthOf(db: Queryable): Promise<object> {
  const row = await first<{ backlog: number; last_outcome_s: number | null }>(
    db,
    sql`select (select count(*) from articles where stage in ('fetched', 'extracted')) as backlog,
               (select extract(epoch from now() - max(updated_at))::int
                from articles where updated_at > now() - interval '1 day') as last_outcome_s`,
  )
  return row ?? {}
}
