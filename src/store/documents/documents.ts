import { createHash } from 'node:crypto'
import { type PackedBytes, packBytes } from '../../adapters/files/packed-bytes.ts'
import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import type { DocumentKind } from '../../schema/values.ts'
import { holdObjects } from './objects.ts'

/** Fields that came with a document and take precedence over extracted ones. */
export interface GivenFields {
  readonly title?: string
  readonly authors?: readonly string[]
  readonly published_at?: string
  readonly language?: string
}

export interface NewDocument {
  readonly kind: DocumentKind
  readonly url: string | null
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly given: GivenFields | null
  readonly bytes: Uint8Array
}

/** Its bytes stay compressed until they are read (`unpackBytes`): most are passed to a thread. */
export interface StoredDocument extends Omit<NewDocument, 'bytes'>, Omit<PackedBytes, 'packed'> {
  readonly articleId: number
  /** Null where they are kept elsewhere: `DocumentStore.bytesOf` returns them. */
  readonly packed: Uint8Array | null
  /** The name under which they are kept elsewhere. */
  readonly object: string | null
  readonly fetchedAt: Date
  /** The hash of the bytes and of the fields given with them. */
  readonly fingerprint: string
  /** False where a later page of the article never came. */
  readonly complete: boolean
  /** The pages of the same article that follow it, in order. */
  readonly pages: readonly StoredDocument[]
}

export interface PackedDocument extends Omit<NewDocument, 'bytes'>, PackedBytes {
  /** The hash of the bytes and of the fields given with them. */
  readonly fingerprint: string
  /** False where a later page of the article never came. */
  readonly complete?: boolean
  /** Under this name its bytes are kept elsewhere; `packed` is empty then. */
  readonly object?: string
}

/** Compresses a document before the transaction that stores it opens. */
export async function packDocument(document: NewDocument): Promise<PackedDocument> {
  const { bytes, ...rest } = document
  return {
    ...rest,
    ...(await packBytes(bytes)),
    fingerprint: createHash('sha1').update(bytes).update(JSON.stringify(document.given)).digest('base64url'),
  }
}

/** A document on its way into the database. */
export interface IncomingDocument {
  readonly articleId: number
  /** A document is found by its article and this instant: see `timesForDocuments`. */
  readonly at: Date
  readonly document: PackedDocument
  readonly pages?: readonly PackedDocument[]
}

/**
 * The times under which the next documents of `ids` are stored: `at`, or just after the newest document where `at` is not
 * later. So the documents of an article keep the order in which they came, whatever clocks say, and no two have the same
 * time. The caller holds the locks of the articles.
 */
export async function timesForDocuments(
  tx: Queryable,
  ids: readonly number[],
  at: Date,
): Promise<Map<number, Date>> {
  if (!ids.length) return new Map()
  const found = await rows<Pick<TableRow<'documents'>, 'article_id'> & { readonly newest: Date }>(
    tx,
    sql`select article_id, max(fetched_at) as newest from documents
        where article_id = any(${ids}::bigint[]) group by article_id`,
  )
  const newest = new Map(found.map((row) => [row.article_id, row.newest.getTime()]))
  return new Map(
    ids.map((id) => [id, new Date(Math.max(at.getTime(), (newest.get(id) ?? Number.NEGATIVE_INFINITY) + 1))]),
  )
}

/**
 * Stores documents, each for one article; the further pages of one follow it a millisecond apart.
 *
 * @throws TransientError where bytes that are kept elsewhere may be deleted there: see `holdObjects`
 */
export async function insertDocuments(db: Queryable, items: readonly IncomingDocument[]): Promise<void> {
  if (!items.length) return
  const list = items.flatMap(({ articleId, at, document, pages = [] }) =>
    [document, ...pages].map((each, i) => ({
      articleId,
      at,
      document: each,
      page: i + 1,
      count: pages.length + 1,
    })),
  )
  const of = <T>(pick: (document: PackedDocument) => T) => list.map(({ document }) => pick(document))
  await holdObjects(
    db,
    list.flatMap((item) => item.document.object ?? []),
  )
  // All bytes as one binary value, and the offset of each: an array would be written in hex and parsed again.
  const lengths = of(({ packed }) => packed.byteLength)
  let end = 1
  const starts = lengths.map((length) => (end += length) - length)
  await run(
    db,
    sql`insert into documents
          (article_id, fetched_at, kind, url, http_status, headers, given, compression, bytes, byte_count,
           fingerprint, page, page_count, complete, object)
        select article_id, at + (page - 1) * interval '1 millisecond', kind, url, http_status,
               headers, given, compression,
               case when object is null
                 then substring(${Buffer.concat(of(({ packed }) => packed))}::bytea from start for length) end, byte_count,
               fingerprint, page, page_count, complete, object
        from unnest(${list.map((item) => item.articleId)}::bigint[], ${list.map((item) => item.at)}::timestamptz[], ${of((d) => d.kind)}::text[],
                    ${of((d) => d.url)}::text[], ${of((d) => d.status)}::int[],
                    ${of((d) => (d.headers ? JSON.stringify(d.headers) : null))}::jsonb[],
                    ${of((d) => (d.given ? JSON.stringify(d.given) : null))}::jsonb[],
                    ${of((d) => d.compression)}::text[], ${starts}::int[], ${lengths}::int[],
                    ${of((d) => d.byteCount)}::int[], ${of((d) => d.fingerprint)}::text[],
                    ${list.map((item) => item.page)}::smallint[], ${list.map((item) => item.count)}::smallint[],
                    ${of((d) => d.complete ?? true)}::boolean[], ${of((d) => d.object ?? null)}::text[])
          as d (article_id, at, kind, url, http_status, headers, given, compression, start, length, byte_count,
                fingerprint, page, page_count, complete, object)
        on conflict (article_id, fetched_at) do nothing`,
  )
}

/** What distinguishes a document and its further pages from any other. */
export function identityOfDocument(document: {
  readonly kind: string
  readonly fingerprint: string
  readonly pages?: readonly { readonly fingerprint: string }[]
}): string {
  return [
    document.kind,
    document.fingerprint,
    ...(document.pages ?? []).map((page) => page.fingerprint),
  ].join(' ')
}

/** The identities (see `identityOfDocument`) of stored documents, by article. */
export async function storedIdentities(
  db: Queryable,
  refs: readonly { readonly id: number; readonly at: Date | null }[],
): Promise<Map<number, Set<string>>> {
  const present = refs.filter((ref) => ref.at)
  const identities = new Map<number, Set<string>>()
  if (!present.length) return identities
  const found = await rows<Pick<TableRow<'documents'>, 'article_id'> & { readonly identity: string }>(
    db,
    sql`select d.article_id, d.kind || ' ' || string_agg(p.fingerprint, ' ' order by p.page) as identity
        from (select distinct * from unnest(${present.map((ref) => ref.id)}::bigint[],
                                            ${present.map((ref) => ref.at)}::timestamptz[])) as want (article_id, fetched_at)
        join documents d on d.article_id = want.article_id and d.fetched_at = want.fetched_at
        join documents p on p.article_id = d.article_id and p.fetched_at >= d.fetched_at
          and p.fetched_at < d.fetched_at + d.page_count * interval '1 millisecond'
        group by d.article_id, d.fetched_at, d.kind`,
  )
  for (const { article_id, identity } of found)
    identities.set(article_id, (identities.get(article_id) ?? new Set()).add(identity))
  return identities
}
