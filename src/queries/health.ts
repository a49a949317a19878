import { first, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow, ViewRow } from '../schema/rows.ts'

/** The backlog and the age of the last outcome: a backlog without new outcomes means that workers are stuck. */
export interface Backlog {
  /** Articles with bytes or text that may move now. */
  readonly due: number
  /** For how many seconds the oldest of them has been due. */
  readonly oldest_due_s: number
  /** Seconds since any process last finished a step; null before the first. */
  readonly last_outcome_s: number | null
}

export async function healthOf(db: Queryable): Promise<Backlog> {
  const row = await first<Backlog>(
    db,
    sql`select coalesce(sum(due), 0)::bigint as due, coalesce(max(oldest_due_s), 0)::bigint as oldest_due_s,
               (select extract(epoch from now() - max(last_at))::bigint from outcomes
                where day >= current_date - 1) as last_outcome_s
        from news.pipeline_lag where stage <> 'discovered'`,
  )
  return row!
}

type StageLag = Pick<ViewRow<'pipelineLag'>, 'stage' | 'due' | 'parked' | 'oldest_due_s'>

export interface OperationsState {
  readonly stages: readonly StageLag[]
  readonly last_outcome_s: number | null
  readonly feeds_failing: readonly { code: string; count: number }[]
  readonly feeds_active: number
  readonly feeds_late: number
  readonly hosts_backing_off: number
  readonly dead_letters: readonly { reason: string; count: number }[]
}

/** The state that every process shows on /metrics. Each part reads an index, and no part reads all articles. */
export async function operationsOf(db: Queryable): Promise<OperationsState> {
  const stages = await rows<StageLag>(db, sql`select stage, due, parked, oldest_due_s from news.pipeline_lag`)
  const { last_outcome_s } = await healthOf(db)
  const failing = await rows<{ code: string; count: number }>(
    db,
    sql`select coalesce(last_error_code, 'unknown') as code, count(*) as count from feeds
        where active and failure_score > 0 and last_error_code is not null group by 1`,
  )
  const counts = await first<{ active: number; late: number; away: number }>(
    db,
    sql`select (select count(*) from feeds where active) as active,
               (select count(*) from feeds where active and next_poll_at < now() - interval '5 minutes') as late,
               (select count(*) from hosts where backoff_until > now()) as away`,
  )
  const dead = await rows<
    NotNull<Pick<TableRow<'articles'>, 'reason'>, 'reason'> & { readonly count: number }
  >(
    db,
    sql`select reason, count(*) as count from articles
        where stage = 'failed' and updated_at > now() - interval '1 day' group by 1`,
  )
  return {
    stages,
    last_outcome_s,
    feeds_failing: failing,
    feeds_active: counts?.active ?? 0,
    feeds_late: counts?.late ?? 0,
    hosts_backing_off: counts?.away ?? 0,
    dead_letters: dead,
  }
}
