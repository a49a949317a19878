import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { ExtractResult } from '../../core/article/types.ts'
import type { OutletFacts } from '../../core/record/record.ts'
import type { TableRow } from '../../schema/rows.ts'
import type { StoredDocument } from '../documents/documents.ts'
import { loadDocuments } from '../documents/stored.ts'
import { outletsById, outletsWithMasthead } from '../sources/outlets.ts'
import type { ReadState } from './transitions.ts'

/** The result of reading a document. */
export interface Extracted extends Omit<ExtractResult, 'explain'> {
  /** The identity of the body, or null where there is too little text to have one. */
  readonly contentHash: string | null
}

type StoredArticle = Pick<
  TableRow<'articles'>,
  | 'id'
  | 'outlet_id'
  | 'version'
  | 'parked_count'
  | 'url'
  | 'url_key'
  | 'title'
  | 'body'
  | 'feed_title'
  | 'feed_author'
  | 'feed_published_at'
  | 'extractor_version'
  | 'corrections'
  | 'text_document_at'
  | 'text_document_kind'
>

/** An article whose document is to be read, with all that reading it needs. */
export interface ExtractInput extends StoredArticle, ReadState {
  readonly document: StoredDocument | undefined
  /** The document that the stored text was read from, where it is another one and is still kept. */
  readonly previous: StoredDocument | undefined
  readonly outlet: OutletFacts | null
  readonly registry: readonly OutletFacts[]
  readonly boilerplate: readonly string[]
}

/** Where an outlet's boilerplate is known, one article in this many is counted: an outlet rarely changes its template. */
const TEACHES_ONE_IN = 4

export function loadForExtract(db: Queryable, ids: readonly number[]): Promise<ExtractInput[]> {
  return loadForReading(db, ids, 'fetched')
}

/** The same for articles in any stage, to read them without storing the result. */
export async function loadForReading(
  db: Queryable,
  ids: readonly number[],
  stage: 'fetched' | null = null,
): Promise<ExtractInput[]> {
  const found = await rows<StoredArticle & ReadState>(
    db,
    sql`select id, stage, text_revision, date_trunc('milliseconds', refetch_at) as refetch_at, outlet_id, version,
               parked_count, url, url_key, title, body, feed_title, feed_author, feed_published_at,
               extractor_version, corrections, document_at, text_document_at, text_document_kind
        from articles
        where id = any(${ids}::bigint[]) and (${stage}::text is null or stage = ${stage}) order by id`,
  )
  const outletIds = [...new Set(found.flatMap((row) => row.outlet_id ?? []))]
  const [documents, previous, outlets, registry, blocks] = await Promise.all([
    loadDocuments(
      db,
      found.map((row) => ({ id: row.id, documentAt: row.document_at })),
    ),
    loadDocuments(
      db,
      found
        .filter((row) => row.text_document_at?.getTime() !== row.document_at?.getTime())
        .map((row) => ({ id: row.id, documentAt: row.text_document_at })),
    ),
    outletIds.length ? outletsById(db, outletIds) : [],
    found.some((row) => row.outlet_id === null) ? outletsWithMasthead(db) : [],
    outletIds.length ? repeatedBlocks(db, outletIds) : new Map<number, string[]>(),
  ])
  const byId = new Map(outlets.map((outlet) => [outlet.id, outlet]))
  return found.map((row) => ({
    ...row,
    document: documents.get(row.id),
    previous: previous.get(row.id),
    outlet: (row.outlet_id !== null && byId.get(row.outlet_id)) || null,
    registry,
    boilerplate: (row.outlet_id !== null && blocks.get(row.outlet_id)) || [],
  }))
}

/** A block counts as an outlet's boilerplate once it was in three of its articles: as in outlet_blocks_repeated. */
async function repeatedBlocks(db: Queryable, outletIds: readonly number[]): Promise<Map<number, string[]>> {
  const found = await rows<Pick<TableRow<'outletBlocks'>, 'outlet_id'> & { readonly hashes: string[] }>(
    db,
    sql`select outlet_id, array_agg(block_hash) as hashes from outlet_blocks
        where outlet_id = any(${outletIds}::bigint[]) and article_count >= 3 group by outlet_id`,
  )
  return new Map(found.map((row) => [row.outlet_id, row.hashes]))
}

/**
 * Counts the blocks of first-time articles for their outlets, except those known as boilerplate already. It may fail without
 * harm, and is not part of the step: it only learns.
 */
export async function learnBlocks(
  db: Queryable,
  items: readonly { input: ExtractInput; value: Extracted }[],
): Promise<void> {
  const pairs = items.flatMap(({ input, value }) => {
    if (input.version > 0 || input.outlet_id === null) return []
    if (input.boilerplate.length && input.id % TEACHES_ONE_IN) return []
    const known = new Set(input.boilerplate)
    return [...new Set(value.blockHashes)]
      .filter((hash) => !known.has(hash))
      .map((hash) => ({ outlet: input.outlet_id, article: input.id, hash }))
  })
  if (!pairs.length) return
  await run(
    db,
    sql`insert into outlet_blocks (outlet_id, block_hash, article_count, first_article_id)
        select outlet_id, block_hash, count(*), min(article_id)
        from unnest(${pairs.map((p) => p.outlet)}::bigint[], ${pairs.map((p) => p.hash)}::text[],
                    ${pairs.map((p) => p.article)}::bigint[]) as b (outlet_id, block_hash, article_id)
        group by outlet_id, block_hash order by outlet_id, block_hash
        on conflict (outlet_id, block_hash) do update
          set article_count = outlet_blocks.article_count + excluded.article_count, last_seen_on = current_date`,
  )
}
