import { type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import type { FeedRow } from './feeds.ts'

const RECENT = 400
/** Why a page proved not to be an article of the outlet. */
const OTHER_PAGES: readonly string[] = [
  'section_page',
  'product',
  'service',
  'login_page',
  'not_article',
  'soft_404',
]

type Row = NotNull<Pick<TableRow<'articles'>, 'url'>, 'url'> & { readonly is_article: boolean }

/**
 * Addresses of the feed's outlet (without one: of the feed's own entries) for which it is known whether they lead to an
 * article: the latest that became articles, and the latest that proved to be something else.
 */
export async function articleAddresses(
  db: Queryable,
  feed: Pick<FeedRow, 'id' | 'outlet_id'>,
): Promise<{ readonly url: string; readonly isArticle: boolean }[]> {
  const found = await rows<Row>(db, feed.outlet_id === null ? ofFeed(feed.id) : ofOutlet(feed.outlet_id))
  return found.map(({ url, is_article }) => ({ url, isArticle: is_article }))
}

const ofOutlet = (outletId: number) =>
  sql`(select url, true as is_article from articles
       where outlet_id = ${outletId} and stage in ('extracted', 'clustered') and url is not null
       order by published_at desc limit ${RECENT})
      union all
      (select url, false from articles
       where outlet_id = ${outletId} and stage = 'dropped' and reason = any(${OTHER_PAGES}::text[]) and url is not null
       order by published_at desc limit ${RECENT})`

const ofFeed = (feedId: number) =>
  sql`select a.url, a.stage <> 'dropped' as is_article from entries e join articles a on a.id = e.article_id
      where e.feed_id = ${feedId} and a.url is not null
        and (a.stage in ('extracted', 'clustered') or (a.stage = 'dropped' and a.reason = any(${OTHER_PAGES}::text[])))
      order by e.first_seen_at desc limit ${2 * RECENT}`
