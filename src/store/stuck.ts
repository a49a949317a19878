import { first, type Queryable, rows, run, sql } from '../adapters/sql.ts'

/** A row that was tried this often without an end kills whoever touches it. */
const MAX_TRIES = 10

/** Counts a try of rows in `stage` before it begins: what dies on the way has still been counted. */
export async function countTry(db: Queryable, ids: readonly number[], stage: string): Promise<void> {
  await run(
    db,
    sql`update articles set ring_count = ring_count + 1 where id = any(${ids}::bigint[]) and stage = ${stage}`,
  )
}

/**
 * Rows that stand in `stage` for longer than `graceS` although they may move: to be rung for again, and then left
 * alone for `seconds`, twice as long after each try that came to nothing. A ring that nobody answers is no try: a
 * backlog without workers is not poison.
 */
export async function leftBehind(
  db: Queryable,
  stage: string,
  seconds: number,
  graceS: number,
  limit: number,
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    sql`update articles set next_attempt_at = now() + make_interval(secs => ${seconds} * least(power(2, ring_count), 16))
        where id in (
          select id from articles
          where stage = ${stage} and next_attempt_at < now() - case when ring_count = 0 then make_interval(secs => ${graceS}) else '0' end
          order by next_attempt_at limit ${limit} for update skip locked)
        returning id`,
  )
  return found.map((row) => row.id)
}

/** Rows that were tried ten times and never moved: dead letters with the reason `poison`, counted as every outcome is. */
export async function giveUpStuck(db: Queryable, stage: string, stageName: string): Promise<number> {
  const row = await first<{ n: number }>(
    db,
    sql`with stuck as (
          update articles a set stage = case when version > 0 then 'clustered' else 'failed' end,
            reason = case when version > 0 then null else 'poison' end, ring_count = 0, updated_at = now()
          where stage = ${stage} and ring_count >= ${MAX_TRIES} and next_attempt_at < now()
            and not exists (select 1 from hosts h where h.host = a.host and h.leased_until > now() and ${stage} = 'discovered')
          returning outlet_id),
        counted as (
          insert into outcomes (day, stage, outcome, reason, outlet_id, count)
          select current_date, ${stageName}, 'failed', 'poison', coalesce(outlet_id, 0), count(*) from stuck group by outlet_id
          on conflict (day, stage, outcome, reason, outlet_id) do update set count = outcomes.count + excluded.count)
        select count(*) as n from stuck`,
  )
  return row?.n ?? 0
}
