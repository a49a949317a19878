import { first, type Queryable, run, sql } from '../../adapters/postgres/sql.ts'

/**
 * A key of this database, made at its first use: with it every process computes the same trace id from an article's id, and
 * another database gives other ids.
 */
export async function traceKey(db: Queryable): Promise<string> {
  await run(
    db,
    sql`insert into settings (key, value) values ('trace_key', to_jsonb(gen_random_uuid()::text))
        on conflict (key) do nothing`,
  )
  return (await first<{ key: string }>(
    db,
    sql`select value #>> '{}' as key from settings where key = 'trace_key'`,
  ))!.key
}
