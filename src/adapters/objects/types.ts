/**
 * A place for bytes under names: a folder, or a bucket of an S3-compatible server. A name is a path of `[a-z0-9.-]` and
 * `/`, without a slash at its ends.
 *
 * Every function ends within `REQUEST_MS` and throws `StoreTroubleError` where the place cannot be used at the moment.
 */
export interface ObjectStore {
  /** For messages; without credentials. */
  readonly place: string
  /** Whole or not at all, and durable when it returns; what the name held before is replaced. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** @returns undefined where nothing has that name */
  get(name: string): Promise<Uint8Array | undefined>
  /** An object that does not exist counts as removed. */
  remove(name: string): Promise<void>
  /** The first names after `after` (which need not exist), in the order of their bytes; at most `most`, 1,000 at a time. */
  list(after: string, most: number): Promise<string[]>
  close(): Promise<void>
}

/** The longest that one request may take, in milliseconds. */
export const REQUEST_MS = 10_000

/**
 * The place of the documents cannot be used: it is unavailable, full, or refuses. Its message is the end of a sentence about
 * the place.
 */
export class StoreTroubleError extends Error {
  override readonly name = 'StoreTroubleError'
}
