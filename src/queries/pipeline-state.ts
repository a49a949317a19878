import { first, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../schema/rows.ts'

export interface StageState {
  readonly stage: Exclude<TableRow<'articles'>['stage'], 'clustered' | 'dropped' | 'failed'>
  readonly waiting: number
  /** Of these, rows that may move now. */
  readonly due: number
  /** For how many seconds the oldest of them has been due. */
  readonly oldest_due_s: number | null
}

export interface FeedsDue {
  /** Feeds that are polled at all. */
  readonly active: number
  readonly due: number
  /** For how many seconds the oldest of them has been due. */
  readonly oldest_due_s: number | null
}

export interface PipelineState {
  readonly feeds: FeedsDue
  readonly stages: readonly StageState[]
  readonly parked: readonly ReasonCount[]
  readonly hosts: readonly HostState[]
  readonly deadByReason: readonly ReasonCount[]
  /** Today, by stage: how many, and the mean time of one in milliseconds. */
  readonly today: readonly StageWork[]
  readonly totals: { readonly articles: number; readonly stories: number; readonly estimated: boolean }
}

/** How many articles wait, or are dead letters, for one reason. */
export interface ReasonCount extends NotNull<Pick<TableRow<'articles'>, 'reason'>, 'reason'> {
  readonly articles: number
}

export interface HostState extends Pick<TableRow<'hosts'>, 'host'> {
  readonly reason: TableRow<'hosts'>['backoff_reason']
  readonly until: NonNullable<TableRow<'hosts'>['backoff_until']>
  readonly in_a_row: TableRow<'hosts'>['backoff_count']
  readonly waiting: number
}

export interface StageWork extends Pick<TableRow<'outcomes'>, 'stage'> {
  readonly done: number
  readonly dropped: number
  readonly parked: number
  readonly failed: number
  readonly mean_ms: number
}

/** What the pipeline page shows. The statements read only unfinished rows, so their cost does not grow with the database. */
export async function pipelineState(db: Queryable): Promise<PipelineState> {
  const [feeds, stages, parked, hosts, deadByReason, today, totals] = await Promise.all([
    first<FeedsDue>(
      db,
      sql`select count(*) as active, count(*) filter (where next_poll_at <= now()) as due,
                 extract(epoch from now() - min(next_poll_at) filter (where next_poll_at <= now()))::int as oldest_due_s
          from feeds where active`,
    ),
    rows<StageState>(
      db,
      sql`select s.stage, coalesce(w.waiting, 0) as waiting, coalesce(w.due, 0) as due, w.oldest_due_s
          from unnest(array['discovered', 'fetched', 'extracted']) with ordinality as s (stage, place)
          left join (
            select stage, count(*) as waiting, count(*) filter (where next_attempt_at <= now()) as due,
                   extract(epoch from now() - min(next_attempt_at) filter (where next_attempt_at <= now()))::int as oldest_due_s
            from articles where stage = 'discovered' group by stage
            union all
            select stage, count(*), count(*) filter (where next_attempt_at <= now()),
                   extract(epoch from now() - min(next_attempt_at) filter (where next_attempt_at <= now()))::int
            from articles where stage in ('fetched', 'extracted') group by stage) w on w.stage = s.stage
          order by s.place`,
    ),
    rows<ReasonCount>(
      db,
      sql`select reason, count(*) as articles from (
            select reason from articles where stage = 'discovered' and reason is not null
            union all select reason from articles where stage in ('fetched', 'extracted') and reason is not null) w
          group by reason order by 2 desc, 1 limit 12`,
    ),
    rows<HostState>(
      db,
      sql`select h.host, h.backoff_reason as reason, h.backoff_until as until, h.backoff_count as in_a_row,
                 (select count(*) from articles a where a.host = h.host and a.stage = 'discovered') as waiting
          from hosts h where h.backoff_until > now() order by waiting desc, h.backoff_until desc limit 20`,
    ),
    rows<ReasonCount>(
      db,
      sql`select reason, count(*) as articles from articles where stage = 'failed' group by reason order by 2 desc, 1`,
    ),
    rows<StageWork>(
      db,
      sql`select stage, coalesce(sum(count) filter (where outcome = 'done'), 0)::bigint as done,
                 coalesce(sum(count) filter (where outcome = 'dropped'), 0)::bigint as dropped,
                 coalesce(sum(count) filter (where outcome = 'parked'), 0)::bigint as parked,
                 coalesce(sum(count) filter (where outcome = 'failed'), 0)::bigint as failed,
                 coalesce(sum(total_ms) / nullif(sum(count), 0), 0)::int as mean_ms
          from outcomes where day = current_date group by stage
          order by array_position(array['poll', 'fetch', 'extract', 'cluster'], stage), stage`,
    ),
    totalsOf(db),
  ])
  return { feeds: feeds!, stages, parked, hosts, deadByReason, today, totals }
}

const COUNTED_UP_TO = 100_000

/** Counted while that is cheap; for more rows, the planner's estimate. */
async function totalsOf(db: Queryable): Promise<PipelineState['totals']> {
  const guess = await first<{ articles: number; stories: number }>(
    db,
    sql`select max(reltuples) filter (where relname = 'articles')::bigint as articles,
               max(reltuples) filter (where relname = 'stories')::bigint as stories
        from pg_class where oid in ('articles'::regclass, 'stories'::regclass)`,
  )
  if (guess && guess.articles > COUNTED_UP_TO) return { ...guess, estimated: true }
  const exact = await first<{ articles: number; stories: number }>(
    db,
    sql`select (select count(*) from articles) as articles,
               (select count(*) from stories where merged_into_id is null and article_count > 0) as stories`,
  )
  return { ...exact!, estimated: false }
}

export interface DeadLetter
  extends NotNull<Pick<TableRow<'articles'>, 'url' | 'reason' | 'updated_at'>, 'reason'> {
  readonly article_id: TableRow<'articles'>['id']
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly title: string | null
}

/** Dead letters, the latest first. */
export function deadLetters(db: Queryable, reason: string | null, limit: number): Promise<DeadLetter[]> {
  return rows<DeadLetter>(
    db,
    sql`select a.id as article_id, o.name as outlet_name, coalesce(a.title, a.feed_title) as title, a.url, a.reason,
               a.updated_at
        from articles a left join outlets o on o.id = a.outlet_id
        where a.stage = 'failed' and (${reason}::text is null or a.reason = ${reason})
        order by a.updated_at desc limit ${limit}`,
  )
}

/** Articles a day that were put into a story, over the last `days` days, today last. */
export async function clusteredPerDay(db: Queryable, days: number): Promise<number[]> {
  const found = await rows<{ days_ago: number; articles: number }>(
    db,
    sql`select current_date - day as days_ago, sum(count)::bigint as articles from outcomes
        where day > current_date - ${days}::int and stage = 'cluster' and outcome = 'done' group by 1`,
  )
  const perDay = new Array<number>(days).fill(0)
  for (const { days_ago, articles } of found) perDay[days - 1 - days_ago] = articles
  return perDay
}
