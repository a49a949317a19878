import { type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { TableRow } from '../schema/rows.ts'

export interface SearchQuery {
  /** Words, "a phrase", or, -without: as `news.search` takes them. */
  readonly terms: string
  readonly language: string | null
  readonly country: string | null
  readonly outlet: string | null
  readonly since: Date | null
  /** Only articles older than this. */
  readonly before: Date | null
  readonly limit: number
  readonly offset: number
}

export interface SearchHit
  extends Pick<TableRow<'articles'>, 'language' | 'published_precision' | 'story_id'> {
  readonly article_id: TableRow<'articles'>['id']
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  /** With `HIT_START` and `HIT_STOP` around each hit. */
  readonly title: string | null
  readonly snippet: string | null
  readonly at: Date
  readonly story_title: TableRow<'stories'>['title']
  readonly story_outlets: TableRow<'stories'>['outlet_count'] | null
  /** How many matches were ranked: the newest, `RANKED` at most. */
  readonly ranked: number
  /** The oldest of them. */
  readonly oldest: Date
}

/** Marks from the private use area: they have no meaning in any text, and are removed from stored texts. */
export const HIT_START = '\uE000'
export const HIT_STOP = '\uE001'

/** This many of the newest matches are ranked: ranking reads them all. */
export const RANKED = 100

/**
 * Of the newest `RANKED` articles that match, by full text in their own language: best first, with the hits marked. The
 * matches are those of `news.search`, but with marks that cannot occur in a text (« and » can). If the beginning of a text
 * has a hit, the snippet is cut from it, because marking takes time for each letter.
 */
export function searchArticles(db: Queryable, query: SearchQuery): Promise<SearchHit[]> {
  return rows<SearchHit>(
    db,
    sql`with ids as (
          select case when ${query.outlet}::text is null and ${query.country}::text is null then null else array(
            select id from outlets where (${query.outlet}::text is null or slug = ${query.outlet})
              and (${query.country}::text is null or country = ${query.country})) end as outlets),
        best as materialized (
          select m.article_id, m.rank, m.config, m.query, count(*) over () as ranked, min(m.at) over () as oldest
          from ids, search_matches(${query.terms}, ids.outlets, ${query.language}, ${query.since}, ${query.before}, ${RANKED}) m
          order by m.rank desc, m.article_id desc limit ${query.limit} offset ${query.offset}),
        marks as (
          select 'StartSel="' || ${HIT_START}::text || '", StopSel="' || ${HIT_STOP}::text || '"' as "all",
                 ', MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "' as parts)
        select a.id as article_id, o.name as outlet_name, a.language,
               marked_text(b.config, translate(a.title, ${HIT_START + HIT_STOP}, ''), b.query, 'HighlightAll=true, ' || marks.all) as title,
               case when position(${HIT_START} in head.snippet) > 0 or length(t.text) <= 1500 then head.snippet
                 else marked_text(b.config, left(t.text, 12000), b.query, marks.all || marks.parts) end as snippet,
               coalesce(a.published_at, a.first_seen_at) as at, a.published_precision, a.story_id,
               s.title as story_title, s.outlet_count as story_outlets, b.ranked, b.oldest
        from best b cross join marks join articles a on a.id = b.article_id
        cross join lateral (
          select translate(coalesce(a.body, a.dek, ''), ${HIT_START + HIT_STOP}, '') as text) t
        cross join lateral (
          select marked_text(b.config, left(t.text, 1500), b.query, marks.all || marks.parts) as snippet) head
        left join outlets o on o.id = a.outlet_id left join stories s on s.id = a.story_id
        order by b.rank desc, a.id desc`,
  )
}

/** How far back headlines are searched, in steps until there are enough; null means all time. */
const HEADLINE_DAYS = [8, 64, null] as const

/** Stories whose headline has words with these beginnings, by their lead articles: for a word that is still being typed. */
export async function searchHeadlines(db: Queryable, query: SearchQuery, now: Date): Promise<SearchHit[]> {
  const words = headlineWords(query.terms)
  const until = query.before ?? now
  let hits: SearchHit[] = []
  for (const days of words ? HEADLINE_DAYS : []) {
    const stretch = days === null ? null : new Date(until.getTime() - days * 86_400_000)
    const since = stretch && query.since && query.since > stretch ? query.since : stretch
    hits = await headlinesOf(db, { ...query, since: since ?? query.since }, words!, until)
    if (hits.length >= query.limit || since === query.since) break
  }
  return hits
}

/** Words and time are in one index; "offset 0" prevents a scan back in time through all headlines instead. */
function headlinesOf(db: Queryable, query: SearchQuery, words: string, until: Date): Promise<SearchHit[]> {
  return rows<SearchHit>(
    db,
    sql`with found as (
          select s.lead_article_id, s.last_published_at as at, s.title, s.outlet_count, s.language
          from stories s
          where s.merged_into_id is null and to_tsvector('simple', plain_words(s.title)) @@ ${words}::tsquery
            and search_facets(s.last_published_at, null) && case when ${query.since}::timestamptz is null then '{0}'
              else time_facets(${query.since}, ${until}) end
          offset 0),
        best as materialized (
          select f.* from found f
          left join articles lead on lead.id = f.lead_article_id left join outlets o on o.id = lead.outlet_id
          where (${query.language}::text is null or split_part(lower(f.language), '-', 1) = ${query.language})
            and (${query.country}::text is null or o.country = ${query.country})
            and (${query.outlet}::text is null or o.slug = ${query.outlet})
            and (${query.since}::timestamptz is null or f.at >= ${query.since})
            and (${query.before}::timestamptz is null or f.at < ${query.before})
          order by f.at desc limit ${query.limit})
        select a.id as article_id, o.name as outlet_name, a.language, translate(a.title, ${HIT_START + HIT_STOP}, '') as title,
               left(coalesce(a.dek, a.body), 240) as snippet, coalesce(a.published_at, a.first_seen_at) as at,
               a.published_precision, a.story_id, b.title as story_title, b.outlet_count as story_outlets,
               0 as ranked, b.at as oldest
        from best b join articles a on a.id = b.lead_article_id
        left join outlets o on o.id = a.outlet_id
        order by b.at desc, a.id desc`,
  )
}

/** Scripts without spaces between words: there a headline is one long word, and its parts are searched as letters. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** A text search query for headlines that have all these words or beginnings of words; null where there are none. */
export function headlineWords(text: string): string | null {
  if (SPACELESS.test(text)) return null
  const words = text.toLowerCase().match(/\p{N}+(?:\.\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu)
  return words
    ? words
        .slice(0, 20)
        .map((word) => `'${word}':*`)
        .join(' & ')
    : null
}
