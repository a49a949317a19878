import { transaction } from '../../adapters/postgres/db.ts'
import {
  documentsIn,
  type MovingDocument,
  type MovingPlace,
  referToObjects,
  takeBytesBack,
} from '../../store/documents/moves.ts'
import type { Deps } from '../deps.ts'
import { MissingDocumentError } from './document-store.ts'

export interface Moved {
  readonly documents: number
  /** Packed, as they are stored. */
  readonly bytes: number
  /** Documents whose bytes are not where they should be: they stay as they are. */
  readonly missing: number
}

const BATCH = 64

/**
 * Moves the bytes of all documents out of the database, or back into it, while workers continue. What was moved stays moved:
 * a pass that was interrupted continues when it is started again.
 *
 * @throws StoreTroubleError when the store stays unavailable
 */
export async function moveDocuments(
  deps: Deps,
  to: 'postgres' | 'elsewhere',
  onProgress: (moved: Moved) => void = () => {},
): Promise<Moved> {
  const moved = { documents: 0, bytes: 0, missing: 0 }
  const moveBatch = to === 'elsewhere' ? moveOut : moveBack
  let after: MovingPlace = { articleId: 0, at: '-infinity' }
  for (;;) {
    const batch = await documentsIn(deps.pool, to === 'elsewhere' ? 'postgres' : 'elsewhere', after, BATCH)
    const last = batch.at(-1)
    if (!last) return moved
    after = { articleId: last.articleId, at: last.at }
    const { documents, bytes, missing } = await moveBatch(deps, batch)
    moved.documents += documents
    moved.bytes += bytes
    moved.missing += missing
    onProgress({ ...moved })
  }
}

async function moveOut(deps: Deps, batch: readonly MovingDocument[]): Promise<Moved> {
  const full = batch.map(({ articleId, at, packed }) => ({ articleId, at, packed: packed! }))
  const kept = await deps.documents.keep(full)
  const documents = await transaction(deps.pool, (tx) =>
    referToObjects(
      tx,
      kept.map(({ articleId, at, object }) => ({ articleId, at, object: object! })),
    ),
  )
  return { documents, bytes: sizeOf(full.map(({ packed }) => packed)), missing: 0 }
}

async function moveBack(deps: Deps, batch: readonly MovingDocument[]): Promise<Moved> {
  const found = await Promise.all(
    batch.map(async (document) => {
      try {
        return { ...document, packed: (await deps.documents.bytesOf(document)).packed }
      } catch (error) {
        if (!(error instanceof MissingDocumentError)) throw error
        deps.log.error({ stage: 'documents', article_id: document.articleId }, error.message)
        return undefined
      }
    }),
  )
  const present = found.filter((document) => document !== undefined)
  const done = await transaction(deps.pool, async (tx) => {
    let count = 0
    for (const { articleId, at, object, packed } of present)
      if (await takeBytesBack(tx, { articleId, at, object: object! }, packed)) count++
    return count
  })
  return {
    documents: done,
    bytes: sizeOf(present.map(({ packed }) => packed)),
    missing: batch.length - present.length,
  }
}

const sizeOf = (all: readonly Uint8Array[]) => all.reduce((sum, { byteLength }) => sum + byteLength, 0)
