import { first, type Queryable, sql } from '../adapters/postgres/sql.ts'

export interface DatabaseFacts {
  readonly now: Date
  /** As in server_version_num: 180004 is 18.4. */
  readonly version: number
  readonly versionText: string
  readonly weeksAhead: number
  /** Rows outside every weekly partition: retention would never drop them. */
  readonly strays: number
  readonly hasReader: boolean
  readonly hasWorker: boolean
  readonly fsync: string
  readonly connections: number
  readonly maxConnections: number
  readonly tried: number
  /** Articles that have been due for more than ten minutes, and whether there is a leading scheduler. */
  readonly late: number
  readonly scheduled: boolean
  /** The age in seconds of the oldest event that was not delivered. */
  readonly undeliveredS: number
}

export async function databaseFacts(db: Queryable): Promise<DatabaseFacts> {
  const row = await first<DatabaseFacts>(
    db,
    sql`select clock_timestamp() as now,
               current_setting('server_version_num')::int as version,
               current_setting('server_version') as "versionText",
               (select count(*) from generate_series(1, 8) w
                where to_regclass('documents_' || to_char(current_date + 7 * w, 'IYYY"w"IW')) is not null)::int as "weeksAhead",
               (select count(*) from (select 1 from documents_default limit 1000) d)
                 + (select count(*) from (select 1 from feed_polls_default limit 1000) p) as strays,
               exists (select 1 from pg_roles where rolname = 'news_reader') as "hasReader",
               exists (select 1 from pg_roles where rolname = 'newsloom_worker') as "hasWorker",
               current_setting('fsync') as fsync,
               (select count(*) from pg_stat_activity where datname = current_database()) as connections,
               current_setting('max_connections')::int as "maxConnections",
               (select count(*) from articles where try_count > 2 and stage in ('discovered', 'fetched', 'extracted')) as tried,
               (select count(*) from articles where stage in ('fetched', 'extracted')
                and next_attempt_at < now() - interval '10 minutes') as late,
               exists (select 1 from pg_locks where locktype = 'advisory' and granted
                 and database = (select oid from pg_database where datname = current_database())
                 and ((classid::bigint << 32) | objid::bigint) = hashtextextended('newsloom:scheduler', 0)) as scheduled,
               coalesce((select extract(epoch from now() - min(created_at))::bigint from outbox where delivered_at is null), 0)
                 as "undeliveredS"`,
  )
  return row!
}
