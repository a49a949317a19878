import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { articlesByKey } from '../articles/articles.ts'
import {
  identityOfDocument,
  insertDocuments,
  type PackedDocument,
  timesForDocuments,
} from '../documents/documents.ts'
import { type LoadedLine, recordLines } from './load-records.ts'

/** One thing to load: a document, with an address or an external id or neither. */
export interface LoadItem extends LoadedLine {
  readonly url: string | null
  readonly urlKey: string | null
  readonly host: string | null
  readonly externalId: string | null
  readonly outletId: number | null
  readonly document: PackedDocument
}

export type LoadVerdict = 'new' | 'known' | 'revised' | 'removed'

/**
 * Stores a batch of documents with their articles in stage `fetched`. No identity may occur twice in one batch.
 *
 * What has an address is the article of that address; what has an external id only is the article of that id; what has
 * neither is identified by its bytes. If the bytes are those of its newest document, nothing changes. Other bytes under a
 * known identity are a revision, and each is read in its turn: a text that returns after another one is a third text.
 */
export async function storeLoaded(
  tx: Tx,
  loadId: number,
  items: readonly LoadItem[],
  at: Date,
): Promise<{ readonly verdict: LoadVerdict; readonly articleId: number | null }[]> {
  const identities = items.map(identityOf)
  const urlKeys = items.flatMap((item) => item.urlKey ?? [])
  const removed = new Set(
    (
      await rows<NotNull<Pick<TableRow<'tombstones'>, 'url_key'>, 'url_key'>>(
        tx,
        sql`select url_key from tombstones where url_key = any(${urlKeys}::text[])`,
      )
    ).map((row) => row.url_key),
  )
  // Two concurrent loads of one file must not both find an identity new.
  await run(
    tx,
    sql`select pg_advisory_xact_lock(k) from (
          select distinct hashtextextended(key, 1) as k
          from unnest(${[...identities, ...urlKeys]}::text[]) as key order by 1) as sorted`,
  )
  const known = await knownArticles(tx, items)
  const verdicts: { verdict: LoadVerdict; articleId: number | null }[] = []
  const fresh: number[] = []
  const revisions: { articleId: number; item: LoadItem }[] = []
  for (const [index, item] of items.entries()) {
    const articleId = item.urlKey ? known.byUrl.get(item.urlKey) : known.byId.get(identityOf(item))
    if (item.urlKey && removed.has(item.urlKey)) verdicts[index] = { verdict: 'removed', articleId: null }
    else if (articleId === undefined) fresh.push(index)
    else if (known.removed.has(articleId)) verdicts[index] = { verdict: 'removed', articleId: null }
    else if (known.newest.get(articleId) === identityOfDocument(item.document))
      verdicts[index] = { verdict: 'known', articleId }
    else {
      revisions.push({ articleId, item })
      verdicts[index] = { verdict: 'revised', articleId }
    }
  }
  const ids = await insertFetched(
    tx,
    fresh.map((index) => items[index]!),
    at,
  )
  for (const [i, index] of fresh.entries()) verdicts[index] = { verdict: 'new', articleId: ids[i]! }
  await revise(tx, revisions, at)
  await linkExternalIds(
    tx,
    items.flatMap((item, i) => {
      const articleId = verdicts[i]!.articleId
      return articleId === null ? [] : [{ item, articleId }]
    }),
  )
  await recordLines(
    tx,
    loadId,
    items.map((item, i) => ({ item, articleId: verdicts[i]!.articleId })),
  )
  return verdicts
}

/** Given ids are shown and exported (`load`); an identity by content is internal. */
function sourceOf(item: LoadItem): 'load' | 'content' {
  return item.externalId === null ? 'content' : 'load'
}

/** An external id, or the bytes themselves where there is no id either. */
export function identityOf(item: LoadItem): string {
  return item.externalId ?? `sha1:${item.document.fingerprint}`
}

interface Known {
  readonly removed: ReadonlySet<number>
  readonly byUrl: ReadonlyMap<string, number>
  readonly byId: ReadonlyMap<string, number>
  /** The identity of each article's newest document. */
  readonly newest: ReadonlyMap<number, string>
}

