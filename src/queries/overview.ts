import { first, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../schema/rows.ts'

/** The state of the whole pipeline, each part one query. */
export async function statusOf(db: Queryable) {
  const [stages, due, parked, dead, backingOff, failing, totals, throughput] = await Promise.all([
    rows<Pick<TableRow<'articles'>, 'stage'> & { readonly count: number }>(
      db,
      sql`select stage, count(*) as count from articles group by stage order by array_position(array['discovered','fetched','extracted','clustered','dropped','failed'], stage)`,
    ),
    first<{ due: number; oldest: number | null }>(
      db,
      sql`select count(*) as due, extract(epoch from now() - min(next_attempt_at))::int as oldest
          from articles where stage in ('discovered', 'fetched', 'extracted') and next_attempt_at <= now()`,
    ),
    rows<NotNull<Pick<TableRow<'articles'>, 'reason'>, 'reason'> & { readonly count: number }>(
      db,
      sql`select reason, count(*) as count from articles
          where stage in ('discovered', 'fetched', 'extracted') and reason is not null group by reason order by 2 desc`,
    ),
    rows<
      NotNull<Pick<TableRow<'articles'>, 'reason'>, 'reason'> & {
        readonly fate: TableRow<'articles'>['stage']
        readonly count: number
      }
    >(
      db,
      sql`select stage as fate, reason, count(*) as count from articles
          where stage in ('dropped', 'failed') group by 1, 2 order by 3 desc limit 20`,
    ),
    rows<
      Pick<TableRow<'hosts'>, 'host'> & {
        readonly reason: TableRow<'hosts'>['backoff_reason']
        readonly until: NonNullable<TableRow<'hosts'>['backoff_until']>
      }
    >(
      db,
      sql`select host, backoff_reason as reason, backoff_until as until from hosts
          where backoff_until > now() order by backoff_until desc limit 20`,
    ),
    rows<
      Pick<TableRow<'feeds'>, 'url' | 'failure_score'> & {
        readonly feed_id: TableRow<'feeds'>['id']
        readonly code: TableRow<'feeds'>['last_error_code']
      }
    >(
      db,
      sql`select id as feed_id, url, last_error_code as code, failure_score from feeds
          where active and failure_score > 0 and last_error_code is not null order by failure_score desc limit 20`,
    ),
    first<{ stories: number; outlets: number; feeds: number }>(
      db,
      sql`select (select count(*) from stories where merged_into_id is null and article_count > 0) as stories,
                 (select count(*) from outlets) as outlets, (select count(*) from feeds where active) as feeds`,
    ),
    rows<
      Pick<TableRow<'outcomes'>, 'stage' | 'outcome'> & { readonly count: number; readonly mean_ms: number }
    >(
      db,
      sql`select stage, outcome, sum(count)::bigint as count, (sum(total_ms) / nullif(sum(count), 0))::int as mean_ms
          from outcomes where day = current_date group by 1, 2 order by 1, 2`,
    ),
  ])
  return {
    stages,
    due: due?.due ?? 0,
    oldest_due_s: due?.oldest ?? null,
    parked,
    dead,
    backing_off: backingOff,
    failing_feeds: failing,
    stories: totals?.stories ?? 0,
    outlets: totals?.outlets ?? 0,
    feeds: totals?.feeds ?? 0,
    throughput,
  }
}
