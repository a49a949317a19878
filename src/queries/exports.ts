import { prepared, type Statement, sql } from '../adapters/postgres/sql.ts'
import { fieldColumns } from '../store/articles/columns.ts'

export const exportKinds = ['articles', 'stories', 'story-articles', 'syndication'] as const
export type ExportKind = (typeof exportKinds)[number]

/** The statement that reads the rows of an export, in the order of their ids. */
export function exportStatement(kind: ExportKind, since: Date | null): Statement {
  return statements[kind](since)
}

const exportedArticles = prepared(
  `select article_id, external_ids, url, url_key, outlet, stage, reason, ${fieldColumns()},
          story_id, duplicate_of, extractor_version, first_seen_at, updated_at
   from news.articles
   where $1::timestamptz is null or updated_at >= $1
   order by article_id`,
)

const statements = {
  articles: exportedArticles,
  stories: (since: Date | null) => sql`
    select s.story_id, s.title, s.language, s.first_published_at, s.last_published_at, s.article_count, s.outlet_count,
           s.independent_count, s.lead_article_id, s.merged_into, s.top_terms
    from news.stories s join stories t on t.id = s.story_id
    where ${since}::timestamptz is null or t.updated_at >= ${since}
    order by s.story_id`,
  // One line per external id, and one for an article without any. A copy names its original; several ids of one
  // article are copies of its first.
  'story-articles': (since: Date | null) => sql`
    select x.external_id, a.article_id, a.story_id, a.outlet, a.url, a.title, a.published_at, a.duplicate_of,
           nullif(f.first_id, x.external_id) as duplicate_of_external_id, a.similarity, s.reasons
    from news.articles a
    join news.story_articles s on s.article_id = a.article_id
    left join article_external_ids x on x.article_id = a.article_id and x.source <> 'content'
    left join lateral (
      select min(o.external_id) as first_id from article_external_ids o
      where o.article_id = coalesce(a.duplicate_of, a.article_id) and o.source <> 'content') f on x.external_id is not null
    where ${since}::timestamptz is null or a.updated_at >= ${since}
    order by a.article_id, x.external_id`,
  syndication: (since: Date | null) => sql`
    select c.article_id, c.outlet, c.url, c.title, c.published_at, c.duplicate_of as original_id, o.outlet as original_outlet,
           o.url as original_url, o.published_at as original_published_at, c.similarity,
           round(extract(epoch from c.published_at - o.published_at) / 60)::integer as minutes_later,
           (t.copy_reasons ->> 'share_of_original')::real as share_of_original,
           (t.copy_reasons ->> 'words_cut')::integer as words_cut,
           (t.copy_reasons ->> 'words_added')::integer as words_added
    from news.articles c join articles t on t.id = c.article_id join news.articles o on o.article_id = c.duplicate_of
    where ${since}::timestamptz is null or c.updated_at >= ${since}
    order by c.article_id`,
} satisfies Record<ExportKind, (since: Date | null) => Statement>
