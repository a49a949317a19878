import { createHash } from 'node:crypto'
import { type PackedBytes, packBytes } from '../adapters/packed-bytes.ts'
import { type Queryable, rows, run, sql } from '../adapters/sql.ts'

export type DocumentKind = 'html' | 'text' | 'record'

/** Fields that came with a document and win over what is extracted from it. */
export interface GivenFields {
  readonly title?: string
  readonly authors?: readonly string[]
  readonly published_at?: string
  readonly language?: string
  /** True when the document's bytes are a body already extracted (possibly empty: a title alone). */
  readonly has_body?: boolean
}

export interface NewDocument {
  readonly kind: DocumentKind
  readonly url: string | null
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly given: GivenFields | null
  readonly bytes: Uint8Array
}

/** Its bytes stay packed until someone reads them (`unpackBytes`): most go on to a thread. */
export interface StoredDocument extends Omit<NewDocument, 'bytes'>, PackedBytes {
  readonly articleId: number
  readonly fetchedAt: Date
  /** The pages of the same article that follow it, in order. */
  readonly pages: readonly StoredDocument[]
}

export interface PackedDocument extends Omit<NewDocument, 'bytes'>, PackedBytes {
  /** Of the bytes and what was given with them. */
  readonly fingerprint: string
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

/** Stores documents, each for one article, all with the time `fetchedAt`; its further pages a millisecond apart after it. */
export async function insertDocuments(
  db: Queryable,
  items: readonly { articleId: number; document: PackedDocument; pages?: readonly PackedDocument[] }[],
  fetchedAt: Date,
): Promise<void> {
  if (!items.length) return
  const list = items.flatMap(({ articleId, document, pages = [] }) =>
    [document, ...pages].map((each, i) => ({
      articleId,
      document: each,
      page: i + 1,
      count: pages.length + 1,
    })),
  )
  const of = <T>(pick: (document: PackedDocument) => T) => list.map(({ document }) => pick(document))
  // All bytes as one binary value and where each begins: an array of them would be written out in hex and read again.
  const lengths = of(({ packed }) => packed.byteLength)
  let end = 1
  const starts = lengths.map((length) => (end += length) - length)
  await run(
    db,
    sql`insert into documents
          (article_id, fetched_at, kind, url, http_status, headers, given, compression, bytes, byte_count,
           fingerprint, page, page_count)
        select article_id, ${fetchedAt}::timestamptz + (page - 1) * interval '1 millisecond', kind, url, http_status,
               headers, given, compression,
               substring(${Buffer.concat(of(({ packed }) => packed))}::bytea from start for length), byte_count,
               fingerprint, page, page_count
        from unnest(${list.map((item) => item.articleId)}::bigint[], ${of((d) => d.kind)}::text[],
                    ${of((d) => d.url)}::text[], ${of((d) => d.status)}::int[],
                    ${of((d) => (d.headers ? JSON.stringify(d.headers) : null))}::jsonb[],
                    ${of((d) => (d.given ? JSON.stringify(d.given) : null))}::jsonb[],
                    ${of((d) => d.compression)}::text[], ${starts}::int[], ${lengths}::int[],
                    ${of((d) => d.byteCount)}::int[], ${of((d) => d.fingerprint)}::text[],
                    ${list.map((item) => item.page)}::smallint[], ${list.map((item) => item.count)}::smallint[])
          as d (article_id, kind, url, http_status, headers, given, compression, start, length, byte_count, fingerprint,
                page, page_count)
        on conflict (article_id, fetched_at) do nothing`,
  )
}

interface DocumentRow {
  article_id: number
  fetched_at: Date
  kind: DocumentKind
  url: string | null
  http_status: number | null
  headers: Record<string, string> | null
  given: GivenFields | null
  compression: 'none' | 'zstd'
  bytes: Buffer
  byte_count: number
  page: number
  page_count: number
}

/** The documents that the articles' `document_at` name, by article. */
export async function loadDocuments(
  db: Queryable,
  refs: readonly { readonly id: number; readonly documentAt: Date | null }[],
): Promise<Map<number, StoredDocument>> {
  const present = refs.filter((ref) => ref.documentAt)
  if (!present.length) return new Map()
  const found = await rows<DocumentRow>(
    db,
    sql`select d.article_id, d.fetched_at, d.kind, d.url, d.http_status, d.headers, d.given, d.compression, d.bytes, d.byte_count,
               d.page, d.page_count
        from unnest(${present.map((ref) => ref.id)}::bigint[], ${present.map((ref) => ref.documentAt)}::timestamptz[])
          as want (article_id, fetched_at)
        join documents d on d.article_id = want.article_id and d.fetched_at = want.fetched_at`,
  )
  const further = await loadFurtherPages(db, found)
  return new Map(found.map((row) => [row.article_id, storedDocument(row, further.get(row.article_id))]))
}

/** The pages that were stored after these first ones, by article. */
async function loadFurtherPages(
  db: Queryable,
  firsts: readonly DocumentRow[],
): Promise<Map<number, DocumentRow[]>> {
  const refs = firsts.flatMap(({ article_id, fetched_at, page, page_count }) =>
    page > 1
      ? []
      : Array.from({ length: page_count - 1 }, (_, i) => ({
          article_id,
          fetched_at: new Date(fetched_at.getTime() + i + 1),
        })),
  )
  if (!refs.length) return new Map()
  const found = await rows<DocumentRow>(
    db,
    sql`select d.article_id, d.fetched_at, d.kind, d.url, d.http_status, d.headers, d.given, d.compression, d.bytes, d.byte_count,
               d.page, d.page_count
        from unnest(${refs.map((ref) => ref.article_id)}::bigint[], ${refs.map((ref) => ref.fetched_at)}::timestamptz[])
          as want (article_id, fetched_at)
        join documents d on d.article_id = want.article_id and d.fetched_at = want.fetched_at
        order by d.page`,
  )
  const pages = new Map<number, DocumentRow[]>()
  for (const row of found) pages.set(row.article_id, [...(pages.get(row.article_id) ?? []), row])
  return pages
}

function storedDocument(row: DocumentRow, further: readonly DocumentRow[] = []): StoredDocument {
  return {
    pages: further.map((page) => storedDocument(page)),
    articleId: row.article_id,
    fetchedAt: row.fetched_at,
    kind: row.kind,
    url: row.url,
    status: row.http_status,
    headers: row.headers,
    given: row.given,
    compression: row.compression,
    packed: row.bytes,
    byteCount: row.byte_count,
  }
}
