import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { ExtractRules } from '../../core/record/record.ts'
import type { TableRow } from '../../schema/rows.ts'
import { ensureHosts } from '../articles/articles.ts'
import { refreshStories } from '../stories/stories.ts'

/** What people correct in the registry of outlets and feeds. Articles stay, whatever is changed here. */

export interface FeedFacts extends Pick<TableRow<'feeds'>, 'url' | 'outlet_id' | 'active'> {
  readonly feed_id: TableRow<'feeds'>['id']
  /** Its outlet's slug. */
  readonly outlet: TableRow<'outlets'>['slug'] | null
}

/** A feed by its id or by the key of its address. */
export function findFeedBy(
  db: Queryable,
  by: { readonly id: number } | { readonly urlKey: string },
): Promise<FeedFacts | undefined> {
  const [id, key] = 'id' in by ? [by.id, null] : [null, by.urlKey]
  return first<FeedFacts>(
    db,
    sql`select f.id as feed_id, f.url, f.outlet_id, o.slug as outlet, f.active
        from feeds f left join outlets o on o.id = f.outlet_id where f.id = ${id} or f.url_key = ${key}`,
  )
}

export interface FeedChange {
  readonly outletId?: number
  readonly address?: { readonly url: string; readonly urlKey: string; readonly host: string }
  readonly lane?: 'live' | 'backfill'
  /** Seconds; null: the interval is computed from the feed's own publication rate again. */
  readonly intervalS?: number | null
}

/**
 * Changes a feed. A new address begins without the validators and failures of the old one, and is due now.
 *
 * @returns false where another feed has the address
 */
export async function changeFeed(tx: Tx, id: number, change: FeedChange): Promise<boolean> {
  const { outletId, address, lane, intervalS } = change
  if (address) {
    await ensureHosts(tx, [address.host])
    const moved = await run(
      tx,
      sql`update feeds set url = ${address.url}, url_key = ${address.urlKey}, host = ${address.host}, etag = null,
            last_modified = null, body_hash = null, failure_score = 0, last_error_code = null, moved_to_url = null,
            moved_since = null, moved_from_url = null, read_at = null, next_poll_at = now(), leased_until = null
          where id = ${id} and not exists (select from feeds where url_key = ${address.urlKey} and id <> ${id})`,
    )
    if (!moved) return false
  }
  if (outletId !== undefined) await run(tx, sql`update feeds set outlet_id = ${outletId} where id = ${id}`)
  if (lane) await run(tx, sql`update feeds set lane = ${lane} where id = ${id}`)
  if (intervalS !== undefined)
    await run(
      tx,
      sql`update feeds set set_interval_s = ${intervalS},
            poll_interval_s = coalesce(${intervalS}, poll_interval_s),
            next_poll_at = least(next_poll_at, now() + coalesce(${intervalS}, poll_interval_s) * interval '1 second')
          where id = ${id}`,
    )
  return true
}

/** Removes a feed with the list of its entries; their articles stay. */
export function removeFeed(tx: Tx, id: number): Promise<number> {
  return run(tx, sql`delete from feeds where id = ${id}`)
}

/** The feeds whose outlet is of one of these countries and languages; null means any. */
export async function feedsWhere(
  db: Queryable,
  where: { readonly countries: readonly string[] | null; readonly languages: readonly string[] | null },
): Promise<number[]> {
  const found = await rows<Pick<TableRow<'feeds'>, 'id'>>(
    db,
    sql`select f.id from feeds f left join outlets o on o.id = f.outlet_id
        where (${where.countries}::text[] is null or o.country = any(${where.countries}::text[]))
          and (${where.languages}::text[] is null
            or split_part(lower(o.language), '-', 1) = any(${where.languages}::text[]))
        order by f.id`,
  )
  return found.map((row) => row.id)
}

export interface OutletChange {
  readonly slug?: string
  readonly name?: string
  readonly domain?: string
  readonly country?: string
  readonly language?: string
  readonly timezone?: string
  readonly mastheads?: readonly string[]
}

/** Changes what is known of an outlet. @returns false where another outlet has the slug */
export async function changeOutlet(tx: Tx, id: number, change: OutletChange): Promise<boolean> {
  const { slug = null, name = null, domain = null, country = null, language = null, timezone = null } = change
  const changed = await run(
    tx,
    sql`update outlets set slug = coalesce(${slug}, slug), name = coalesce(${name}, name),
          domain = coalesce(${domain}, domain), country = coalesce(${country}, country),
          language = coalesce(${language}, language), timezone = coalesce(${timezone}, timezone),
          mastheads = coalesce(${change.mastheads ?? null}::text[], mastheads)
        where id = ${id} and not exists (select from outlets where slug = ${slug} and id <> ${id})`,
  )
  return changed > 0
}

