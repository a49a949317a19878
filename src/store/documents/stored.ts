import { type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import type { GivenFields, StoredDocument } from './documents.ts'

export interface DocumentRow
  extends Pick<
    TableRow<'documents'>,
    | 'article_id'
    | 'fetched_at'
    | 'kind'
    | 'url'
    | 'http_status'
    | 'compression'
    | 'bytes'
    | 'object'
    | 'byte_count'
    | 'page'
    | 'page_count'
    | 'fingerprint'
    | 'complete'
  > {
  readonly headers: Record<string, string> | null
  readonly given: GivenFields | null
}

/** The documents that the articles' `document_at` name, by article. */
export async function loadDocuments(
  db: Queryable,
  refs: readonly { readonly id: number; readonly documentAt: Date | null }[],
): Promise<Map<number, StoredDocument>> {
  const present = refs.filter((ref) => ref.documentAt)
  if (!present.length) return new Map()
  const found = await documentsAt(
    db,
    present.map((ref) => ref.id),
    present.map((ref) => ref.documentAt),
  )
  const further = await loadFurtherPages(db, found)
  return new Map(found.map((row) => [row.article_id, storedDocument(row, further.get(row.article_id))]))
}

/** Documents by their article and time, pages of one article in order. */
function documentsAt(
  db: Queryable,
  articles: readonly number[],
  times: readonly (Date | null)[],
): Promise<DocumentRow[]> {
  return rows<DocumentRow>(
    db,
    sql`select d.article_id, d.fetched_at, d.kind, d.url, d.http_status, d.headers, d.given, d.compression, d.bytes, d.object, d.byte_count,
               d.page, d.page_count, d.fingerprint, d.complete
        from unnest(${articles}::bigint[], ${times}::timestamptz[]) as want (article_id, fetched_at)
        join documents d on d.article_id = want.article_id and d.fetched_at = want.fetched_at
        order by d.page`,
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
  const found = await documentsAt(
    db,
    refs.map((ref) => ref.article_id),
    refs.map((ref) => ref.fetched_at),
  )
  const pages = new Map<number, DocumentRow[]>()
  for (const row of found) pages.set(row.article_id, [...(pages.get(row.article_id) ?? []), row])
  return pages
}

export function storedDocument(row: DocumentRow, further: readonly DocumentRow[] = []): StoredDocument {
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
    object: row.object,
    byteCount: row.byte_count,
    fingerprint: row.fingerprint,
    complete: row.complete,
  }
}
