import { first, type Queryable, rows, run, sql } from '../adapters/sql.ts'

export interface OutletLine {
  readonly slug: string
  readonly name: string
  readonly domain: string | null
  readonly country: string | null
  readonly language: string | null
  readonly timezone: string | null
  readonly feeds: number
  readonly articles: number
}

export function listOutlets(db: Queryable): Promise<OutletLine[]> {
  return rows<OutletLine & Record<string, unknown>>(
    db,
    sql`select o.slug, o.name, o.domain, o.country, o.language, o.timezone,
               (select count(*) from feeds f where f.outlet_id = o.id) as feeds,
               (select count(*) from articles a where a.outlet_id = o.id) as articles
        from outlets o order by o.slug`,
  )
}

export interface FeedLine {
  readonly feed_id: number
  readonly outlet: string | null
  readonly kind: string
  readonly url: string
  readonly title: string | null
  readonly active: boolean
  readonly next_poll_at: Date
  readonly poll_interval_s: number
  readonly poll_interval_reason: string | null
  readonly last_polled_at: Date | null
  readonly last_new_entry_at: Date | null
  readonly last_error_code: string | null
  readonly failure_score: number
}

export function listFeeds(db: Queryable, outletSlug: string | null = null): Promise<FeedLine[]> {
  return rows<FeedLine & Record<string, unknown>>(
    db,
    sql`select f.id as feed_id, o.slug as outlet, f.kind, f.url, f.title, f.active, f.next_poll_at, f.poll_interval_s,
               f.poll_interval_reason, f.last_polled_at, f.last_new_entry_at, f.last_error_code, f.failure_score
        from feeds f left join outlets o on o.id = f.outlet_id
        where ${outletSlug}::text is null or o.slug = ${outletSlug}
        order by f.id`,
  )
}

export async function readOutlet(
  db: Queryable,
  slug: string,
): Promise<(Record<string, unknown> & { feeds: FeedLine[] }) | undefined> {
  const outlet = await first<Record<string, unknown>>(
    db,
    sql`select slug, name, domain, country, language, timezone, mastheads, extract_rules, created_at
        from outlets where slug = ${slug}`,
  )
  return outlet && { ...outlet, feeds: await listFeeds(db, slug) }
}

/** Pauses or resumes feeds; gives how many there were of those ids. */
export function setFeedsActive(db: Queryable, ids: readonly number[], active: boolean): Promise<number> {
  return run(
    db,
    sql`update feeds set active = ${active}, next_poll_at = case when ${active} then now() else next_poll_at end
        where id = any(${ids}::bigint[])`,
  )
}

/** Makes feeds due now; gives how many there were of those ids. */
export function makeFeedsDue(db: Queryable, ids: readonly number[]): Promise<number> {
  return run(
    db,
    sql`update feeds set next_poll_at = now(), leased_until = null where id = any(${ids}::bigint[])`,
  )
}
