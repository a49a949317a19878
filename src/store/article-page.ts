import { first, type Queryable, rows, sql } from '../adapters/sql.ts'

export interface ArticlePage {
  readonly article_id: number
  readonly outlet: string | null
  readonly outlet_name: string | null
  readonly url: string | null
  readonly stage: string
  readonly reason: string | null
  readonly title: string | null
  readonly dek: string | null
  readonly authors: readonly string[]
  readonly agencies: readonly { readonly name: string; readonly role: string }[]
  readonly dateline: {
    readonly raw: string
    readonly city: string | null
    readonly country: string | null
  } | null
  readonly published_at: Date | null
  readonly published_local: string | null
  readonly published_precision: string | null
  readonly published_tz_source: string | null
  readonly published_raw: string | null
  readonly published_source: string | null
  readonly modified_at: Date | null
  readonly language: string | null
  readonly section: string | null
  readonly tags: readonly string[]
  readonly canonical_url: string | null
  readonly image_url: string | null
  readonly captions: readonly {
    readonly text: string
    readonly credit: string | null
    readonly agency: string | null
  }[]
  readonly provenance: Readonly<Record<string, string>> | null
  readonly body: string | null
  readonly word_count: number
  readonly kind: string | null
  readonly version: number
  readonly extractor_version: number | null
  readonly duplicate_of: number | null
  readonly similarity: number | null
  readonly reasons: unknown
  readonly syndicated_from: string | null
  readonly story_id: number | null
  readonly story_title: string | null
  readonly story_language: string | null
  readonly story_outlets: number | null
  readonly pinned: boolean
  readonly next_attempt_at: Date
  readonly parked_count: number
  readonly refetch_at: Date | null
  readonly first_seen_at: Date
  readonly fetched_at: Date | null
  readonly extracted_at: Date | null
  readonly clustered_at: Date | null
}

export function articlePage(db: Queryable, id: number): Promise<ArticlePage | undefined> {
  return first<ArticlePage & Record<string, unknown>>(
    db,
    sql`select a.id as article_id, o.slug as outlet, o.name as outlet_name, a.url, a.stage, a.reason, a.title, a.dek,
               a.authors, a.agencies, a.dateline, a.published_at, a.published_local, a.published_precision,
               a.published_tz_source, a.published_raw, a.published_source, a.modified_at, a.language, a.section, a.tags,
               a.canonical_url, a.image_url, a.captions, a.provenance, a.body, a.word_count, a.kind, a.version,
               a.extractor_version, a.duplicate_of, a.similarity, m.reasons, a.syndicated_from, a.story_id,
               s.title as story_title, s.language as story_language, s.outlet_count as story_outlets,
               a.story_pinned_by is not null as pinned, a.next_attempt_at, a.parked_count, a.refetch_at, a.first_seen_at,
               a.fetched_at, a.extracted_at, a.clustered_at
        from articles a
        left join outlets o on o.id = a.outlet_id
        left join stories s on s.id = a.story_id
        left join news.story_articles m on m.article_id = a.id
        where a.id = ${id}`,
  )
}

export interface Relative {
  readonly article_id: number
  readonly outlet_name: string | null
  readonly title: string | null
  readonly language: string | null
  readonly at: Date
  readonly similarity: number | null
}

/** Its original, if it is a copy; its copies, if it is an original. */
export function relativesOf(db: Queryable, id: number, original: number | null): Promise<Relative[]> {
  return rows<Relative & Record<string, unknown>>(
    db,
    sql`select a.id as article_id, o.name as outlet_name, a.title, a.language,
               coalesce(a.published_at, a.first_seen_at) as at, a.similarity
        from articles a left join outlets o on o.id = a.outlet_id
        where a.id = ${original} or a.duplicate_of = ${id} order by 5, 1 limit 50`,
  )
}

export interface Life {
  readonly entries: readonly {
    readonly feed_id: number
    readonly feed: string
    readonly first_seen_at: Date
  }[]
  readonly documents: readonly {
    readonly fetched_at: Date
    readonly kind: string
    readonly http_status: number | null
    readonly byte_count: number
  }[]
  readonly versions: readonly {
    readonly version: number
    readonly seen_at: Date
    readonly cause: string
    /** Whether the text says that it was changed. */
    readonly marked: boolean
  }[]
  readonly urls: readonly { readonly url: string; readonly kind: string }[]
  readonly externalIds: readonly string[]
}

const MOST = 100

/** What happened to it, as far as rows tell. */
export async function lifeOf(db: Queryable, id: number): Promise<Life> {
  const [entries, documents, versions, urls, ids] = await Promise.all([
    rows<Life['entries'][number] & Record<string, unknown>>(
      db,
      sql`select e.feed_id, coalesce(f.title, f.url) as feed, e.first_seen_at from entries e join feeds f on f.id = e.feed_id
          where e.article_id = ${id} order by e.first_seen_at limit ${MOST}`,
    ),
    rows<Life['documents'][number] & Record<string, unknown>>(
      db,
      sql`select fetched_at, kind, http_status, byte_count from documents where article_id = ${id}
          order by fetched_at limit ${MOST}`,
    ),
    rows<Life['versions'][number] & Record<string, unknown>>(
      db,
      sql`select version, seen_at, cause, coalesce(marked, false) as marked from article_versions where article_id = ${id}
          order by version desc limit ${MOST}`,
    ),
    rows<Life['urls'][number] & Record<string, unknown>>(
      db,
      sql`select url, kind from article_urls where article_id = ${id} order by url limit ${MOST}`,
    ),
    rows<{ external_id: string }>(
      db,
      sql`select external_id from article_external_ids where article_id = ${id} and source <> 'content' order by 1 limit ${MOST}`,
    ),
  ])
  return { entries, documents, versions, urls, externalIds: ids.map((row) => row.external_id) }
}

export interface VersionText {
  readonly version: number
  readonly seen_at: Date
  readonly cause: string
  readonly title: string | null
  readonly dek: string | null
  readonly body: string | null
}

/** The texts of two versions, the older one first. */
export function versionTexts(db: Queryable, id: number, a: number, b: number): Promise<VersionText[]> {
  return rows<VersionText & Record<string, unknown>>(
    db,
    sql`select version, seen_at, cause, title, dek, body from article_versions
        where article_id = ${id} and version in (${a}, ${b}) order by version`,
  )
}
