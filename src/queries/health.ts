import { first, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow, ViewRow } from '../schema/rows.ts'

/** Of one stage: a backlog without progress means a worker that hangs, fails or does not exist. */
export interface StageBacklog {
  /** The stage that takes the articles: fetch, extract or cluster. */
  readonly stage: string
  /** Articles that may move now; of fetch those whose host may be asked now. */
  readonly due: number
  /** For how many seconds the oldest of them has been due; of fetch counted from when its host could be asked. */
  readonly oldest_due_s: number
  /** Seconds since any process last finished an article of the stage, with any outcome; null before the first. */
  readonly last_outcome_s: number | null
}

export interface Backlog {
  /** Articles of all stages that may move now. */
  readonly due: number
  readonly oldest_due_s: number
  readonly last_outcome_s: number | null
  readonly stages: readonly StageBacklog[]
}

/** It is not progress to put an article off because of momentary trouble, or to find that another worker did it. */
export async function healthOf(db: Queryable): Promise<Backlog> {
  // Leases do not count: the scheduler leases a host again and again while no fetch worker takes its jobs.
  const stages = await rows<StageBacklog>(
    db,
    sql`with waiting as materialized (
          select host, count(*) as due, min(next_attempt_at) as since from articles
          where stage = 'discovered' and next_attempt_at <= now() group by host),
        lag (place, stage, due, oldest_due_s) as (
          select 1, 'fetch', coalesce(sum(w.due), 0),
                 coalesce(max(extract(epoch from now() - greatest(w.since, h.next_allowed_at, h.backoff_until))), 0)
          from waiting w join hosts h on h.host = w.host
          where h.next_allowed_at <= now() and (h.backoff_until is null or h.backoff_until <= now())
          union all
          select s.place, s.stage, l.due, l.oldest_due_s
          from (values (2, 'fetched', 'extract'), (3, 'extracted', 'cluster')) as s (place, waits_as, stage)
          join news.pipeline_lag l on l.stage = s.waits_as)
        select l.stage, l.due::bigint as due, l.oldest_due_s::bigint as oldest_due_s,
               (select extract(epoch from now() - max(o.last_at))::bigint from outcomes o
                where o.day >= current_date - 1 and o.stage = l.stage and o.outcome <> 'noop'
                  and not (o.outcome = 'parked' and o.reason = 'transient')) as last_outcome_s
        from lag l order by l.place`,
  )
  const any = await first<{ last_outcome_s: number | null }>(
    db,
    sql`select extract(epoch from now() - max(last_at))::bigint as last_outcome_s from outcomes
        where day >= current_date - 1`,
  )
  return {
    due: stages.reduce((sum, { due }) => sum + due, 0),
    oldest_due_s: Math.max(0, ...stages.map(({ oldest_due_s }) => oldest_due_s)),
    last_outcome_s: any?.last_outcome_s ?? null,
    stages,
  }
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

/** A server for reading. */
export interface Replica {
  readonly standby: boolean
  /** How far it is behind its primary, in seconds; 0 for a primary. */
  readonly behind_s: number
}

/** Needs no right beyond a connection. A standby that has lost its primary counts from the last change that it got. */
export async function replicaOf(db: Queryable): Promise<Replica> {
  const row = await first<Replica>(
    db,
    sql`select pg_is_in_recovery() as standby,
               case when not pg_is_in_recovery() then 0
                    when exists (select 1 from pg_stat_wal_receiver)
                         and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                    else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0)
               end::float8 as behind_s`,
  )
  return row!
}
