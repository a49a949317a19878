import { run, sql, type Tx } from '../../adapters/postgres/sql.ts'

export interface CountedOutcome {
  readonly stage: string
  readonly outcome: 'done' | 'dropped' | 'parked' | 'failed' | 'noop'
  readonly reason: string
  readonly outletId: number | null
  readonly ms: number
}

/** Adds to the day's counts, in the transaction of the counted change. A fixed order of rows prevents deadlocks. */
export async function countOutcomes(tx: Tx, counted: readonly CountedOutcome[]): Promise<void> {
  if (!counted.length) return
  await run(
    tx,
    sql`insert into outcomes (day, stage, outcome, reason, outlet_id, count, total_ms)
        select current_date, stage, outcome, reason, coalesce(outlet_id, 0), count(*), round(sum(ms))
        from unnest(${counted.map((c) => c.stage)}::text[], ${counted.map((c) => c.outcome)}::text[],
                    ${counted.map((c) => c.reason)}::text[], ${counted.map((c) => c.outletId)}::bigint[],
                    ${counted.map((c) => c.ms)}::float8[]) as c (stage, outcome, reason, outlet_id, ms)
        group by stage, outcome, reason, outlet_id
        order by stage, outcome, reason, outlet_id
        on conflict (day, stage, outcome, reason, outlet_id)
        do update set count = outcomes.count + excluded.count, total_ms = outcomes.total_ms + excluded.total_ms, last_at = now()`,
  )
}