/** Gives an outlet its own rules for extraction, or removes them. */
export async function setOutletRules(tx: Tx, id: number, rules: ExtractRules | null): Promise<void> {
  await run(
    tx,
    sql`update outlets set extract_rules = ${rules ? JSON.stringify(rules) : null}::jsonb where id = ${id}`,
  )
}

/**
 * Makes one outlet of two: articles, feeds, names and counts of `from` go to `into`, facts that `into` lacks are taken from
 * `from`, and `from` is deleted.
 *
 * @returns how many articles and feeds moved
 */
export async function mergeOutlets(
  tx: Tx,
  from: number,
  into: number,
): Promise<{ readonly articles: number; readonly feeds: number }> {
  await run(tx, sql`select from outlets where id in (${from}, ${into}) order by id for update`)
  await run(
    tx,
    sql`update outlets o set domain = coalesce(o.domain, f.domain), country = coalesce(o.country, f.country),
          language = coalesce(o.language, f.language), timezone = coalesce(o.timezone, f.timezone),
          extract_rules = coalesce(o.extract_rules, f.extract_rules),
          mastheads = array(select distinct m from unnest(o.mastheads || f.mastheads) as m order by m)
        from outlets f where o.id = ${into} and f.id = ${from}`,
  )
  const stories = await rows<{ readonly id: NonNullable<TableRow<'articles'>['story_id']> }>(
    tx,
    sql`select distinct story_id as id from articles where outlet_id = ${from} and story_id is not null order by 1`,
  )
  // Triggers update the data that is derived from the articles.
  const articles = await run(
    tx,
    sql`update articles set outlet_id = ${into}, updated_at = now() where outlet_id = ${from}`,
  )
  const feeds = await run(tx, sql`update feeds set outlet_id = ${into} where outlet_id = ${from}`)
  await run(tx, sql`update outlet_names set outlet_id = ${into} where outlet_id = ${from}`)
  await moveCounts(tx, from, into)
  await refreshStories(
    tx,
    stories.map((story) => story.id),
  )
  await run(tx, sql`delete from outlets where id = ${from}`)
  return { articles, feeds }
}

/** What was counted and learned for one outlet, added to that of another. */
async function moveCounts(tx: Tx, from: number, into: number): Promise<void> {
  await run(
    tx,
    sql`insert into outlet_blocks (outlet_id, block_hash, article_count, first_article_id, last_seen_on)
        select ${into}::bigint, block_hash, article_count, first_article_id, last_seen_on from outlet_blocks
        where outlet_id = ${from} order by block_hash
        on conflict (outlet_id, block_hash) do update set
          article_count = outlet_blocks.article_count + excluded.article_count,
          last_seen_on = greatest(outlet_blocks.last_seen_on, excluded.last_seen_on)`,
  )
  await run(
    tx,
    sql`insert into outlet_shingles (outlet_id, shingle, article_count, last_seen_on)
        select ${into}::bigint, shingle, article_count, last_seen_on from outlet_shingles
        where outlet_id = ${from} order by shingle
        on conflict (outlet_id, shingle) do update set
          article_count = greatest(outlet_shingles.article_count, excluded.article_count),
          last_seen_on = greatest(outlet_shingles.last_seen_on, excluded.last_seen_on)`,
  )
  await run(
    tx,
    sql`insert into outcomes (day, stage, outcome, reason, outlet_id, count, total_ms)
        select day, stage, outcome, reason, ${into}::bigint, count, total_ms from outcomes
        where outlet_id = ${from} order by day, stage, outcome, reason
        on conflict (day, stage, outcome, reason, outlet_id) do update set
          count = outcomes.count + excluded.count, total_ms = outcomes.total_ms + excluded.total_ms`,
  )
  await run(tx, sql`delete from outcomes where outlet_id = ${from}`)
  await run(tx, sql`delete from outlet_blocks where outlet_id = ${from}`)
  await run(tx, sql`delete from outlet_shingles where outlet_id = ${from}`)
  await run(tx, sql`delete from outlet_day_changes where outlet_id = ${from}`)
  await run(tx, sql`delete from outlet_days where outlet_id = ${from}`)
}
