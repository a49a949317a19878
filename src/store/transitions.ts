import { rows, run, sql, type Tx } from '../adapters/sql.ts'

/**
 * Locks those of `ids` that are still in `stage`, in the order of their ids (so that two workers never wait for each
 * other crosswise). Who comes second finds the article moved on and gets nothing.
 */
export async function lockInStage(tx: Tx, stage: string, ids: readonly number[]): Promise<Set<number>> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select id from articles where id = any(${ids}::bigint[]) and stage = ${stage} order by id for update`,
  )
  return new Set(found.map((row) => row.id))
}

/** The row waits: the scheduler rings for it again after `until`. */
export async function park(tx: Tx, id: number, reason: string, until: Date): Promise<void> {
  await run(
    tx,
    sql`update articles set reason = ${reason}, next_attempt_at = ${until}, parked_count = parked_count + 1,
          ring_count = 0, updated_at = now()
        where id = ${id}`,
  )
}

/**
 * The article's end: dropped or failed, with the reason. An article that already stands in a story stays as it was: a page
 * that answers 404 today takes nothing away from what was read yesterday.
 */
export async function dropOrFail(
  tx: Tx,
  id: number,
  fate: 'dropped' | 'failed',
  reason: string,
): Promise<void> {
  await run(
    tx,
    sql`update articles set stage = case when story_id is null then ${fate} else 'clustered' end,
          reason = case when story_id is null then ${reason} end, refetch_at = null, ring_count = 0, updated_at = now()
        where id = ${id}`,
  )
}
