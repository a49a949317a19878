import { first, type Queryable, sql } from '../adapters/sql.ts'

export interface DatabaseFacts {
  readonly now: Date
  /** As in server_version_num: 180004 is 18.4. */
  readonly version: number
  readonly versionText: string
  readonly weeksAhead: number
  readonly hasReader: boolean
  /** Copies whose original is a copy itself: must be none. */
  readonly chains: number
}

export async function databaseFacts(db: Queryable): Promise<DatabaseFacts> {
  const row = await first<DatabaseFacts & Record<string, unknown>>(
    db,
    sql`select clock_timestamp() as now,
               current_setting('server_version_num')::int as version,
               current_setting('server_version') as "versionText",
               (select count(*) from generate_series(1, 8) w
                where to_regclass('documents_' || to_char(current_date + 7 * w, 'IYYY"w"IW')) is not null)::int as "weeksAhead",
               exists (select 1 from pg_roles where rolname = 'news_reader') as "hasReader",
               (select count(*) from articles c join articles o on o.id = c.duplicate_of
                where o.duplicate_of is not null)::int as chains`,
  )
  return row!
}
