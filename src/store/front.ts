import { first, type Queryable, rows, sql } from '../adapters/sql.ts'

export interface FrontFilter {
  readonly from: Date
  readonly until: Date
  readonly language: string | null
  readonly country: string | null
  /** Slug. */
  readonly outlet: string | null
  /** Part of the headline. */
  readonly words: string | null
  readonly limit: number
  readonly offset: number
}

export interface FrontOutlet {
  readonly slug: string | null
  readonly name: string | null
  readonly firstAt: Date
  readonly articles: number
  /** True when all that it has is copied. */
  readonly copiesOnly: boolean
}

export interface FrontStory {
  readonly story_id: number
  readonly title: string | null
  /** The standfirst of its lead article, else how its text begins. */
  readonly dek: string | null
  readonly language: string | null
  readonly first_published_at: Date
  readonly last_published_at: Date
  readonly article_count: number
  readonly outlet_count: number
  readonly independent_count: number
  /** By the time of their first article. */
  readonly outlets: readonly FrontOutlet[]
  /** Articles in each of `TREND_BUCKETS` equal parts of the window. */
  readonly trend: readonly number[]
}

export const TREND_BUCKETS = 24

/**
 * Stories with an article in the window, those that most outlets wrote on themselves first; one more than `limit` when
 * there are more. Their outlets and their trend come in two further statements for the whole page.
 */
export async function frontStories(
  db: Queryable,
  filter: FrontFilter,
): Promise<{ readonly stories: readonly FrontStory[]; readonly more: boolean }> {
  const found = await storiesOf(db, filter)
  const shown = found.slice(0, filter.limit)
  const ids = shown.map((story) => story.story_id)
  const [outlets, trends] = ids.length
    ? await Promise.all([outletsOf(db, ids), trendsOf(db, ids, filter.from, filter.until)])
    : [[], []]
  return {
    more: found.length > filter.limit,
    stories: shown.map((story) => ({
      ...story,
      outlets: outlets.filter((row) => row.storyId === story.story_id),
      trend: trendOf(trends.filter((row) => row.story_id === story.story_id)),
    })),
  }
}

type StoryRow = Omit<FrontStory, 'outlets' | 'trend'>

function storiesOf(db: Queryable, filter: FrontFilter): Promise<StoryRow[]> {
  const like = filter.words === null ? null : `%${filter.words.replace(/[\\%_]/g, '\\$&')}%`
  return rows<StoryRow & Record<string, unknown>>(
    db,
    sql`with page as (
          select s.* from news.stories s
          where s.merged_into is null and s.last_published_at between ${filter.from} and ${filter.until}
            and (${filter.language}::text is null or s.language = ${filter.language}
                 or s.language like ${filter.language} || '-%')
            and (${like}::text is null or s.title ilike ${like})
            and ((${filter.outlet}::text is null and ${filter.country}::text is null) or exists (
                   select 1 from articles a join outlets o on o.id = a.outlet_id
                   where a.story_id = s.story_id
                     and (${filter.outlet}::text is null or o.slug = ${filter.outlet})
                     and (${filter.country}::text is null or o.country = ${filter.country})))
          order by s.independent_count desc, s.outlet_count desc, s.last_published_at desc, s.story_id
          limit ${filter.limit + 1} offset ${filter.offset})
        select p.story_id, p.title, coalesce(lead.dek, left(lead.body, 320)) as dek, p.language, p.first_published_at, p.last_published_at, p.article_count,
               p.outlet_count, p.independent_count
        from page p left join articles lead on lead.id = p.lead_article_id
        order by p.independent_count desc, p.outlet_count desc, p.last_published_at desc, p.story_id`,
  )
}

interface OutletRow extends FrontOutlet {
  readonly storyId: number
}

function outletsOf(db: Queryable, ids: readonly number[]): Promise<OutletRow[]> {
  return rows<OutletRow & Record<string, unknown>>(
    db,
    sql`select a.story_id as "storyId", o.slug, o.name, min(coalesce(a.published_at, a.first_seen_at)) as "firstAt",
               count(*) as articles, bool_and(a.duplicate_of is not null) as "copiesOnly"
        from articles a left join outlets o on o.id = a.outlet_id
        where a.story_id = any(${ids}::bigint[]) and a.version > 0
        group by 1, 2, 3 order by 1, 4, 2`,
  )
}

interface TrendRow {
  readonly story_id: number
  readonly bucket: number
  readonly articles: number
}

function trendsOf(db: Queryable, ids: readonly number[], from: Date, until: Date): Promise<TrendRow[]> {
  return rows<TrendRow & Record<string, unknown>>(
    db,
    sql`select story_id, count(*) as articles,
               width_bucket(extract(epoch from coalesce(published_at, first_seen_at)),
                 extract(epoch from ${from}::timestamptz), extract(epoch from ${until}::timestamptz) + 1,
                 ${TREND_BUCKETS}) as bucket
        from articles where story_id = any(${ids}::bigint[]) and version > 0
        group by 1, 3`,
  )
}

/** What lies before the window is no part of the trend. */
function trendOf(counts: readonly TrendRow[]): number[] {
  const trend = new Array<number>(TREND_BUCKETS).fill(0)
  for (const { bucket, articles } of counts)
    if (bucket >= 1 && bucket <= TREND_BUCKETS) trend[bucket - 1] = articles
  return trend
}

/** When the newest story up to `now` was last added to: where the window ends if nothing is newer. */
export async function newestStoryAt(db: Queryable, now: Date): Promise<Date | null> {
  const row = await first<{ at: Date }>(
    db,
    sql`select s.last_published_at as at from stories s
        where s.merged_into_id is null and s.last_published_at <= ${now}
        order by s.last_published_at desc limit 1`,
  )
  return row?.at ?? null
}

export interface Facets {
  readonly languages: readonly string[]
  readonly countries: readonly string[]
  readonly outlets: readonly { readonly slug: string; readonly name: string }[]
}

/** What can be filtered by: of the outlets that have an article. */
export async function facetsOf(db: Queryable): Promise<Facets> {
  const outlets = await rows<{ slug: string; name: string; language: string | null; country: string | null }>(
    db,
    sql`select o.slug, o.name, o.language, o.country from outlets o
        where exists (select 1 from articles a where a.outlet_id = o.id) order by lower(o.name), o.slug`,
  )
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values.flatMap((value) => value ?? []))].sort()
  return {
    languages: distinct(outlets.map((outlet) => outlet.language?.split('-')[0]?.toLowerCase() ?? null)),
    countries: distinct(outlets.map((outlet) => outlet.country)),
    outlets: outlets.map(({ slug, name }) => ({ slug, name })),
  }
}
