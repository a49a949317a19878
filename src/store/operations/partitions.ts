import { setTimeout as sleep } from 'node:timers/promises'
import { first, type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'

const TRIES = 5
const PAUSE_MS = 2_000
const LOCK_NOT_AVAILABLE = '55P03'

/** Makes the weekly partitions from the week of `now` on. @returns how many were new */
export async function ensurePartitions(db: Queryable, now: Date, weeks: number): Promise<number> {
  const row = await betweenReaders(() =>
    first<{ made: number }>(
      db,
      sql`select ensure_partitions(${now.toISOString().slice(0, 10)}::date, ${weeks}::int) as made`,
    ),
  )
  return row?.made ?? 0
}

/** Drops the partitions of `parent` whose rows are all older than `before`. It touches no row: the size does not matter. */
export async function dropOldPartitions(db: Queryable, parent: string, before: Date): Promise<string[]> {
  const old = await betweenReaders(() =>
    rows<{ name: string }>(db, sql`select drop_old_partitions(${parent}::regclass, ${before}) as name`),
  )
  return (old ?? []).map((row) => row.name)
}

/** When the newest of the partitions ends that `dropOldPartitions` would drop; null where there is none. */
export async function endOfOldPartitions(db: Queryable, parent: string, before: Date): Promise<Date | null> {
  const row = await first<{ end: Date | null }>(
    db,
    sql`select max(e."end") as "end"
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        cross join lateral (
          select (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO [(]''([^'']+)'''))[1]::timestamptz as "end") e
        where i.inhparent = ${parent}::regclass
          and e."end" < least(${before}::timestamptz, now() - interval '1 day')`,
  )
  return row?.end ?? null
}

/**
 * Partitions change only while nobody reads their table. If the change does not get its lock within 0.4 s, it lets the
 * workers continue and tries again. @returns undefined when that never succeeded, because the next hour tries again
 */
async function betweenReaders<T>(work: () => Promise<T>): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error
      if (attempt === TRIES) return undefined
      await sleep(PAUSE_MS)
    }
}

export function forgetOldEvents(db: Queryable, before: Date): Promise<number> {
  return run(db, sql`delete from outbox where created_at < ${before} and delivered_at is not null`)
}

/** A block that was in one article only, and not again for a month, is not boilerplate. */
export function forgetRareBlocks(db: Queryable, before: Date): Promise<number> {
  return run(
    db,
    sql`delete from outlet_blocks where article_count < 2 and last_seen_on < ${before.toISOString().slice(0, 10)}::date`,
  )
}
