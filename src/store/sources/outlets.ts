import { first, type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { OutletFacts } from '../../core/record/record.ts'
import type { TableRow } from '../../schema/rows.ts'

export type OutletRow = OutletFacts & Pick<TableRow<'outlets'>, 'id'>

export type NewOutlet = Pick<OutletFacts, 'slug' | 'name'> & Partial<OutletFacts>

/** Adds an outlet, or updates the facts of a known one. @returns its id */
export async function upsertOutlet(db: Queryable, outlet: NewOutlet): Promise<number> {
  const row = await first<Pick<TableRow<'outlets'>, 'id'>>(
    db,
    sql`insert into outlets (slug, name, domain, country, language, timezone, mastheads, extract_rules)
        values (${outlet.slug}, ${outlet.name}, ${outlet.domain ?? null}, ${outlet.country ?? null},
                ${outlet.language ?? null}, ${outlet.timezone ?? null}, ${outlet.mastheads ?? []}::text[],
                ${outlet.extract_rules ? JSON.stringify(outlet.extract_rules) : null}::jsonb)
        on conflict (slug) do update set
          name = excluded.name,
          domain = coalesce(excluded.domain, outlets.domain),
          country = coalesce(excluded.country, outlets.country),
          language = coalesce(excluded.language, outlets.language),
          timezone = coalesce(excluded.timezone, outlets.timezone),
          mastheads = case when excluded.mastheads = '{}' then outlets.mastheads else excluded.mastheads end,
          extract_rules = coalesce(excluded.extract_rules, outlets.extract_rules)
        returning id`,
  )
  return row!.id
}

/** Outlets that a text dump can name by its masthead. */
export function outletsWithMasthead(db: Queryable): Promise<OutletRow[]> {
  return rows<OutletRow>(
    db,
    sql`select id, slug, name, domain, country, language, timezone, mastheads, extract_rules
        from outlets where mastheads <> '{}'`,
  )
}

export function outletsById(db: Queryable, ids: readonly number[]): Promise<OutletRow[]> {
  return rows<OutletRow>(
    db,
    sql`select id, slug, name, domain, country, language, timezone, mastheads, extract_rules
        from outlets where id = any(${ids}::bigint[])`,
  )
}
