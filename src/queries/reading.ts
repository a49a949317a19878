import { first, prepared, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { TableRow, ViewRow } from '../schema/rows.ts'
import { fieldColumns } from '../store/articles/columns.ts'
import type { WholeStory } from './story-facts.ts'

export interface StoryLine extends WholeStory {
  readonly outlets: readonly string[]
}

/** Stories that were not merged into another, ordered by their number of independent outlets, highest first. */
export function listStories(
  db: Queryable,
  filter: { readonly since: Date | null; readonly minOutlets: number; readonly limit: number },
): Promise<StoryLine[]> {
  return rows<StoryLine>(
    db,
    sql`select s.*, (select coalesce(array_agg(distinct a.outlet) filter (where a.outlet is not null), '{}')
                     from news.story_articles a where a.story_id = s.story_id) as outlets
        from news.stories s
        where s.merged_into is null and s.outlet_count >= ${filter.minOutlets}
          and (${filter.since}::timestamptz is null or s.last_published_at >= ${filter.since})
        order by s.independent_count desc, s.outlet_count desc, s.last_published_at desc limit ${filter.limit}`,
  )
}

export interface StoryMember
  extends Pick<
    ViewRow<'storyArticles'>,
    | 'article_id'
    | 'outlet'
    | 'title'
    | 'url'
    | 'published_at'
    | 'published_precision'
    | 'duplicate_of'
    | 'similarity'
  > {
  readonly reasons: unknown
}

/** A story with its articles, originals before their copies. For a merged story it reads the story that it became part of. */
export async function readStory(
  db: Queryable,
  id: number,
): Promise<{ readonly story: StoryLine; readonly articles: readonly StoryMember[] } | undefined> {
  let story: StoryLine | undefined
  let next: number | null = id
  while (next !== null) {
    story = await first<StoryLine>(
      db,
      sql`select s.*, '{}'::text[] as outlets from news.stories s where s.story_id = ${next}`,
    )
    next = story?.merged_into ?? null
  }
  if (!story) return undefined
  const articles = await rows<StoryMember>(
    db,
    sql`select article_id, outlet, title, url, published_at, published_precision, duplicate_of, similarity,
               -- A reason never names an article that has left the story.
               case when exists (select from articles k where k.id = (m.reasons ->> 'like')::bigint and k.story_id = m.story_id)
                 then m.reasons else m.reasons - 'like' end as reasons
        from news.story_articles m where story_id = ${story.story_id}
        order by coalesce(duplicate_of, article_id), duplicate_of nulls first, published_at, article_id`,
  )
  return { story: { ...story, outlets: [...new Set(articles.flatMap((a) => a.outlet ?? []))] }, articles }
}

/** An article's id by its id, address or external id. */
export async function findArticle(
  db: Queryable,
  reference: string,
  key: string | null,
): Promise<number | undefined> {
  if (/^\d+$/.test(reference)) {
    const byId = await first<Pick<TableRow<'articles'>, 'id'>>(
      db,
      sql`select id from articles where id = ${Number(reference)}`,
    )
    if (byId) return byId.id
  }
  const found = await first<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`select id from articles where url_key = ${key} and reason is distinct from 'same_as_known'
        union all select article_id from article_urls where url_key = ${key}
        union all select article_id from article_external_ids where external_id = ${reference} limit 1`,
  )
  return found?.id
}

const wholeArticle = prepared(
  `select a.id as article_id, o.slug as outlet, a.url, a.url_key, a.stage, a.reason, a.lane,
          ${fieldColumns('a', ['body_html'])}, a.provenance, a.story_id, a.duplicate_of,
          a.similarity, a.copy_reasons, a.syndicated_from, a.version, a.extractor_version, a.next_attempt_at,
          a.parked_count, a.first_seen_at, a.fetched_at, a.extracted_at, a.clustered_at, a.refetch_at,
          a.refetch_reason, a.withdrawn_at, a.updated_at
   from articles a left join outlets o on o.id = a.outlet_id where a.id = $1`,
)

/** Everything about one article: its row, versions, withdrawals, addresses and feed entries. */
export async function readArticle(db: Queryable, id: number): Promise<Record<string, unknown> | undefined> {
  const article = await first<Record<string, unknown>>(db, wholeArticle(id))
  if (!article) return undefined
  const [versions, withdrawals, urls, externalIds, entries] = await Promise.all([
    rows(
      db,
      sql`select version, seen_at, cause, title, length(body) as body_length, modified_at,
                 withdrawn_at is not null as edit_withdrawn
          from article_versions where article_id = ${id} order by version`,
    ),
    rows(
      db,
      sql`select withdrawn_at, status, restored_at from article_withdrawals where article_id = ${id} order by withdrawn_at`,
    ),
    rows(db, sql`select url, kind from article_urls where article_id = ${id} order by url`),
    rows<Pick<TableRow<'articleExternalIds'>, 'external_id'>>(
      db,
      sql`select external_id from article_external_ids where article_id = ${id} and source <> 'content' order by 1`,
    ),
    rows(
      db,
      sql`select e.feed_id, f.url as feed, e.guid, e.first_seen_at from entries e join feeds f on f.id = e.feed_id where e.article_id = ${id}`,
    ),
  ])
  return {
    ...article,
    versions,
    withdrawals,
    urls,
    external_ids: externalIds.map((row) => row.external_id),
    entries,
  }
}

export interface RefetchState extends Pick<TableRow<'articles'>, 'id' | 'url' | 'stage' | 'reason'> {
  /** 0: it has no text yet. */
  readonly version: TableRow<'articles'>['version']
}

/** The values that decide whether an article can be fetched again. */
export function refetchStates(db: Queryable, ids: readonly number[]): Promise<RefetchState[]> {
  return rows<RefetchState>(
    db,
    sql`select id, url, stage, reason, version from articles where id = any(${ids}::bigint[]) order by id`,
  )
}
