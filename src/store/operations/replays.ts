import { first, type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

export interface ReplayFilter {
  readonly stage: 'fetch' | 'extract' | 'cluster'
  readonly reason: string | null
  /** Slug of the outlet. */
  readonly outlet: string | null
  /** Only articles that came in since. */
  readonly since: Date | null
  /** Only these articles; all if not given. */
  readonly articles?: readonly number[]
}

/**
 * Ids of the articles that can go through `stage` again, oldest first, after the id `after`. An article that was taken down,
 * or that is another article under a second address, stays as it is. To extract, the raw bytes must still exist.
 */
export async function replayable(
  db: Queryable,
  filter: ReplayFilter,
  after: number,
  limit: number,
): Promise<number[]> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`select a.id from articles a left join outlets o on o.id = a.outlet_id
        where a.id > ${after}
          and (${filter.articles ?? null}::bigint[] is null or a.id = any(${filter.articles ?? null}::bigint[]))
          and (${filter.reason}::text is null or a.reason = ${filter.reason})
          and (${filter.outlet}::text is null or o.slug = ${filter.outlet})
          and (${filter.since}::timestamptz is null or a.first_seen_at >= ${filter.since})
          and (a.reason is null or a.reason not in ('removed', 'same_as_known'))
          and a.stage in ('clustered', 'dropped', 'failed')
          and case ${filter.stage}::text
                when 'fetch' then a.url is not null
                when 'extract' then exists (
                  select 1 from documents d
                  where d.article_id = a.id and d.fetched_at in (a.document_at, a.text_document_at))
                else a.version > 0 and a.stage = 'clustered' end
        order by a.id limit ${limit}`,
  )
  return found.map((row) => row.id)
}

/**
 * Sends articles back to the stage `to`, unless another process has changed them meanwhile. Articles to be read again are
 * read from the document of their text on, so that a newer one that gave no text is tried again. An article that has a text
 * and is to be fetched again keeps its stage.
 *
 * @returns the ids that moved
 */
export async function sendBack(
  db: Queryable,
  ids: readonly number[],
  to: 'discovered' | 'fetched' | 'extracted',
): Promise<number[]> {
  const moved = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`update articles a set
          stage = case when ${to} <> 'discovered' or version = 0 then ${to}
                       when stage = 'clustered' then stage else 'extracted' end,
          refetch_at = case when ${to} = 'discovered' and version > 0 then now() else refetch_at end,
          document_at = case when ${to} = 'fetched' and exists (
            select 1 from documents d where d.article_id = a.id and d.fetched_at = a.text_document_at)
            then text_document_at else document_at end,
          reason = null, next_attempt_at = now(), parked_count = 0, try_count = 0, updated_at = now()
        where id = any(${ids}::bigint[]) and stage in ('clustered', 'dropped', 'failed')
          and reason is distinct from 'removed'
        returning id`,
  )
  return moved.map((row) => row.id)
}

/** How far the background re-extraction for an extractor's version has come, from the newest article down. */
export interface ReextractCursor {
  readonly version: number
  /** Articles below this id are still to be read; 0 when all were. */
  readonly before: number
}

/** Of the articles that an older extractor read and whose bytes still exist, the next ones: sent back to `fetched`. */
export async function sendBackOutdated(
  db: Queryable,
  cursor: ReextractCursor,
  limit: number,
): Promise<number[]> {
  const moved = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`update articles b set stage = 'fetched', reason = null, next_attempt_at = now(), try_count = 0, updated_at = now(),
          document_at = case when exists (
            select 1 from documents d where d.article_id = b.id and d.fetched_at = b.text_document_at)
            then text_document_at else document_at end
        where stage = 'clustered' and id in (
          select a.id from articles a
          where a.id < ${cursor.before} and a.stage = 'clustered' and a.extractor_version < ${cursor.version}
            and exists (select 1 from documents d
                        where d.article_id = a.id and d.fetched_at in (a.document_at, a.text_document_at))
          order by a.id desc limit ${limit} for update skip locked)
        returning id`,
  )
  return moved.map((row) => row.id)
}

/** The cursor with its age by the database's clock; undefined before any version was seen. */
export async function reextractCursor(
  db: Queryable,
): Promise<(ReextractCursor & { readonly savedAgoMs: number }) | undefined> {
  const row = await first<{ value: ReextractCursor; saved_ago_ms: number }>(
    db,
    sql`select value, (extract(epoch from now() - updated_at) * 1000)::float8 as saved_ago_ms
        from settings where key = 'reextract'`,
  )
  return row && { ...row.value, savedAgoMs: row.saved_ago_ms }
}

export async function saveReextractCursor(db: Queryable, cursor: ReextractCursor): Promise<void> {
  await run(
    db,
    sql`insert into settings (key, value) values ('reextract', ${JSON.stringify(cursor)}::jsonb)
        on conflict (key) do update set value = excluded.value, updated_at = now()`,
  )
}

/** What is stored of articles, to compare a new reading with. */
export type StoredReading = Pick<
  TableRow<'articles'>,
  | 'id'
  | 'url'
  | 'stage'
  | 'reason'
  | 'title'
  | 'dek'
  | 'body'
  | 'authors'
  | 'published_at'
  | 'language'
  | 'word_count'
  | 'document_at'
>

export function storedReadings(db: Queryable, ids: readonly number[]): Promise<StoredReading[]> {
  return rows<StoredReading>(
    db,
    sql`select id, url, stage, reason, title, dek, body, authors, published_at, language, word_count, document_at
        from articles where id = any(${ids}::bigint[]) order by id`,
  )
}
