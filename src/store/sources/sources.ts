import type { Pool } from 'pg'
import { type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** Drizzle and the tables, loaded when a statement needs them. */
async function registry() {
  const [{ eq, inArray, orm }, { feeds, outlets }] = await Promise.all([
    import('../../adapters/postgres/orm.ts'),
    import('../../schema/tables/sources.ts'),
  ])
  return { eq, inArray, orm, feeds, outlets }
}

type OutletFacts = Pick<TableRow<'outlets'>, 'slug' | 'name' | 'domain' | 'country' | 'language' | 'timezone'>

export interface OutletLine extends OutletFacts {
  readonly feeds: number
  readonly articles: number
}

export function listOutlets(db: Queryable): Promise<OutletLine[]> {
  return rows<OutletLine>(
    db,
    sql`select o.slug, o.name, o.domain, o.country, o.language, o.timezone,
               (select count(*) from feeds f where f.outlet_id = o.id) as feeds,
               (select count(*) from articles a where a.outlet_id = o.id) as articles
        from outlets o order by o.slug`,
  )
}

export interface FeedLine
  extends Pick<
    TableRow<'feeds'>,
    | 'kind'
    | 'url'
    | 'title'
    | 'active'
    | 'next_poll_at'
    | 'poll_interval_s'
    | 'poll_interval_reason'
    | 'last_polled_at'
    | 'last_new_entry_at'
    | 'last_error_code'
    | 'failure_score'
    | 'moved_to_url'
    | 'left_out'
    | 'created_at'
  > {
  readonly feed_id: number
  /** Its outlet's slug. */
  readonly outlet: string | null
}

export function listFeeds(db: Queryable, outletSlug: string | null = null): Promise<FeedLine[]> {
  return rows<FeedLine>(
    db,
    sql`select f.id as feed_id, o.slug as outlet, f.kind, f.url, f.title, f.active, f.next_poll_at, f.poll_interval_s,
               f.poll_interval_reason, f.last_polled_at, f.last_new_entry_at, f.last_error_code, f.failure_score,
               f.moved_to_url, f.left_out, f.created_at
        from feeds f left join outlets o on o.id = f.outlet_id
        where ${outletSlug}::text is null or o.slug = ${outletSlug}
        order by f.id`,
  )
}

export interface OutletFile extends Omit<TableRow<'outlets'>, 'id'> {
  readonly feeds: readonly FeedLine[]
}

/** One outlet with its feeds. */
export async function readOutlet(db: Pool, slug: string): Promise<OutletFile | undefined> {
  const { eq, orm, outlets } = await registry()
  const [outlet] = await orm(db).select().from(outlets).where(eq(outlets.slug, slug))
  if (!outlet) return undefined
  const { id: _, ...facts } = outlet
  return { ...facts, feeds: await listFeeds(db, slug) }
}

/** Pauses or resumes feeds. @returns how many of those ids exist */
export async function setFeedsActive(db: Pool, ids: readonly number[], active: boolean): Promise<number> {
  const change = active ? { active, next_poll_at: new Date() } : { active }
  const { feeds, inArray, orm } = await registry()
  const changed = await orm(db)
    .update(feeds)
    .set(change)
    .where(inArray(feeds.id, [...ids]))
  return changed.rowCount ?? 0
}

/** Makes feeds due now. @returns how many of those ids exist */
export async function makeFeedsDue(db: Pool, ids: readonly number[]): Promise<number> {
  const { feeds, inArray, orm } = await registry()
  const changed = await orm(db)
    .update(feeds)
    .set({ next_poll_at: new Date(), leased_until: null })
    .where(inArray(feeds.id, [...ids]))
  return changed.rowCount ?? 0
}

export async function makeAllFeedsDue(db: Pool): Promise<void> {
  const { eq, feeds, orm } = await registry()
  await orm(db)
    .update(feeds)
    .set({ next_poll_at: new Date(), leased_until: null })
    .where(eq(feeds.active, true))
}
