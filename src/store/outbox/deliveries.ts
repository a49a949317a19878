import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** The events for which no notification was sent yet; one NOTIFY on `newsloom_events` says that there are some. */
export async function notifyListeners(db: Queryable, limit: number): Promise<number[]> {
  const found = await rows<Pick<TableRow<'outbox'>, 'id'>>(
    db,
    sql`select id from outbox where delivered_at is null order by id limit ${limit}`,
  )
  if (found.length) await run(db, sql`select pg_notify('newsloom_events', ${String(found.at(-1)!.id)})`)
  return found.map((row) => row.id)
}

export async function markDelivered(db: Queryable, ids: readonly number[]): Promise<void> {
  await run(
    db,
    sql`update outbox set delivered_at = now() where id = any(${ids}::bigint[]) and delivered_at is null`,
  )
}