async function knownArticles(tx: Tx, items: readonly LoadItem[], isSecondLook = false): Promise<Known> {
  const byUrl = await articlesByKey(
    tx,
    items.flatMap((item) => item.urlKey ?? []),
  )
  const found = await rows<Pick<TableRow<'articleExternalIds'>, 'external_id' | 'article_id'>>(
    tx,
    sql`select external_id, article_id from article_external_ids
        where source in ('load', 'content') and external_id = any(${items.map(identityOf)}::text[])`,
  )
  const byId = new Map(found.map((row) => [row.external_id, row.article_id]))
  const ids = [...new Set([...byUrl.values(), ...byId.values()])]
  // From here on no other transaction gives these articles a document, reads one of theirs or merges them.
  const locked = await rows<Pick<TableRow<'articles'>, 'id' | 'reason'>>(
    tx,
    sql`select id, reason from articles where id = any(${ids}::bigint[]) order by id for update`,
  )
  // It proved to be another article under a second address while this waited: a new lookup of the address gives that one.
  const merged = new Set(locked.flatMap(({ id, reason }) => (reason === 'same_as_known' ? [id] : [])))
  if (!isSecondLook && [...byUrl.values(), ...byId.values()].some((id) => merged.has(id)))
    return knownArticles(tx, items, true)
  const documents = await rows<Pick<TableRow<'documents'>, 'article_id'> & { readonly identity: string }>(
    tx,
    sql`select distinct on (article_id) article_id, kind || ' ' || fingerprint as identity from documents
        where article_id = any(${ids}::bigint[]) and page = 1 order by article_id, fetched_at desc`,
  )
  return {
    removed: new Set(locked.flatMap(({ id, reason }) => (reason === 'removed' ? [id] : []))),
    byUrl,
    byId,
    newest: new Map(documents.map((row) => [row.article_id, row.identity])),
  }
}

async function insertFetched(tx: Tx, items: readonly LoadItem[], at: Date): Promise<number[]> {
  if (!items.length) return []
  const made = await rows<{ id: number; n: number }>(
    tx,
    sql`with input as (
          select * from unnest(${items.map((_, i) => i)}::int[], ${items.map((i) => i.url)}::text[],
            ${items.map((i) => i.urlKey)}::text[], ${items.map((i) => i.host)}::text[],
            ${items.map((i) => i.outletId)}::bigint[])
            as i (n, url, url_key, host, outlet_id)),
        numbered as (select *, nextval(pg_get_serial_sequence('articles', 'id')) as id from input order by n),
        made as (
          insert into articles (id, url, url_key, host, outlet_id, lane, stage, document_at, fetched_at)
          overriding system value
          select id, url, url_key, host, outlet_id, 'backfill', 'fetched', ${at}, ${at} from numbered)
        select id, n from numbered order by n`,
  )
  const ids = made.map((row) => row.id)
  await insertDocuments(
    tx,
    items.map((item, i) => ({ articleId: ids[i]!, at, document: item.document })),
  )
  return ids
}

async function linkExternalIds(
  tx: Tx,
  links: readonly { item: LoadItem; articleId: number }[],
): Promise<void> {
  const wanted = links.filter(({ item }) => item.externalId !== null || item.urlKey === null)
  if (!wanted.length) return
  await run(
    tx,
    sql`insert into article_external_ids (source, external_id, article_id)
        select source, external_id, article_id
        from unnest(${wanted.map(({ item }) => sourceOf(item))}::text[],
                    ${wanted.map(({ item }) => identityOf(item))}::text[], ${wanted.map((w) => w.articleId)}::bigint[])
          as l (source, external_id, article_id)
        order by source, external_id
        on conflict (source, external_id) do nothing`,
  )
}

/** Puts each document after those that its article has already; documents that wait to be read are read first. */
async function revise(
  tx: Tx,
  revisions: readonly { articleId: number; item: LoadItem }[],
  at: Date,
): Promise<void> {
  if (!revisions.length) return
  const inTurn: { articleId: number; item: LoadItem }[][] = []
  for (const revision of revisions) {
    const turn = inTurn.find((list) => list.every(({ articleId }) => articleId !== revision.articleId))
    if (turn) turn.push(revision)
    else inTurn.push([revision])
  }
  for (const list of inTurn) {
    const ids = list.map(({ articleId }) => articleId)
    const times = await timesForDocuments(tx, ids, at)
    await insertDocuments(
      tx,
      list.map(({ articleId, item }) => ({
        articleId,
        at: times.get(articleId)!,
        document: item.document,
      })),
    )
    await run(
      tx,
      sql`update articles a set stage = 'fetched', reason = null,
            document_at = case when a.stage = 'fetched' and a.document_at is not null then a.document_at else r.at end, fetched_at = r.at,
            next_attempt_at = now(), parked_count = 0, try_count = 0, updated_at = now()
          from unnest(${ids}::bigint[], ${ids.map((id) => times.get(id)!)}::timestamptz[]) as r (id, at)
          where a.id = r.id`,
    )
  }
}
