import { type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/**
 * Of the processes that signed a host's lease and of `signed`, those that have ended: each process holds an advisory lock as
 * long as it runs (runtime/presence.ts).
 */
export async function goneProcesses(db: Queryable, signed: readonly number[]): Promise<number[]> {
  const found = await rows<{ readonly key: NonNullable<TableRow<'hosts'>['leased_by']> }>(
    db,
    sql`with signed as (
          select leased_by as key from hosts where leased_until > now() and leased_by is not null
          union select unnest(${signed}::bigint[]))
        select key from signed where not process_lives(key)`,
  )
  return found.map((row) => row.key)
}
