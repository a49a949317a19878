import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** What these outlets repeat, by outlet. */
export async function loadOutletShingles(
  db: Queryable,
  outletIds: readonly number[],
): Promise<Map<number, Set<number>>> {
  if (!outletIds.length) return new Map()
  const found = await rows<Pick<TableRow<'outletShingles'>, 'outlet_id'> & { readonly shingles: number[] }>(
    db,
    sql`select outlet_id, array_agg(shingle) as shingles from outlet_shingles
        where outlet_id = any(${outletIds}::bigint[]) group by outlet_id`,
  )
  return new Map(found.map((row) => [row.outlet_id, new Set(row.shingles)]))
}

export interface RepeatedShingle {
  readonly outletId: number
  readonly shingle: number
  readonly articles: number
}

/** A shingle that an outlet no longer repeats counts again: otherwise the table grows with every old template. */
export function forgetOldShingles(db: Queryable, before: Date): Promise<number> {
  return run(
    db,
    sql`delete from outlet_shingles where last_seen_on < ${before.toISOString().slice(0, 10)}::date`,
  )
}

/** Records what was seen repeated; the highest count stays. */
export async function saveOutletShingles(db: Queryable, seen: readonly RepeatedShingle[]): Promise<void> {
  if (!seen.length) return
  await run(
    db,
    sql`insert into outlet_shingles (outlet_id, shingle, article_count)
        select outlet_id, shingle, max(articles)
        from unnest(${seen.map((s) => s.outletId)}::bigint[], ${seen.map((s) => s.shingle)}::int[],
                    ${seen.map((s) => s.articles)}::smallint[]) as s (outlet_id, shingle, articles)
        group by 1, 2 order by 1, 2
        on conflict (outlet_id, shingle) do update
          set article_count = greatest(outlet_shingles.article_count, excluded.article_count),
              last_seen_on = current_date
          where outlet_shingles.article_count < excluded.article_count
             or outlet_shingles.last_seen_on < current_date - 7`,
  )
}
