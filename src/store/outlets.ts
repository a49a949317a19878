import { first, type Queryable, rows, sql } from '../adapters/sql.ts'
import type { ExtractRules, OutletFacts } from '../core/record.ts'
import { registrableDomain } from '../core/url.ts'

export interface OutletRow extends OutletFacts {
  readonly id: number
}

export interface NewOutlet {
  readonly slug: string
  readonly name: string
  readonly domain?: string | null
  readonly country?: string | null
  readonly language?: string | null
  readonly timezone?: string | null
  readonly mastheads?: readonly string[]
  readonly extract_rules?: ExtractRules | null
}

/** A slug of a name or a domain: lower case, dashes; never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
  // A name in a script without Latin letters still needs a slug of its own.
  return (
    slug ||
    `outlet-${[...name]
      .map((c) => c.codePointAt(0)!.toString(36))
      .join('')
      .slice(0, 60)}`
  )
}

/**
 * The outlets of `names` (slugs or names), made where there is none. Safe when many processes ask at once.
 *
 * @returns name → outlet id
 */
export async function outletsByName(db: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  const distinct = [...new Set(names)]
  if (!distinct.length) return new Map()
  const slugs = distinct.map(slugOf)
  await db.query({
    text: `insert into outlets (slug, name, domain)
           select distinct on (slug) slug, name, domain from unnest($1::text[], $2::text[], $3::text[]) as n (slug, name, domain)
           order by slug on conflict (slug) do nothing`,
    values: [
      slugs,
      distinct,
      distinct.map((name) => (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? registrableDomain(name) : null)),
    ],
  })
  const found = await rows<{ id: number; slug: string }>(
    db,
    sql`select id, slug from outlets where slug = any(${slugs}::text[])`,
  )
  const bySlug = new Map(found.map((row) => [row.slug, row.id]))
  return new Map(distinct.map((name) => [name, bySlug.get(slugOf(name))!]))
}

/** The outlets of registrable domains, made where there is none. @returns domain → outlet id */
export async function outletsByDomain(
  db: Queryable,
  domains: readonly string[],
): Promise<Map<string, number>> {
  const distinct = [...new Set(domains)]
  if (!distinct.length) return new Map()
  const find = () =>
    rows<{ id: number; domain: string }>(
      db,
      sql`select distinct on (domain) id, domain from outlets where domain = any(${distinct}::text[]) order by domain, id`,
    )
  const known = new Map((await find()).map((row) => [row.domain, row.id]))
  const missing = distinct.filter((domain) => !known.has(domain))
  if (missing.length) {
    await db.query({
      text: `insert into outlets (slug, name, domain)
             select slug, domain, domain from unnest($1::text[], $2::text[]) as n (slug, domain)
             order by slug on conflict (slug) do update set domain = coalesce(outlets.domain, excluded.domain)`,
      values: [missing.map(slugOf), missing],
    })
    for (const row of await find()) known.set(row.domain, row.id)
  }
  return known
}

/** Adds an outlet, or brings the facts of a known one up to date; gives its id. */
export async function upsertOutlet(db: Queryable, outlet: NewOutlet): Promise<number> {
  const row = await first<{ id: number }>(
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
