import { first, prepared, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { StoredField } from '../core/record/record.ts'
import type { TableRow, ViewRow } from '../schema/rows.ts'
import { fieldColumns } from '../store/articles/columns.ts'

type Shown = Pick<
  TableRow<'articles'>,
  | Exclude<StoredField, 'body_html'>
  | 'url'
  | 'stage'
  | 'reason'
  | 'provenance'
  | 'version'
  | 'extractor_version'
  | 'duplicate_of'
  | 'similarity'
  | 'syndicated_from'
  | 'story_id'
  | 'next_attempt_at'
  | 'parked_count'
  | 'refetch_at'
  | 'refetch_reason'
  | 'withdrawn_at'
  | 'first_seen_at'
  | 'fetched_at'
  | 'extracted_at'
  | 'clustered_at'
>

export interface ArticlePage extends Shown {
  readonly article_id: TableRow<'articles'>['id']
  readonly outlet: TableRow<'outlets'>['slug'] | null
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly reasons: ViewRow<'storyArticles'>['reasons']
  readonly story_title: TableRow<'stories'>['title']
  readonly story_language: TableRow<'stories'>['language']
  readonly story_outlets: TableRow<'stories'>['outlet_count'] | null
  /** Whether a person placed it in its story. */
  readonly pinned: boolean
}

const shownArticle = prepared(
  `select a.id as article_id, o.slug as outlet, o.name as outlet_name, a.url, a.stage, a.reason,
          ${fieldColumns('a', ['body_html'])}, a.provenance, a.version,
          a.extractor_version, a.duplicate_of, a.similarity, m.reasons, a.syndicated_from, a.story_id,
          s.title as story_title, s.language as story_language, s.outlet_count as story_outlets,
          a.story_pinned_by is not null as pinned, a.next_attempt_at, a.parked_count, a.refetch_at,
          a.refetch_reason, a.withdrawn_at, a.first_seen_at, a.fetched_at, a.extracted_at, a.clustered_at
   from articles a
   left join outlets o on o.id = a.outlet_id
   left join stories s on s.id = a.story_id
   left join news.story_articles m on m.article_id = a.id
   where a.id = $1`,
)

export function articlePage(db: Queryable, id: number): Promise<ArticlePage | undefined> {
  return first<ArticlePage>(db, shownArticle(id))
}

export interface Relative extends Pick<TableRow<'articles'>, 'title' | 'language' | 'similarity'> {
  readonly article_id: TableRow<'articles'>['id']
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly at: Date
}

/** Its original, if it is a copy; its copies, if it is an original. */
export function relativesOf(db: Queryable, id: number, original: number | null): Promise<Relative[]> {
  return rows<Relative>(
    db,
    sql`select a.id as article_id, o.name as outlet_name, a.title, a.language,
               coalesce(a.published_at, a.first_seen_at) as at, a.similarity
        from articles a left join outlets o on o.id = a.outlet_id
        where a.id = ${original} or a.duplicate_of = ${id} order by 5, 1 limit 50`,
  )
}

interface LifeEntry extends Pick<TableRow<'entries'>, 'feed_id' | 'first_seen_at'> {
  /** The feed's title, or its address. */
  readonly feed: string
}

type LifeDocument = Pick<TableRow<'documents'>, 'fetched_at' | 'kind' | 'http_status' | 'byte_count'>

interface LifeVersion extends Pick<TableRow<'articleVersions'>, 'version' | 'seen_at' | 'cause'> {
  /** Whether the text says that it was changed. */
  readonly marked: boolean
  /** When it was found not to be an edit by the outlet. */
  readonly withdrawn_at: TableRow<'articleVersions'>['withdrawn_at']
}

export interface Life {
  readonly entries: readonly LifeEntry[]
  readonly documents: readonly LifeDocument[]
  readonly versions: readonly LifeVersion[]
  readonly withdrawals: readonly Withdrawal[]
  readonly annotations: readonly Annotation[]
  readonly urls: readonly Pick<TableRow<'articleUrls'>, 'url' | 'kind'>[]
  readonly externalIds: readonly string[]
}

/** The result of a step that a user added. */
export interface Annotation extends Pick<TableRow<'annotations'>, 'name' | 'version' | 'created_at'> {
  /** Its value as JSON, cut at 2,000 characters. */
  readonly json: string
}

/** A withdrawal: the outlet took the article off its site. */
export interface Withdrawal extends Pick<TableRow<'articleWithdrawals'>, 'withdrawn_at' | 'restored_at'> {
  /** 404 or 410. */
  readonly status: TableRow<'articleWithdrawals'>['status']
}

function withdrawalsOf(db: Queryable, id: number): Promise<Withdrawal[]> {
  return rows<Withdrawal>(
    db,
    sql`select withdrawn_at, status, restored_at from article_withdrawals where article_id = ${id}
        order by withdrawn_at limit ${MOST}`,
  )
}

const MOST = 100

/** What happened to the article, as far as the rows say. */
export async function lifeOf(db: Queryable, id: number): Promise<Life> {
  const [entries, documents, versions, withdrawals, annotations, urls, ids] = await Promise.all([
    rows<LifeEntry>(
      db,
      sql`select e.feed_id, coalesce(f.title, f.url) as feed, e.first_seen_at from entries e join feeds f on f.id = e.feed_id
          where e.article_id = ${id} order by e.first_seen_at limit ${MOST}`,
    ),
    rows<LifeDocument>(
      db,
      sql`select fetched_at, kind, http_status, byte_count from documents where article_id = ${id}
          order by fetched_at limit ${MOST}`,
    ),
    rows<LifeVersion>(
      db,
      sql`select version, seen_at, cause, coalesce(marked, false) as marked, withdrawn_at
          from article_versions where article_id = ${id} order by version desc limit ${MOST}`,
    ),
    withdrawalsOf(db, id),
    rows<Annotation>(
      db,
      sql`select name, version, left(value::text, 2000) as json, created_at from annotations where article_id = ${id}
          order by name, created_at desc limit ${MOST}`,
    ),
    rows<Life['urls'][number]>(
      db,
      sql`select url, kind from article_urls where article_id = ${id} order by url limit ${MOST}`,
    ),
    rows<Pick<TableRow<'articleExternalIds'>, 'external_id'>>(
      db,
      sql`select external_id from article_external_ids where article_id = ${id} and source <> 'content' order by 1 limit ${MOST}`,
    ),
  ])
  return {
    entries,
    documents,
    versions,
    withdrawals,
    annotations,
    urls,
    externalIds: ids.map((row) => row.external_id),
  }
}

export interface VersionText
  extends Pick<TableRow<'articleVersions'>, 'version' | 'seen_at' | 'cause' | 'dek'> {
  readonly title: string | null
  readonly body: string | null
}

/**
 * The texts of two versions, the older one first. For a version and the one before it, the older document is read by the rules
 * that read the newer one, so that every difference is a change by the outlet.
 */
export function versionTexts(db: Queryable, id: number, a: number, b: number): Promise<VersionText[]> {
  return rows<VersionText>(
    db,
    sql`select v.version, v.seen_at, v.cause, v.dek,
               case when n.reread_before then n.before_title else v.title end as title,
               case when n.reread_before then n.before_body else v.body end as body
        from article_versions v
        left join article_versions n on n.article_id = v.article_id and n.version = v.version + 1
          and n.version in (${a}, ${b})
        where v.article_id = ${id} and v.version in (${a}, ${b}) order by v.version`,
  )
}
