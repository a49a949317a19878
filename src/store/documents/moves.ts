import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { StoredDocument } from './documents.ts'
import { holdObjects, loosenObjects } from './objects.ts'
import { type DocumentRow, storedDocument } from './stored.ts'

/** A document on its way from the database to the document store, or back. */
export interface MovingDocument extends StoredDocument {
  /** The instant under which it is stored, with all its digits. */
  readonly at: string
}

/** How far a pass over all documents has come. */
export interface MovingPlace {
  readonly articleId: number
  readonly at: string
}

/** The next documents that are kept in one of the two places, in a fixed order. */
export async function documentsIn(
  db: Queryable,
  place: 'postgres' | 'elsewhere',
  after: MovingPlace,
  most: number,
): Promise<MovingDocument[]> {
  const found = await rows<DocumentRow & { readonly at: string }>(
    db,
    sql`select *, fetched_at::text as at from documents
        where (article_id, fetched_at) > (${after.articleId}, ${after.at}::timestamptz)
          and (object is null) = ${place === 'postgres'}
        order by article_id, fetched_at limit ${most}::int`,
  )
  return found.map((row) => ({ ...storedDocument(row), at: row.at }))
}

/** How many documents are kept in one of the two places, and how many bytes they have unpacked. */
export async function countIn(
  db: Queryable,
  place: 'postgres' | 'elsewhere',
): Promise<{ readonly documents: number; readonly bytes: number }> {
  const row = await first<{ documents: number; bytes: number }>(
    db,
    sql`select count(*) as documents, coalesce(sum(byte_count), 0)::bigint as bytes from documents
        where (object is null) = ${place === 'postgres'}`,
  )
  return row!
}

/**
 * The bytes of these documents are announced and stored elsewhere: from now on their rows refer to them.
 * @returns how many rows; those that no longer exist, or were moved by another process, are not counted
 */
export async function referToObjects(
  tx: Tx,
  documents: readonly (Pick<MovingDocument, 'articleId' | 'at'> & { readonly object: string })[],
): Promise<number> {
  await holdObjects(
    tx,
    documents.map(({ object }) => object),
  )
  return run(
    tx,
    sql`update documents d set object = m.object, bytes = null
        from unnest(${documents.map((one) => one.articleId)}::bigint[], ${documents.map((one) => one.at)}::timestamptz[],
                    ${documents.map((one) => one.object)}::text[]) as m (article_id, fetched_at, object)
        where d.article_id = m.article_id and d.fetched_at = m.fetched_at and d.object is null`,
  )
}

/**
 * Puts the bytes of a document into its row; its object becomes loose. @returns whether the row still existed, with its bytes
 * elsewhere
 */
export async function takeBytesBack(
  tx: Tx,
  { articleId, at, object }: MovingPlace & { readonly object: string },
  packed: Uint8Array,
): Promise<boolean> {
  const moved = await run(
    tx,
    sql`update documents set bytes = ${Buffer.from(packed)}, object = null
        where article_id = ${articleId} and fetched_at = ${at}::timestamptz and object = ${object}`,
  )
  if (moved) await loosenObjects(tx, [object], LOOSEN_MINUTES)
  return moved > 0
}

/** Longer than the transaction that moves a document. */
const LOOSEN_MINUTES = 5
