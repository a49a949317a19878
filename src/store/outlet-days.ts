import { first, type Queryable, sql } from '../adapters/sql.ts'

/** Recounts the days of outlets that have changed; gives how many changes it worked off. */
export async function refreshOutletDays(db: Queryable, most: number): Promise<number> {
  const row = await first<{ done: number }>(db, sql`select refresh_outlet_days(${most}::int) as done`)
  return row?.done ?? 0
}
