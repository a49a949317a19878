import { type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { TableRow } from '../schema/rows.ts'

export interface Facets {
  readonly languages: readonly string[]
  readonly countries: readonly string[]
  readonly outlets: readonly { readonly slug: string; readonly name: string }[]
}

/** The values of the filters: those of outlets that have an article. */
export async function facetsOf(db: Queryable): Promise<Facets> {
  const outlets = await rows<Pick<TableRow<'outlets'>, 'slug' | 'name' | 'language' | 'country'>>(
    db,
    sql`select o.slug, o.name, o.language, o.country from outlets o
        where exists (select 1 from articles a where a.outlet_id = o.id) order by lower(o.name), o.slug`,
  )
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values.flatMap((value) => value ?? []))].sort()
  return {
    languages: distinct(outlets.map((outlet) => outlet.language?.split('-')[0]?.toLowerCase() ?? null)),
    countries: distinct(outlets.map((outlet) => outlet.country)),
    outlets: outlets.map(({ slug, name }) => ({ slug, name })),
  }
}
