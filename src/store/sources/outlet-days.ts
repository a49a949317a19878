import type { Pool } from 'pg'
import { transaction } from '../../adapters/postgres/db.ts'
import { first, run, sql } from '../../adapters/postgres/sql.ts'

/**
 * Recounts the days of outlets that have changed. One recount at a time: of two at once, the one that counted first could
 * store its older counts last. @returns how many changes it handled
 */
export function refreshOutletDays(db: Pool, most: number): Promise<number> {
  return transaction(db, async (tx) => {
    await run(tx, sql`select pg_advisory_xact_lock(hashtextextended('newsloom:outlet_days', 0))`)
    const row = await first<{ done: number }>(tx, sql`select refresh_outlet_days(${most}::int) as done`)
    return row?.done ?? 0
  })
}
