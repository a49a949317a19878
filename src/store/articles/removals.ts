import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'
import { refreshStories } from '../stories/stories.ts'
import { dropOrFail } from './transitions.ts'

export interface Removed {
  readonly article_id: number
  readonly url: string | null
  /** Addresses that will not be accepted again. */
  readonly addresses: number
  /** Copies of it that stay: the earliest of them is the original now. */
  readonly copies: number
}

/**
 * Takes an article down: deletes its text, its versions, its raw bytes, its fingerprints and terms, and its titles in feeds.
 * The row stays, empty, as `dropped (removed)`, with tombstones by address and by text that keep it from coming back.
 * Removing it again changes nothing. @returns undefined when there is no such article
 */
export async function removeArticle(tx: Tx, id: number, reason: string): Promise<Removed | undefined> {
  const article = await first<
    Pick<TableRow<'articles'>, 'id' | 'url' | 'url_key' | 'content_hash' | 'story_id' | 'reason'>
  >(
    tx,
    sql`select id, url, url_key, content_hash, story_id, reason from articles where id = ${id} for update`,
  )
  if (!article) return undefined
  if (article.reason === 'removed') return { article_id: id, url: article.url, addresses: 0, copies: 0 }
  const aliases = await rows<Pick<TableRow<'articleUrls'>, 'url_key'>>(
    tx,
    sql`delete from article_urls where article_id = ${id} returning url_key`,
  )
  const keys = [
    ...new Set([article.url_key, ...aliases.map((row) => row.url_key)].filter((key) => key !== null)),
  ]
  await run(
    tx,
    sql`insert into tombstones (article_id, url_key, content_hash, reason)
        select ${id}::bigint, key, ${article.content_hash}::text, ${reason}::text
        from unnest(case when ${keys.length}::int = 0 then array[null]::text[] else ${keys}::text[] end) as key
        on conflict (url_key) do update set reason = excluded.reason, content_hash = coalesce(excluded.content_hash, tombstones.content_hash)`,
  )
  const copies = await leaveCopies(tx, id)
  await empty(tx, id, keys)
  if (article.story_id !== null) {
    await refreshStories(tx, [article.story_id])
    await forgetWords(tx, article.story_id)
  }
  await emitEvents(tx, [
    {
      kind: 'article.removed',
      subjectId: id,
      dedupeKey: `article.removed:${id}`,
      payload: { article_id: id },
    },
  ])
  return { article_id: id, url: article.url, addresses: keys.length, copies }
}

/** Removes words that may come from this article alone: a story with other articles gets new ones, an empty story none. */
async function forgetWords(tx: Tx, storyId: number): Promise<void> {
  await run(
    tx,
    sql`update stories set top_terms = '{}', title = case when article_count = 0 then null else title end
        where id = ${storyId}`,
  )
  // The repair pass computes the words of stories that have an article that is new to it.
  await run(
    tx,
    sql`update articles set clustered_at = now()
        where id = (select lead_article_id from stories where id = ${storyId} and article_count > 0) and stage = 'clustered'`,
  )
}

/**
 * Its copies stay (other outlets are responsible for them): the earliest becomes their original. What they took from it is
 * determined again by the repair pass, for which the new original counts as new.
 */
async function leaveCopies(tx: Tx, id: number): Promise<number> {
  const copies = await rows<Pick<TableRow<'articles'>, 'id'>>(
    tx,
    sql`select id from articles where duplicate_of = ${id}
        order by coalesce(published_at, first_seen_at), id for update`,
  )
  const heir = copies[0]?.id
  if (heir === undefined) return 0
  await run(
    tx,
    sql`update articles set duplicate_of = nullif(${heir}::bigint, id), updated_at = now(),
          similarity = null, copy_reasons = null,
          clustered_at = case when id = ${heir}::bigint and stage = 'clustered' then now() else clustered_at end
        where duplicate_of = ${id}`,
  )
  return copies.length
}

async function empty(tx: Tx, id: number, keys: readonly string[]): Promise<void> {
  await run(
    tx,
    sql`update articles set
          stage = 'dropped', reason = 'removed', version = 0, refetch_at = null, next_attempt_at = now(), try_count = 0,
          title = null, dek = null, authors = '{}', agencies = '[]', dateline = null, published_raw = null,
          section = null, tags = '{}', canonical_url = null, image_url = null, captions = '[]', provenance = null,
          body = null, body_html = null, word_count = 0, content_hash = null, etag = null, last_modified = null,
          duplicate_of = null, similarity = null, copy_reasons = null, story_id = null, story_pinned_by = null,
          syndicated_from = null, feed_title = null, feed_author = null, corrections = null, document_at = null,
          text_document_at = null, text_document_kind = null, document_reason = null, gone_since = null, withdrawn_at = null,
          refetch_reason = null, refetch_parked_count = 0, text_revision = text_revision + 1, updated_at = now()
        where id = ${id}`,
  )
  // Articles that proved to be the same text under another address.
  await run(
    tx,
    sql`update articles set feed_title = null, feed_author = null, document_at = null where url_key = any(${keys}::text[]) and id <> ${id} and reason = 'same_as_known'`,
  )
  const ids = (
    await rows<Pick<TableRow<'articles'>, 'id'>>(
      tx,
      sql`select id from articles where id = ${id} or (url_key = any(${keys}::text[]) and reason = 'same_as_known')`,
    )
  ).map((row) => row.id)
  await run(tx, sql`delete from article_versions where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from documents where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from article_fingerprints where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from article_terms where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from article_profiles where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from article_entities where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from article_withdrawals where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from story_links where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from annotations where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from annotation_failures where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`delete from enqueue_requests where article_id = any(${ids}::bigint[])`)
  await run(tx, sql`update entries set title = null where article_id = any(${ids}::bigint[])`)
}

/** Those of `hashes` that were taken down. */
export async function removedTexts(db: Queryable, hashes: readonly string[]): Promise<Set<string>> {
  if (!hashes.length) return new Set()
  const found = await rows<NotNull<Pick<TableRow<'tombstones'>, 'content_hash'>, 'content_hash'>>(
    db,
    sql`select distinct content_hash from tombstones where content_hash = any(${hashes}::text[])`,
  )
  return new Set(found.map((row) => row.content_hash))
}

/** A text that was taken down came in another way: it is deleted, with its bytes. An article that has a text keeps it. */
export async function refuseRemovedText(
  tx: Tx,
  article: { readonly id: number; readonly version: number },
): Promise<void> {
  await run(
    tx,
    sql`delete from documents d using articles a where a.id = ${article.id} and d.article_id = a.id
          and d.fetched_at = a.document_at + (d.page - 1) * interval '1 millisecond'`,
  )
  await run(
    tx,
    sql`update entries set title = null where article_id = ${article.id} and ${article.version}::int = 0`,
  )
  await dropOrFail(tx, article.id, 'dropped', 'removed')
  await run(
    tx,
    sql`update articles set feed_title = null, feed_author = null,
          document_at = case when stage = 'dropped' then null else document_at end,
          refetch_at = case when stage = 'dropped' then null else refetch_at end, updated_at = now()
        where id = ${article.id}`,
  )
}

/** Whether the article was taken down. */
export async function isRemoved(db: Queryable, id: number): Promise<boolean> {
  return (await first(db, sql`select 1 from articles where id = ${id} and reason = 'removed'`)) !== undefined
}
