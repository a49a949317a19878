import { type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { titleKey } from '../../core/copies/bare-title.ts'
import type { CopyReasons } from '../../core/copies/cut.ts'
import type { CopyFacts } from '../../core/copies/origin.ts'
import { type ComparableText, comparable } from '../../core/copies/similarity.ts'
import { registrableDomain } from '../../core/fetching/url.ts'
import { findAgencies, isAgency } from '../../core/people/agency.ts'
import { digestText } from '../../core/text/digest.ts'
import type { TableRow } from '../../schema/rows.ts'
import { createStampedCache } from './stamped-cache.ts'

/** What the choice of a copy's original needs to know of an article. */
export interface CopyRow
  extends Pick<
    TableRow<'articles'>,
    | 'id'
    | 'outlet_id'
    | 'published_at'
    | 'published_precision'
    | 'agencies'
    | 'dateline'
    | 'syndicated_from'
    | 'url_key'
    | 'title'
    | 'content_hash'
    | 'word_count'
  > {
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly outlet_slug: TableRow<'outlets'>['slug'] | null
  readonly outlet_domain: TableRow<'outlets'>['domain']
}

/** What is known of a candidate without its text. */
export interface CopyStanding
  extends CopyRow,
    Pick<TableRow<'articles'>, 'duplicate_of' | 'story_id' | 'version'> {
  /** It has a text and a story, even while a newer text of it is being processed. */
  readonly placed: boolean
  /** No newer document or text of it is being processed. */
  readonly clustered: boolean
}

export interface CopyText extends CopyStanding, Pick<TableRow<'articles'>, 'body'> {}

/** What the copy decision reads of articles, except their texts. */
export async function loadCopyStandings(db: Queryable, ids: readonly number[]): Promise<CopyStanding[]> {
  if (!ids.length) return []
  return rows<CopyStanding>(
    db,
    sql`with known as materialized (
          select article_id, word_count from article_profiles where article_id = any(${ids}::bigint[]))
        select a.id, a.outlet_id, a.published_at, a.published_precision, a.title, a.agencies, a.dateline,
               a.syndicated_from, a.url_key, a.content_hash, o.name as outlet_name, o.slug as outlet_slug,
               o.domain as outlet_domain, coalesce(p.word_count, a.word_count) as word_count, a.duplicate_of,
               a.story_id, a.version, a.stage = 'clustered' as clustered,
               a.version > 0 and a.story_id is not null and a.stage not in ('dropped', 'failed') as placed
        from articles a left join outlets o on o.id = a.outlet_id
        left join known p on p.article_id = a.id
        where a.id = any(${ids}::bigint[])`,
  )
}

export async function loadCopyTexts(db: Queryable, ids: readonly number[]): Promise<CopyText[]> {
  const [standings, bodies] = [await loadCopyStandings(db, ids), await loadBodies(db, ids)]
  return standings.map((standing) => ({ ...standing, body: bodies.get(standing.id) ?? null }))
}

export async function loadBodies(db: Queryable, ids: readonly number[]): Promise<Map<number, string | null>> {
  if (!ids.length) return new Map()
  const found = await rows<Pick<TableRow<'articles'>, 'id' | 'body'>>(
    db,
    sql`select id, body from articles where id = any(${ids}::bigint[])`,
  )
  return new Map(found.map(({ id, body }) => [id, body]))
}

/**
 * Texts that this process has split for comparison: recent articles are compared again and again. About 30 KB each: 30 MB at
 * most. The stamp is the version, the text's own hash and the title, one of which changes with every text.
 */
const textsRead = createStampedCache<ComparableText>(1_000)
type Stamped = Pick<CopyStanding, 'version' | 'content_hash' | 'title'>
const textStamp = ({ version, content_hash, title }: Stamped): string =>
  `${version} ${content_hash ?? ''} ${title ?? ''}`

/** The texts of articles, ready for comparing. */
export async function loadComparable(
  db: Queryable,
  articles: readonly CopyStanding[],
): Promise<Map<number, ComparableText>> {
  const texts = new Map<number, ComparableText>()
  const unread: CopyStanding[] = []
  for (const article of articles) {
    const text = textsRead.get(article.id, textStamp(article))
    if (text) texts.set(article.id, text)
    else unread.push(article)
  }
  const bodies = await loadBodies(
    db,
    unread.map(({ id }) => id),
  )
  for (const article of unread) {
    const text = comparable(digestText(bodies.get(article.id) ?? ''), article.title)
    texts.set(article.id, text)
    keepComparable(article, text)
  }
  return texts
}

export function keepComparable(article: Stamped & Pick<CopyStanding, 'id'>, text: ComparableText): void {
  // A text too short for a hash of its own is split quickly.
  if (article.content_hash !== null) textsRead.set(article.id, textStamp(article), text)
}

export function copyFacts(row: CopyRow): CopyFacts {
  const names = outletNames(row)
  const source = row.syndicated_from ? registrableDomain(row.syndicated_from) : null
  const credits = [
    ...row.agencies.filter(({ role }) => role === 'text').map(({ name }) => name.toLowerCase()),
    ...(source ? [source.toLowerCase()] : []),
  ]
  return {
    id: row.id,
    outlet: row.outlet_id,
    publishedMs: row.published_at?.getTime() ?? null,
    isBareDay: row.published_precision === 'day',
    words: row.word_count,
    isAgency: row.outlet_name !== null && isAgency(row.outlet_name),
    names,
    credits: credits.filter((name) => !names.includes(name)),
    hasDateline: row.dateline !== null,
    titleKey: titleKey(row.outlet_id, row.published_at?.toISOString().slice(0, 10) ?? null, row.title),
    sortKey: [row.content_hash, row.outlet_slug, row.url_key, row.title].join('\u0001'),
  }
}

/** What others may call the outlet: its names, and the agency that it is. */
function outletNames({ outlet_name, outlet_slug, outlet_domain }: CopyRow): string[] {
  const agency = outlet_name ? findAgencies(outlet_name, 'text').map(({ name }) => name) : []
  const names = [outlet_name, outlet_slug, outlet_domain, ...agency].flatMap(
    (name) => name?.toLowerCase() ?? [],
  )
  return [...new Set(names)]
}

/** Why `id` is a copy of `original`. */
export interface CopyLink {
  readonly id: number
  readonly original: number
  readonly reasons: CopyReasons
}

/** Keeps the reasons of those that are still copies of that original. */
export async function saveCopyReasons(tx: Tx, links: readonly CopyLink[]): Promise<void> {
  if (!links.length) return
  await run(
    tx,
    sql`update articles a set similarity = l.share, copy_reasons = l.reasons
        from unnest(${links.map(({ id }) => id)}::bigint[], ${links.map(({ original }) => original)}::bigint[],
                    ${links.map(({ reasons }) => reasons.share)}::real[],
                    ${links.map(({ reasons }) => JSON.stringify(reasons))}::jsonb[]) as l (id, original, share, reasons)
        where a.id = l.id and a.duplicate_of = l.original`,
  )
}
