import { first, type Queryable, run, sql } from '../../adapters/postgres/sql.ts'

/**
 * A key of this database, made when it is first asked for: by it and an article's id every process computes the same trace
 * id, and another database other ones.
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
