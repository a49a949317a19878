import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from 'node:zlib'
import { first, type Queryable, rows, run, sql } from '../adapters/sql.ts'

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

export interface StoredDocument extends NewDocument {
  readonly articleId: number
  readonly fetchedAt: Date
  /** The pages of the same article that follow it, in order. */
  readonly pages: readonly StoredDocument[]
}

export interface PackedDocument extends Omit<NewDocument, 'bytes'> {
  readonly compression: 'none' | 'zstd'
  readonly packed: Uint8Array
  readonly byteCount: number
  /** Of the bytes and what was given with them. */
  readonly fingerprint: string
}

const MAX_UNPACKED_BYTES = 256 * 1024 * 1024
/** Up to here the call itself is quicker than handing it to another thread: 0.2 against 0.5 ms for a page of 80 KB. */
const AT_ONCE_BYTES = 512 * 1024
const compressApart = promisify(zstdCompress)
const decompressApart = promisify(zstdDecompress)

async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes.byteLength <= AT_ONCE_BYTES ? zstdCompressSync(bytes) : compressApart(bytes)
}

async function decompress(bytes: Uint8Array, unpackedBytes: number): Promise<Uint8Array> {
  const limit = { maxOutputLength: MAX_UNPACKED_BYTES }
  return unpackedBytes <= AT_ONCE_BYTES ? zstdDecompressSync(bytes, limit) : decompressApart(bytes, limit)
}

/** Compresses a document before the transaction that stores it opens. */
export async function packDocument(document: NewDocument): Promise<PackedDocument> {
  const { bytes, ...rest } = document
  const small = bytes.byteLength < 256
  return {
    ...rest,
    compression: small ? 'none' : 'zstd',
    packed: small ? bytes : await compress(bytes),
    byteCount: bytes.byteLength,
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
  return new Map(
    await Promise.all(
      found.map(async (row) => [row.article_id, await unpack(row, further.get(row.article_id))] as const),
    ),
  )
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

/** The newest document of an article. */
export async function newestDocument(db: Queryable, articleId: number): Promise<StoredDocument | undefined> {
  const row = await first<DocumentRow>(
    db,
    sql`select article_id, fetched_at, kind, url, http_status, headers, given, compression, bytes, byte_count, page, page_count
        from documents where article_id = ${articleId} and page = 1 order by fetched_at desc limit 1`,
  )
  return row && unpack(row)
}

async function unpack(row: DocumentRow, further: readonly DocumentRow[] = []): Promise<StoredDocument> {
  return {
    pages: await Promise.all(further.map((page) => unpack(page))),
    articleId: row.article_id,
    fetchedAt: row.fetched_at,
    kind: row.kind,
    url: row.url,
    status: row.http_status,
    headers: row.headers,
    given: row.given,
    bytes: row.compression === 'zstd' ? await decompress(row.bytes, row.byte_count) : row.bytes,
  }
}
