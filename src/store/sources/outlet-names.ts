import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import { registrableDomain } from '../../core/fetching/url.ts'
import { isMadeSlug, nameKey, numberedSlug, slugOf } from '../../core/record/outlet-name.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'

/**
 * The outlets that `names` mean: a name is a slug as it is written, or any name the outlet is known by, whatever its
 * case, blanks and punctuation.
 *
 * @returns name → outlet id, without the names that no outlet has
 */
export async function findOutlets(db: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  const distinct = [...new Set(names)]
  const found = new Map<string, number>()
  if (!distinct.length) return found
  const bySlug = await rows<Pick<TableRow<'outlets'>, 'id' | 'slug'>>(
    db,
    sql`select id, slug from outlets where slug = any(${distinct}::text[])`,
  )
  for (const { id, slug } of bySlug) found.set(slug, id)
  await addByKey(db, distinct, found)
  if (found.size < distinct.length && (await rememberNames(db))) await addByKey(db, distinct, found)
  return found
}

async function addByKey(db: Queryable, names: readonly string[], found: Map<string, number>): Promise<void> {
  const keys = new Map(names.filter((name) => !found.has(name)).map((name) => [name, nameKey(name)]))
  if (!keys.size) return
  const known = await rows<Pick<TableRow<'outletNames'>, 'name_key' | 'outlet_id'>>(
    db,
    sql`select name_key, outlet_id from outlet_names where name_key = any(${[...keys.values()]}::text[])`,
  )
  const byKey = new Map(known.map((row) => [row.name_key, row.outlet_id]))
  for (const [name, key] of keys) if (byKey.has(key)) found.set(name, byKey.get(key)!)
}

/**
 * The outlets of `names` (slugs or names), made where there is none. Safe when many processes ask at once.
 *
 * @returns name → outlet id
 */
export async function outletsByName(db: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  const distinct = [...new Set(names)]
  const found = await findOutlets(db, distinct)
  for (;;) {
    // of names that are one outlet only the first is made
    const missing = new Map(
      distinct.filter((name) => !found.has(name)).map((name) => [nameKey(name), name] as const),
    )
    if (!missing.size) return found
    await makeOutlets(db, [...missing.values()])
    await addByKey(db, distinct, found)
  }
}

/**
 * Makes outlets of names that are all different. Some may fail where another process does the same: ask again. An outlet and
 * its name are stored by one statement. Between two statements another process could name the outlet (rememberNames), and
 * this one would treat it as a duplicate and delete an outlet that the other already uses.
 */
async function makeOutlets(db: Queryable, names: readonly string[]): Promise<void> {
  const slugs = await freeSlugs(db, names)
  const late = await rows<Pick<TableRow<'outlets'>, 'id'>>(
    db,
    sql`with given as (
          select * from unnest(${slugs}::text[], ${names}::text[], ${names.map(domainOf)}::text[], ${names.map(nameKey)}::text[])
            as g (slug, name, domain, name_key)
        ), made as (
          insert into outlets (slug, name, domain)
          select slug, name, domain from given order by slug on conflict (slug) do nothing returning id, slug
        ), named as (
          insert into outlet_names (name_key, name, outlet_id)
          select name_key, name, id from made join given using (slug)
          order by name_key on conflict (name_key) do nothing returning outlet_id
        )
        select id from made where id not in (select outlet_id from named)`,
  )
  // Another process made an outlet of the same name, with another slug, a moment before.
  if (late.length)
    await run(db, sql`delete from outlets where id = any(${late.map(({ id }) => id)}::bigint[])`)
}

/** How many slugs are tried at once where the plain one is taken. */
const NUMBERS_AT_ONCE = 20

/** A slug for each name that neither an outlet nor another of these names has. */
async function freeSlugs(db: Queryable, names: readonly string[]): Promise<string[]> {
  const slugs: string[] = []
  const taken = await takenSlugs(db, names.map(slugOf))
  for (const base of names.map(slugOf)) {
    let slug = base
    for (let number = 2; taken.has(slug); number++) {
      if (number % NUMBERS_AT_ONCE === 2) {
        const next = Array.from({ length: NUMBERS_AT_ONCE }, (_, i) => numberedSlug(base, number + i))
        for (const known of await takenSlugs(db, next)) taken.add(known)
      }
      slug = numberedSlug(base, number)
    }
    taken.add(slug)
    slugs.push(slug)
  }
  return slugs
}

