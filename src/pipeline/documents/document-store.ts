import { setTimeout as sleep } from 'node:timers/promises'
import type { PackedBytes } from '../../adapters/files/packed-bytes.ts'
import { hashOfBytes, nameOfHash } from '../../adapters/objects/names.ts'
import { type ObjectStore, StoreTroubleError } from '../../adapters/objects/types.ts'
import type { Queryable } from '../../adapters/postgres/sql.ts'
import { TransientError } from '../../core/record/outcome.ts'
import type { PackedDocument, StoredDocument } from '../../store/documents/documents.ts'
import { announceObjects } from '../../store/documents/objects.ts'
import type { Availability } from './availability.ts'

/** Where the bytes of documents are: in their rows, or outside of the database under their hash. */
export interface DocumentStore {
  /** The present trouble with the place, with its name; null where there is none, and where documents are in Postgres. */
  readonly trouble: string | null
  /** Undefined where no place outside of the database is named. */
  readonly elsewhere: ExternalStore | undefined
  /**
   * Puts the bytes of documents where they are kept; outside of the database they are stored durably when this returns. Then
   * the documents must be inserted within half an hour.
   *
   * @throws StoreTroubleError when the place stays unavailable, TransientError when the same bytes are just being deleted
   */
  keep<D extends Packed>(documents: readonly D[], signal?: AbortSignal): Promise<(D & Kept)[]>
  /** @throws MissingDocumentError where they are gone or damaged, StoreTroubleError when the place stays unavailable */
  bytesOf(document: StoredDocument, signal?: AbortSignal): Promise<PackedBytes>
  /** Waits until the place is available. @throws when `signal` aborts */
  untilBack(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

type Packed = Pick<PackedDocument, 'packed'>
type Kept = Pick<PackedDocument, 'packed' | 'object'>

/** A place outside of the database, as maintenance needs it. */
export interface ExternalStore {
  readonly store: ObjectStore
  readonly availability: Availability
  /** False: existing objects are read, but new documents go into Postgres. */
  readonly write: boolean
}

/** The row exists, its bytes do not. */
export class MissingDocumentError extends Error {
  override readonly name = 'MissingDocumentError'
}

/** Objects that are put or fetched at a time for one caller. */
const AT_ONCE = 8
/** A deletion that has begun ends within seconds. */
const DELETING_TRIES = 20
const DELETING_PAUSE_MS = 500

/** Everything is in Postgres, except documents that were stored elsewhere before and can no longer be read. */
export function documentsInPostgres(): DocumentStore {
  return {
    trouble: null,
    elsewhere: undefined,
    keep: async (documents) => [...documents],
    async bytesOf(document) {
      const { packed, compression, byteCount } = document
      if (packed) return { packed, compression, byteCount }
      throw new MissingDocumentError(
        `${nameOf(document)} is kept outside of the database, and NEWSLOOM_DOCUMENTS_URL does not say where`,
      )
    },
    untilBack: async () => {},
    close: async () => {},
  }
}

/** @param db where objects are announced, outside of any transaction */
export function documentsElsewhere(db: Queryable, elsewhere: ExternalStore): DocumentStore {
  const { store, availability, write } = elsewhere
  /** Errors of `work` get the name of the place. */
  const use = async <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    try {
      return await availability.run(work, signal)
    } catch (error) {
      if (!(error instanceof StoreTroubleError)) throw error
      throw new StoreTroubleError(`${store.place} cannot be used: ${error.message}`, { cause: error })
    }
  }
  return {
    elsewhere,
    get trouble() {
      return availability.trouble === null ? null : `${store.place} cannot be used: ${availability.trouble}`
    },
    async keep(documents, signal) {
      if (!write) return [...documents]
      const bytes = new Map(documents.map(({ packed }) => [hashOfBytes(packed), packed]))
      const missing = await announce(db, [...bytes.keys()])
      await inTurns(missing, (hash) => use(() => store.put(nameOfHash(hash), bytes.get(hash)!), signal))
      return documents.map((document) => ({
        ...document,
        packed: NOTHING,
        object: hashOfBytes(document.packed),
      }))
    },
    async bytesOf(document, signal) {
      const { packed, object, compression, byteCount } = document
      if (packed) return { packed, compression, byteCount }
      const found = await use(() => store.get(nameOfHash(object!)), signal)
      if (!found)
        throw new MissingDocumentError(`${nameOf(document)} (${object}) is not in ${store.place} any more`)
      if (hashOfBytes(found) !== object)
        throw new MissingDocumentError(
          `${nameOf(document)} (${object}) is damaged in ${store.place}: its bytes have another hash`,
        )
      return { packed: found, compression, byteCount }
    },
    untilBack: (signal) => availability.untilBack(signal),
    async close() {
      availability.close()
      await store.close()
    },
  }
}

const NOTHING = new Uint8Array(0)

function nameOf({ articleId, fetchedAt }: StoredDocument): string {
  return `the document of article ${articleId} of ${fetchedAt.toISOString()}`
}

/** Announces objects, and waits for those that are being deleted. @returns those whose bytes are not there yet */
async function announce(db: Queryable, hashes: readonly string[]): Promise<string[]> {
  const missing: string[] = []
  let left = hashes
  for (let tries = 1; left.length; tries++) {
    const announced = await announceObjects(db, left)
    missing.push(...left.filter((hash) => announced.get(hash)?.isStored === false))
    left = left.filter((hash) => !announced.has(hash))
    if (!left.length) break
    if (tries === DELETING_TRIES)
      throw new TransientError('the same bytes are just being deleted from the document store')
    await sleep(DELETING_PAUSE_MS)
  }
  return missing
}

/** Does `work` for each, a few at a time. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values()
  const turns = Array.from({ length: Math.min(AT_ONCE, items.length) }, async () => {
    for (const item of waiting) await work(item)
  })
  await Promise.all(turns)
}
