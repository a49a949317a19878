import { first, type Queryable, rows, run, sql } from '../adapters/sql.ts'

/** Makes the weekly partitions from the week of `now` on; gives how many were new. */
export async function ensurePartitions(db: Queryable, now: Date, weeks: number): Promise<number> {
  const row = await first<{ made: number }>(
    db,
    sql`select ensure_partitions(${now.toISOString().slice(0, 10)}::date, ${weeks}::int) as made`,
  )
  return row?.made ?? 0
}

/** Drops the partitions of `parent` whose every row is older than `before`. A drop touches no row: it costs the same for any size. */
export async function dropOldPartitions(db: Queryable, parent: string, before: Date): Promise<string[]> {
  const old = await rows<{ name: string }>(
    db,
    sql`select drop_old_partitions(${parent}::regclass, ${before}) as name`,
  )
  return old.map((row) => row.name)
}

export function forgetOldEvents(db: Queryable, before: Date): Promise<number> {
  return run(db, sql`delete from events where created_at < ${before} and delivered_at is not null`)
}

/** A block that stood in one article only and not again for a month is no boilerplate. */
export function forgetRareBlocks(db: Queryable, before: Date): Promise<number> {
  return run(
    db,
    sql`delete from outlet_blocks where article_count < 2 and last_seen_on < ${before.toISOString().slice(0, 10)}::date`,
  )
}