async function takenSlugs(db: Queryable, slugs: readonly string[]): Promise<Set<string>> {
  const found = await rows<Pick<TableRow<'outlets'>, 'slug'>>(
    db,
    sql`select slug from outlets where slug = any(${slugs}::text[])`,
  )
  return new Set(found.map(({ slug }) => slug))
}

function domainOf(name: string): string | null {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? registrableDomain(name) : null
}

/** Stores names of outlets, unless another outlet has them. */
async function insertNames(
  db: Queryable,
  pairs: readonly { readonly id: number; readonly name: string }[],
): Promise<void> {
  await run(
    db,
    sql`insert into outlet_names (name_key, name, outlet_id)
        select * from unnest(${pairs.map(({ name }) => nameKey(name))}::text[], ${pairs.map(({ name }) => name)}::text[],
          ${pairs.map(({ id }) => id)}::bigint[]) as n (name_key, name, outlet_id)
        order by 1 on conflict (name_key) do nothing`,
  )
}

/**
 * Stores the names of outlets that came without (from the registry, by hand, before a migration), and the slugs that
 * people chose. @returns whether there were any
 */
export async function rememberNames(db: Queryable): Promise<boolean> {
  const unnamed = await rows<
    Pick<TableRow<'outlets'>, 'id' | 'slug'> & Pick<TableRow<'outletNames'>, 'name'>
  >(
    db,
    sql`select id, slug, name from outlets o
        where not exists (select from outlet_names n where n.outlet_id = o.id and n.name = o.name) order by id`,
  )
  if (!unnamed.length) return false
  // Names before slugs: an outlet's name counts more than another outlet's slug.
  await insertNames(db, unnamed)
  const chosen = unnamed.filter(({ slug, name }) => !isMadeSlug(slug, name))
  await insertNames(
    db,
    chosen.map(({ id, slug }) => ({ id, name: slug })),
  )
  return true
}

/** The outlets of registrable domains, made where there is none. @returns domain → outlet id */
export async function outletsByDomain(
  db: Queryable,
  domains: readonly string[],
): Promise<Map<string, number>> {
  const distinct = [...new Set(domains)]
  const found = await findDomains(db, distinct)
  const missing = () => distinct.filter((domain) => !found.has(domain))
  if (!missing().length) return found
  const named = await outletsByName(db, missing())
  await run(
    db,
    sql`update outlets o set domain = d.domain
        from (select distinct on (id) id, domain
              from unnest(${[...named.values()]}::bigint[], ${[...named.keys()]}::text[]) as n (id, domain)) d
        where o.id = d.id and o.domain is null`,
  )
  for (;;) {
    for (const [domain, id] of await findDomains(db, missing())) found.set(domain, id)
    if (!missing().length) return found
    // Two domains may read alike as names (a-b.example, ab.example): only the first is known by that name.
    await insertUnnamed(db, missing())
  }
}

async function insertUnnamed(db: Queryable, domains: readonly string[]): Promise<void> {
  await run(
    db,
    sql`insert into outlets (slug, name, domain)
        select slug, domain, domain from unnest(${await freeSlugs(db, domains)}::text[], ${domains}::text[]) as n (slug, domain)
        order by slug on conflict (slug) do nothing`,
  )
}

async function findDomains(db: Queryable, domains: readonly string[]): Promise<Map<string, number>> {
  if (!domains.length) return new Map()
  const known = await rows<NotNull<Pick<TableRow<'outlets'>, 'id' | 'domain'>, 'domain'>>(
    db,
    sql`select distinct on (domain) id, domain from outlets where domain = any(${domains}::text[]) order by domain, id`,
  )
  return new Map(known.map((row) => [row.domain, row.id]))
}
