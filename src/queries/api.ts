import { first, prepared, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import { apiFields } from '../core/record/record.ts'
import type { ViewRow } from '../schema/rows.ts'
import type { StoryFacts, WholeStory } from './story-facts.ts'

/** Where a page of a list ends: the time and the id of its last row. */
export interface Place {
  /** ISO with microseconds: a date of JavaScript would lose rows within its millisecond. */
  readonly at: string
  readonly id: number
}

/** A row whose columns are those that `articleFields` names for the API, or those of a function. */
type Row = Record<string, unknown>

export interface ListedStory extends StoryFacts, Pick<ViewRow<'topStories'>, 'outlets'> {
  readonly place: Place['at']
}

export interface StoryFilter {
  readonly since: Date | null
  readonly until: Date | null
  readonly language: string | null
  readonly minOutlets: number
  readonly after: Place | null
  readonly limit: number
}

/** Stories that were not merged into another, the one with the latest article first; `place` is for the cursor. */
export function apiStories(db: Queryable, filter: StoryFilter): Promise<ListedStory[]> {
  return rows(
    db,
    sql`select story_id, title, language, first_published_at, last_published_at, article_count, outlet_count,
               independent_count, outlets,
               to_char(last_published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
        from news.top_stories
        where outlet_count >= ${filter.minOutlets}
          and (${filter.language}::text is null or language = ${filter.language})
          and last_published_at >= coalesce(${filter.since}::timestamptz, '-infinity')
          and last_published_at < coalesce(${filter.until}::timestamptz, 'infinity')
          and (last_published_at, story_id)
              < (coalesce(${filter.after?.at ?? null}::timestamptz, 'infinity'), ${filter.after?.id ?? null}::bigint)
                is not false
          and last_published_at <= coalesce(${filter.after?.at ?? null}::timestamptz, 'infinity')
        order by last_published_at desc, story_id desc limit ${filter.limit}`,
  )
}

type StoryHead = WholeStory & Pick<ViewRow<'stories'>, 'lead_article_id'>

/** Where a page of a story's articles ends: the original, whether a copy of it, its time or `infinity`, its id. */
export type MemberPlace = readonly [original: number, isCopy: boolean, at: string, id: number]

export interface ListedMember extends Omit<ViewRow<'storyArticles'>, 'story_id' | 'why'> {
  readonly place: MemberPlace
}

export interface MemberFilter {
  readonly after: MemberPlace | null
  readonly limit: number
}

/**
 * A story with a page of its articles, copies after their original; undefined for one that does not exist. Ordered by the
 * original's id, so that an article that comes meanwhile does not move others to another page.
 */
export async function apiStory(db: Queryable, id: number, { after, limit }: MemberFilter) {
  const story = await first<StoryHead>(
    db,
    sql`select story_id, title, language, first_published_at, last_published_at, article_count, outlet_count,
               independent_count, lead_article_id, merged_into, top_terms from news.stories where story_id = ${id}`,
  )
  if (!story) return undefined
  const articles = await rows<ListedMember>(
    db,
    sql`select article_id, outlet, title, url, published_at, published_precision, duplicate_of, similarity, reasons,
               jsonb_build_array(original, is_copy,
                 coalesce(to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'infinity'),
                 article_id) as place
        from (select *, coalesce(duplicate_of, article_id) as original, duplicate_of is not null as is_copy,
                     coalesce(published_at, 'infinity') as at
              from news.story_articles where story_id = ${id}) members
        where ${after === null}
           or (original, is_copy, at, article_id)
              > (${after?.[0] ?? 0}::bigint, ${after?.[1] ?? false}::boolean, ${after?.[2] ?? '-infinity'}::timestamptz,
                 ${after?.[3] ?? 0}::bigint)
        order by original, is_copy, at, article_id limit ${limit}`,
  )
  return { ...story, articles }
}

export interface ArticleFilter {
  readonly outlet: string | null
  readonly language: string | null
  readonly storyId: number | null
  /** Those that have no date, by when they were first seen, in place of those that have one. */
  readonly undated: boolean
  readonly since: Date | null
  readonly until: Date | null
  readonly after: Place | null
  readonly limit: number
}

/** Articles, the latest first, without their texts; `place` is for the cursor. */
export function apiArticles(db: Queryable, filter: ArticleFilter): Promise<Row[]> {
  const listed = filter.undated ? undatedArticles : datedArticles
  return rows(
    db,
    listed(
      filter.outlet,
      filter.language,
      filter.storyId,
      filter.since,
      filter.until,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ),
  )
}

/** A list by the time in `column`, which has an index, of the articles that fit `which`. */
const articlesBy = (column: 'published_at' | 'first_seen_at', which: string) =>
  prepared(
    `select article_id, outlet, url, ${apiFields('list').join(', ')}, story_id, duplicate_of, similarity, version,
          to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
   from news.articles
   where ${which}
     and ($1::text is null or outlet = $1)
     and ($2::text is null or language = $2)
     and ($3::bigint is null or story_id = $3)
     and ${column} >= coalesce($4::timestamptz, '-infinity')
     and ${column} < coalesce($5::timestamptz, 'infinity')
     and (${column}, article_id) < (coalesce($6::timestamptz, 'infinity'), $7::bigint) is not false
     and ${column} <= coalesce($6::timestamptz, 'infinity')
   order by ${column} desc, article_id desc limit $8`,
  )

const datedArticles = articlesBy('published_at', 'published_at is not null')
const undatedArticles = articlesBy('first_seen_at', 'published_at is null')

/** One article with its text. */
export function apiArticle(db: Queryable, id: number): Promise<Row | undefined> {
  return first(db, oneArticle(id))
}

const oneArticle = prepared(
  `select article_id, outlet, url, ${apiFields('detail').join(', ')}, story_id, duplicate_of, similarity, version
   from news.articles where article_id = $1`,
)

type OutletLine = Pick<
  ViewRow<'outlets'>,
  | 'outlet'
  | 'name'
  | 'domain'
  | 'country'
  | 'language'
  | 'timezone'
  | 'active_feeds'
  | 'last_published_at'
  | 'articles_7d'
>

/** Outlets by slug, beginning after the slug `after`. */
export function apiOutlets(db: Queryable, after: string, limit: number): Promise<OutletLine[]> {
  return rows(
    db,
    sql`select outlet, name, domain, country, language, timezone, active_feeds, last_published_at, articles_7d
        from news.outlets where outlet > ${after} order by outlet limit ${limit}`,
  )
}

export interface ApiSearch {
  readonly terms: string
  readonly outlets: readonly string[] | null
  readonly language: string | null
  readonly country: string | null
  readonly since: Date | null
  readonly until: Date | null
  readonly limit: number
  readonly skip: number
}

export function apiSearch(db: Queryable, search: ApiSearch): Promise<Row[]> {
  return rows(
    db,
    sql`select article_id, rank, outlet, title, snippet, url, published_at, story_id
        from news.search(${search.terms}, ${search.outlets}::text[], ${search.language}, ${search.country},
          ${search.since}::timestamptz, ${search.until}::timestamptz, ${search.limit}::int, ${search.skip}::int)`,
  )
}
