import type { Pool } from 'pg'
import { type Queryable, rows, sql } from '../adapters/sql.ts'
import type { ExtractRules } from '../core/record.ts'

/** Drizzle and the tables, on demand. */
const registry = () => import('../adapters/schema.ts')

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
  readonly moved_to_url: string | null
  readonly created_at: Date
}

export function listFeeds(db: Queryable, outletSlug: string | null = null): Promise<FeedLine[]> {
  return rows<FeedLine & Record<string, unknown>>(
    db,
    sql`select f.id as feed_id, o.slug as outlet, f.kind, f.url, f.title, f.active, f.next_poll_at, f.poll_interval_s,
               f.poll_interval_reason, f.last_polled_at, f.last_new_entry_at, f.last_error_code, f.failure_score,
               f.moved_to_url, f.created_at
        from feeds f left join outlets o on o.id = f.outlet_id
        where ${outletSlug}::text is null or o.slug = ${outletSlug}
        order by f.id`,
  )
}

export interface OutletFile extends Omit<OutletLine, 'feeds' | 'articles'> {
  readonly mastheads: readonly string[]
  readonly extract_rules: ExtractRules | null
  readonly created_at: Date
  readonly feeds: readonly FeedLine[]
}

/** One outlet with its feeds. */
export async function readOutlet(db: Pool, slug: string): Promise<OutletFile | undefined> {
  const { eq, orm, outlets } = await registry()
  const [outlet] = await orm(db).select().from(outlets).where(eq(outlets.slug, slug))
  if (!outlet) return undefined
  const { id: _, extractRules, createdAt, ...facts } = outlet
  return { ...facts, extract_rules: extractRules, created_at: createdAt, feeds: await listFeeds(db, slug) }
}

/** Pauses or resumes feeds; gives how many there were of those ids. */
export async function setFeedsActive(db: Pool, ids: readonly number[], active: boolean): Promise<number> {
  const change = active ? { active, nextPollAt: new Date() } : { active }
  const { feeds, inArray, orm } = await registry()
  const changed = await orm(db)
    .update(feeds)
    .set(change)
    .where(inArray(feeds.id, [...ids]))
  return changed.rowCount ?? 0
}

/** Makes feeds due now; gives how many there were of those ids. */
export async function makeFeedsDue(db: Pool, ids: readonly number[]): Promise<number> {
  const { feeds, inArray, orm } = await registry()
  const changed = await orm(db)
    .update(feeds)
    .set({ nextPollAt: new Date(), leasedUntil: null })
    .where(inArray(feeds.id, [...ids]))
  return changed.rowCount ?? 0
}

export async function makeAllFeedsDue(db: Pool): Promise<void> {
  const { eq, feeds, orm } = await registry()
  await orm(db).update(feeds).set({ nextPollAt: new Date(), leasedUntil: null }).where(eq(feeds.active, true))
}
