import { type Queryable, rows, sql } from '../adapters/sql.ts'

export interface SearchQuery {
  /** Words, "a phrase", or, -without: as `news.search` takes them. */
  readonly terms: string
  readonly language: string | null
  readonly country: string | null
  readonly outlet: string | null
  readonly since: Date | null
  readonly limit: number
  readonly offset: number
}

export interface SearchHit {
  readonly article_id: number
  readonly outlet_name: string | null
  readonly language: string | null
  /** With `HIT_START` and `HIT_STOP` around what was found. */
  readonly title: string | null
  readonly snippet: string | null
  readonly at: Date
  readonly published_precision: string | null
  readonly story_id: number | null
  readonly story_title: string | null
  readonly story_outlets: number | null
}

/** Marks from the private use area: no text of the world means anything by them, and they are taken out of ours. */
export const HIT_START = '\uE000'
export const HIT_STOP = '\uE001'

/** So many of the newest matches of each language are ranked: ranking reads them all. */
const RANKED = 300

/**
 * Articles by full text in their own language, best first, with the hits marked: the matches of `news.search`, with marks
 * that cannot stand in a text (« and » can).
 */
export function searchArticles(db: Queryable, query: SearchQuery): Promise<SearchHit[]> {
  return rows<SearchHit & Record<string, unknown>>(
    db,
    sql`with ids as (
          select case when ${query.outlet}::text is null and ${query.country}::text is null then null else array(
            select id from outlets where (${query.outlet}::text is null or slug = ${query.outlet})
              and (${query.country}::text is null or country = ${query.country})) end as outlets),
        best as materialized (
          select m.article_id, max(m.rank) as rank, (array_agg(m.config))[1] as config, (array_agg(m.query))[1] as query
          from ids, search_matches(${query.terms}, ids.outlets, ${query.language}, ${query.since}, null, ${RANKED}) m
          group by m.article_id order by 2 desc, 1 desc limit ${query.limit} offset ${query.offset})
        select a.id as article_id, o.name as outlet_name, a.language,
               ts_headline(b.config, translate(a.title, ${HIT_START + HIT_STOP}, ''), b.query,
                 'HighlightAll=true, StartSel="' || ${HIT_START}::text || '", StopSel="' || ${HIT_STOP}::text || '"') as title,
               ts_headline(b.config, translate(left(coalesce(a.body, a.dek, ''), 6000), ${HIT_START + HIT_STOP}, ''), b.query,
                 'MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … ", StartSel="' || ${HIT_START}::text
                 || '", StopSel="' || ${HIT_STOP}::text || '"') as snippet,
               coalesce(a.published_at, a.first_seen_at) as at, a.published_precision, a.story_id,
               s.title as story_title, s.outlet_count as story_outlets
        from best b join articles a on a.id = b.article_id
        left join outlets o on o.id = a.outlet_id left join stories s on s.id = a.story_id
        order by b.rank desc, a.id desc`,
  )
}

/** Articles whose headline holds `part` as it stands: for a word that is still being typed. */
export function searchHeadlines(db: Queryable, query: SearchQuery): Promise<SearchHit[]> {
  const like = `%${query.terms.replace(/[\\%_]/g, '\\$&')}%`
  return rows<SearchHit & Record<string, unknown>>(
    db,
    sql`with best as materialized (
          select s.article_id, s.at from article_search s left join outlets o on o.id = s.outlet_id
          where s.title ilike ${like}
            and (${query.language}::text is null or split_part(lower(s.language), '-', 1) = ${query.language})
            and (${query.country}::text is null or o.country = ${query.country})
            and (${query.outlet}::text is null or o.slug = ${query.outlet})
            and (${query.since}::timestamptz is null or s.at >= ${query.since})
          order by s.at desc limit ${query.limit})
        select a.id as article_id, o.name as outlet_name, a.language, translate(a.title, ${HIT_START + HIT_STOP}, '') as title,
               left(coalesce(a.dek, a.body), 240) as snippet, b.at, a.published_precision, a.story_id,
               t.title as story_title, t.outlet_count as story_outlets
        from best b join articles a on a.id = b.article_id
        left join outlets o on o.id = a.outlet_id left join stories t on t.id = a.story_id
        order by b.at desc, a.id desc`,
  )
}
