import { type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'

export interface SeenEntry {
  readonly guid: string
  readonly url: string | null
  readonly title: string | null
  readonly publishedAt: Date | null
  readonly articleId: number | null
  readonly refused: string | null
}

export interface KnownEntry {
  readonly guid: string
  readonly title: string | null
  readonly url: string | null
  readonly articleId: number | null
}

type EntryRow = Pick<TableRow<'entries'>, 'guid' | 'title' | 'url' | 'article_id'>

const knownEntry = ({ article_id, ...row }: EntryRow): KnownEntry => ({ ...row, articleId: article_id })

/** The guids of the feed that are known already, with the titles of their entries. */
export async function knownEntries(
  db: Queryable,
  feedId: number,
  guids: readonly string[],
): Promise<Map<string, KnownEntry>> {
  const found = await rows<EntryRow>(
    db,
    sql`select guid, title, url, article_id from entries where feed_id = ${feedId} and guid = any(${guids}::text[])`,
  )
  return new Map(found.map((row) => [row.guid, knownEntry(row)]))
}

/** The entry that the feed had last for each of these articles, where it had one. */
export async function entriesOfArticles(
  db: Queryable,
  feedId: number,
  articleIds: readonly number[],
): Promise<Map<number, KnownEntry>> {
  if (!articleIds.length) return new Map()
  const found = await rows<NotNull<EntryRow, 'article_id'>>(
    db,
    sql`select distinct on (article_id) guid, title, url, article_id from entries
        where feed_id = ${feedId} and article_id = any(${articleIds}::bigint[])
        order by article_id, first_seen_at desc, guid`,
  )
  return new Map(found.map((row) => [row.article_id, knownEntry(row)]))
}

/** Of these addresses and titles, the entries of the feed that led to no article. */
export async function entriesWithoutArticle(
  db: Queryable,
  feedId: number,
  wanted: readonly Pick<KnownEntry, 'url' | 'title'>[],
): Promise<readonly KnownEntry[]> {
  if (!wanted.length) return []
  const found = await rows<EntryRow>(
    db,
    sql`select e.guid, e.title, e.url, e.article_id from entries e
        where e.feed_id = ${feedId} and e.article_id is null
          and (coalesce(e.url, ''), coalesce(e.title, '')) in (
            select coalesce(url, ''), coalesce(title, '')
            from unnest(${wanted.map(({ url }) => url)}::text[], ${wanted.map(({ title }) => title)}::text[]) as w (url, title))`,
  )
  return found.map(knownEntry)
}

export async function insertEntries(tx: Tx, feedId: number, entries: readonly SeenEntry[]): Promise<number> {
  if (!entries.length) return 0
  const of = <T>(pick: (entry: SeenEntry) => T) => entries.map(pick)
  return run(
    tx,
    sql`insert into entries (feed_id, guid, url, title, published_at, article_id, refused)
        select ${feedId}, * from unnest(${of((e) => e.guid)}::text[], ${of((e) => e.url)}::text[], ${of((e) => e.title)}::text[],
          ${of((e) => e.publishedAt)}::timestamptz[], ${of((e) => e.articleId)}::bigint[], ${of((e) => e.refused)}::text[])
        on conflict (feed_id, guid) do nothing`,
  )
}

/** The feed gives a known entry another title now. `isNews`: fetch the page again soon. */
export async function noteRetitled(
  tx: Tx,
  feedId: number,
  guid: string,
  title: string,
  isNews: boolean,
): Promise<void> {
  await run(
    tx,
    sql`update entries e set title = ${title} where feed_id = ${feedId} and guid = ${guid}
          and not exists (select 1 from articles a where a.id = e.article_id and a.reason = 'removed')`,
  )
  if (!isNews) return
  await run(
    tx,
    sql`update articles set refetch_at = now()
        where id = (select article_id from entries where feed_id = ${feedId} and guid = ${guid})
          and stage in ('fetched', 'extracted', 'clustered')`,
  )
}
