import { first, prepared, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../schema/rows.ts'
import { headlineWords } from './page-search.ts'
import type { StoryFacts } from './story-facts.ts'

export interface FrontFilter {
  readonly from: Date
  readonly until: Date
  readonly language: string | null
  readonly country: string | null
  /** Slug. */
  readonly outlet: string | null
  /** Words of the headline, or the beginnings of words. */
  readonly words: string | null
  readonly limit: number
  readonly offset: number
}

export interface FrontOutlet {
  readonly slug: TableRow<'outlets'>['slug'] | null
  readonly name: TableRow<'outlets'>['name'] | null
  readonly firstAt: Date
  readonly articles: number
  /** True when all its articles are copies. */
  readonly copiesOnly: boolean
}

export interface FrontStory extends StoryFacts {
  /** The standfirst of its lead article, else the beginning of its text. */
  readonly dek: TableRow<'articles'>['dek']
  /** The first `STRIP_OUTLETS`, by the time of their first article. */
  readonly outlets: readonly FrontOutlet[]
  /** Articles in each of `TREND_BUCKETS` equal parts of the window. */
  readonly trend: readonly number[]
}

export interface FrontStories {
  readonly stories: readonly FrontStory[]
  readonly more: boolean
}

const TREND_BUCKETS = 24
const STRIP_OUTLETS = 8

/**
 * Stories with an article in the window, ordered by how many outlets wrote about them independently; one more than `limit`
 * when there are more. Two further statements read the outlets and the trends of the whole page.
 */
export async function frontStories(db: Queryable, filter: FrontFilter): Promise<FrontStories> {
  const found = await storiesOf(db, filter)
  const shown = found.slice(0, filter.limit)
  const ids = shown.map((story) => story.story_id)
  const [strips, trends] = ids.length
    ? await Promise.all([stripsOf(db, ids), trendsOf(db, ids, filter.from, filter.until)])
    : [[], []]
  const stripBy = Map.groupBy(strips, (row) => row.storyId)
  const trendBy = Map.groupBy(trends, (row) => row.story_id)
  return {
    more: found.length > filter.limit,
    stories: shown.map((story) => ({
      ...story,
      outlets: stripBy.get(story.story_id) ?? [],
      trend: trendOf(trendBy.get(story.story_id) ?? []),
    })),
  }
}

type StoryRow = Omit<FrontStory, 'outlets' | 'trend'>

/**
 * The stories themselves. The statement has no name, so it is planned for each call: for a day the index by time is best, for
 * a month the index by rank, and only the values tell which.
 */
async function storiesOf(db: Queryable, filter: FrontFilter): Promise<StoryRow[]> {
  const words = filter.words === null ? null : headlineWords(filter.words)
  // A query without words (signs, and scripts without spaces) is searched unchanged.
  const like = filter.words === null || words !== null ? null : `%${filter.words.replace(/[\\%_]/g, '\\$&')}%`
  const outletIds =
    filter.outlet || filter.country ? await outletIdsOf(db, filter.outlet, filter.country) : null
  if (outletIds?.length === 0) return []
  // For one outlet there is one best plan, whatever the values.
  if (outletIds && filter.outlet)
    return rows<StoryRow>(db, storiesOfOutlet(...parameters(filter, like, words), outletIds[0]!))
  const { text, values } = outletIds
    ? storiesOfOutlets(...parameters(filter, like, words), outletIds)
    : storiesOfAll(...parameters(filter, like, words))
  return (await db.query<StoryRow>({ text, values })).rows
}

async function outletIdsOf(db: Queryable, slug: string | null, country: string | null): Promise<number[]> {
  const found = await rows<Pick<TableRow<'outlets'>, 'id'>>(
    db,
    sql`select id from outlets where (${slug}::text is null or slug = ${slug})
          and (${country}::text is null or country = ${country})`,
  )
  return found.map((row) => row.id)
}

/** How each of the statements ends: what is shown of the stories of `page`. */
const shownOfPage = `
  select p.story_id, p.title, coalesce(lead.dek, left(lead.body, 320)) as dek, p.language, p.first_published_at,
         p.last_published_at, p.article_count, p.outlet_count, p.independent_count
  from page p left join articles lead on lead.id = p.lead_article_id
  order by p.independent_count desc, p.outlet_count desc, p.last_published_at desc, p.story_id`

const rank = 'independent_count desc, outlet_count desc, last_published_at desc, story_id'

/** What the three statements are given: the parameters $1 to $7. */
const parameters = (filter: FrontFilter, like: string | null, words: string | null) =>
  [filter.from, filter.until, words, filter.language, like, filter.limit + 1, filter.offset] as const

/**
 * One index has the words and the time. The planner must not count the condition on the time twice, or it expects almost no
 * rows; "coalesce" hides the second condition from it.
 */
const isAsked = `merged_into is null and ($3::text is not null or last_published_at between $1 and $2)
      and ($3::text is null or to_tsvector('simple', plain_words(title)) @@ $3::text::tsquery
        and search_facets(last_published_at, null) && time_facets($1, $2)
        and coalesce(last_published_at between $1 and $2, false))
      and ($4::text is null or split_part(language, '-', 1) = $4)
      and ($5::text is null or title ilike $5)`

const storiesOfAll = prepared(`
  with page as (select * from news.stories where ${isAsked} order by ${rank} limit $6 offset $7)
  ${shownOfPage}`)

/** Stories of any of these outlets ($8): sorted first ("offset 0" enforces that), then read until the page is full. */
const storiesOfOutlets = prepared(`
  with page as (
    select s.* from (select * from news.stories where ${isAsked} order by ${rank} offset 0) s
    where exists (
      -- "+ 0": look through the story's few articles once, instead of once for each of fifty outlets.
      select 1 from articles a where a.story_id = s.story_id and a.outlet_id + 0 = any($8::bigint[]))
    order by ${rank} limit $6 offset $7)
  ${shownOfPage}`)

/** Stories of one outlet ($8): found through its articles in the window. */
const storiesOfOutlet = prepared(`
  with its as materialized (
    select distinct a.story_id from articles a
    where a.outlet_id = $8 and a.published_at between $1 and $2 and a.story_id is not null
    union
    select a.story_id from articles a
    where a.outlet_id = $8 and a.published_at is null and a.story_id is not null
      and a.first_seen_at between $1 and $2),
  page as (
    select s.* from its join news.stories s using (story_id)
    where s.merged_into is null and s.last_published_at <= $2
      and ($3::text is null or to_tsvector('simple', plain_words(s.title)) @@ $3::text::tsquery)
      and ($4::text is null or split_part(s.language, '-', 1) = $4)
      and ($5::text is null or s.title ilike $5)
    order by ${rank} limit $6 offset $7)
  ${shownOfPage}`)

interface StripRow extends FrontOutlet {
  readonly storyId: TableRow<'stories'>['id']
}

/** The first outlets of each story, by the time of their first article. Reads only the index articles_story_members. */
function stripsOf(db: Queryable, ids: readonly number[]): Promise<StripRow[]> {
  return rows<StripRow>(
    db,
    sql`select f.story_id as "storyId", o.slug, o.name, f.first_at as "firstAt", f.articles, f.copies_only as "copiesOnly"
        from (
          select g.*, row_number() over (partition by g.story_id order by g.first_at, g.outlet_id) as place
          from (
            select story_id, outlet_id, min(coalesce(published_at, first_seen_at)) as first_at, count(*) as articles,
                   bool_and(duplicate_of is not null) as copies_only
            from articles where story_id = any(${ids}::bigint[]) and version > 0 group by 1, 2) g) f
        left join outlets o on o.id = f.outlet_id
        where f.place <= ${STRIP_OUTLETS} order by f.story_id, f.place`,
  )
}

interface TrendRow extends NotNull<Pick<TableRow<'articles'>, 'story_id'>, 'story_id'> {
  readonly bucket: number
  readonly articles: number
}

function trendsOf(db: Queryable, ids: readonly number[], from: Date, until: Date): Promise<TrendRow[]> {
  const seconds = (until.getTime() - from.getTime() + 1000) / 1000 / TREND_BUCKETS
  return rows<TrendRow>(
    db,
    sql`select story_id, count(*) as articles,
               floor((date_part('epoch', coalesce(published_at, first_seen_at)) - ${from.getTime() / 1000}::float8)
                 / ${seconds}::float8)::int as bucket
        from articles
        where story_id = any(${ids}::bigint[]) and version > 0
          and coalesce(published_at, first_seen_at) between ${from} and ${until}
        group by 1, 3`,
  )
}

function trendOf(counts: readonly TrendRow[]): number[] {
  const trend = new Array<number>(TREND_BUCKETS).fill(0)
  for (const { bucket, articles } of counts)
    if (bucket >= 0 && bucket < TREND_BUCKETS) trend[bucket] = articles
  return trend
}

/** The time of the newest article in a story up to `now`: the window ends there if nothing is newer. */
export async function newestStoryAt(db: Queryable, now: Date): Promise<Date | null> {
  const row = await first<{ readonly at: NonNullable<TableRow<'stories'>['last_published_at']> }>(
    db,
    sql`select s.last_published_at as at from stories s
        where s.merged_into_id is null and s.last_published_at <= ${now}
        order by s.last_published_at desc limit 1`,
  )
  return row?.at ?? null
}
