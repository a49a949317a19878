import type { Pool } from 'pg'
import { transaction } from '../../adapters/postgres/db.ts'
import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import { dropOrFail } from '../articles/transitions.ts'
import { countOutcomes } from './outcomes.ts'

/** A row that was tried this often without a result kills every worker that processes it. */
const MAX_TRIES = 10

/** Counts a try of rows in `stage` before it begins, so that a try whose worker dies has been counted. */
export async function countTry(db: Queryable, ids: readonly number[], stage: string): Promise<void> {
  await run(
    db,
    sql`update articles set try_count = try_count + 1 where id = any(${ids}::bigint[]) and stage = ${stage}`,
  )
}

/** Subtracts a counted try again: it failed with an error that the worker survived. */
export async function uncountTry(db: Queryable, ids: readonly number[], stage: string): Promise<void> {
  await run(
    db,
    sql`update articles set try_count = greatest(try_count - 1, 0)
        where id = any(${ids}::bigint[])
          and (stage = ${stage} or (${stage} = 'discovered' and stage = 'clustered' and refetch_at is not null))`,
  )
}

/** When two workers have died over a row it waits for a second, then twice as long each time, up to this. */
const LONGEST_PAUSE_S = 8

/**
 * Counts a try for each row of jobs whose worker died, unless the worker had counted it already (`counted`). The more tries a
 * row has, the longer it waits for the next one.
 */
export async function setBack(
  db: Queryable,
  stage: string,
  ids: readonly number[],
  counted: boolean,
): Promise<void> {
  await run(
    db,
    sql`update articles a set try_count = t.tries, next_attempt_at = case when t.tries < 2 then a.next_attempt_at else
          greatest(a.next_attempt_at, now() + make_interval(
            secs => least(power(2, t.tries - 2), ${LONGEST_PAUSE_S}) * (0.75 + random() / 2))) end
        from (select id, try_count + ${counted ? 0 : 1} as tries from articles
              where id = any(${ids}::bigint[]) and stage = ${stage} order by id for update) t
        where a.id = t.id`,
  )
}

export interface LeftBehind extends Pick<TableRow<'articles'>, 'id'> {
  /** How often it was tried without a result. */
  readonly tries: TableRow<'articles'>['try_count']
}

/**
 * Rows of `stage` that have been due for `graceS` and are in no job (`inJobs`): their jobs were lost, and they are to be
 * enqueued again. Of rows over which two workers have died, only one is given at a time, and none while another of them is in
 * a job. So the row that kills workers is tried alone, and the other rows of its batch succeed.
 */
export function leftBehind(
  db: Queryable,
  stage: string,
  graceS: number,
  inJobs: readonly number[],
  limit: number,
): Promise<LeftBehind[]> {
  return rows<LeftBehind>(
    db,
    sql`with due as (
          select id, try_count as tries, next_attempt_at,
                 try_count >= ${SUSPECT_TRIES} as suspect
          from articles
          where stage = ${stage} and next_attempt_at < now() - make_interval(secs => ${graceS})
            and id <> all(${inJobs}::bigint[])
          order by next_attempt_at limit ${limit})
        select id, tries from due where not suspect
        union all
        (select id, tries from due
         where suspect and not exists (select 1 from articles where id = any(${inJobs}::bigint[]) and stage = ${stage}
                                         and try_count >= ${SUSPECT_TRIES})
         order by next_attempt_at limit 1)`,
  )
}
const SUSPECT_TRIES = 2

/**
 * Rows that were tried ten times without a change of stage, and that no worker processes (`inWork`): they become dead letters
 * with the reason `poison`, counted like every outcome. An article that has a text keeps it; a page that kills every worker
 * that fetches it again is not fetched any more.
 */
export function giveUpStuck(
  db: Pool,
  stage: string,
  stageName: string,
  inWork: readonly number[],
): Promise<number> {
  return transaction(db, async (tx) => {
    const stuck = await rows<Pick<TableRow<'articles'>, 'id' | 'stage' | 'outlet_id'>>(
      tx,
      sql`select id, stage, outlet_id from articles a
          where try_count >= ${MAX_TRIES} and id <> all(${inWork}::bigint[])
            and ((stage = ${stage} and next_attempt_at < now())
                 or (${stage} = 'discovered' and stage = 'clustered' and refetch_at <= now()))
            and not exists (select 1 from hosts h where h.host = a.host and h.leased_until > now() and ${stage} = 'discovered')
          order by id for update skip locked`,
    )
    for (const article of stuck) {
      if (article.stage === 'clustered')
        await run(tx, sql`update articles set refetch_at = null, try_count = 0 where id = ${article.id}`)
      else await dropOrFail(tx, article.id, 'failed', 'poison')
    }
    await countOutcomes(
      tx,
      stuck.map(({ outlet_id }) => ({
        stage: stageName,
        outcome: 'failed' as const,
        reason: 'poison',
        outletId: outlet_id,
        ms: 0,
      })),
    )
    return stuck.length
  })
}
