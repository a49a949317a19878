import { type Queryable, rows, run, sql } from '../adapters/sql.ts'

/** A row that was rung for this often without moving kills whoever touches it. */
const MAX_RINGS = 10

/**
 * Rows that stand in `stage` for longer than `seconds` although they may move. Each is marked as rung for once more,
 * and left alone for twice as long each time.
 */
export async function leftBehind(
  db: Queryable,
  stage: string,
  seconds: number,
  limit: number,
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    sql`update articles set ring_count = ring_count + 1,
          next_attempt_at = now() + make_interval(secs => ${seconds} * least(power(2, ring_count), 16))
        where id in (
          select id from articles
          where stage = ${stage} and next_attempt_at < now() - case when ring_count = 0 then make_interval(secs => ${seconds}) else '0' end
          order by next_attempt_at limit ${limit} for update skip locked)
        returning id`,
  )
  return found.map((row) => row.id)
}

/** Rows that were rung for ten times and never moved: dead letters with the reason `poison`. */
export function giveUpStuck(db: Queryable, stage: string): Promise<number> {
  return run(
    db,
    sql`update articles set stage = case when version > 0 then 'clustered' else 'failed' end,
          reason = case when version > 0 then null else 'poison' end, updated_at = now()
        where stage = ${stage} and ring_count >= ${MAX_RINGS} and next_attempt_at < now()`,
  )
}
