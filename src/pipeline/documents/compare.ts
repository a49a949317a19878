import { hashOfName, nameOfHash } from '../../adapters/objects/names.ts'
import { loosenObjects, objectsBetween } from '../../store/documents/objects.ts'
import type { Deps } from '../deps.ts'
import { type ExternalStore, inTurns } from './document-store.ts'

export interface Comparison {
  /** Objects that were checked. */
  readonly looked: number
  /** Objects that documents refer to and that do not exist. */
  readonly missing: readonly string[]
  /** Objects that no document refers to and that no process is storing. */
  readonly orphans: readonly string[]
  /** Whether the end of the range was reached. */
  readonly complete: boolean
}

export interface Range {
  /** Hashes after this one … */
  readonly after: string
  /** … up to this one. */
  readonly upTo: string
  /** Stop after this many objects. */
  readonly most: number
}

/** Above every hash. */
export const LAST_HASH = 'g'
const PAGE = 1_000

/** Compares the objects of the store with the documents that refer to them, in one pass over both in the order of hashes. */
export async function compareStore(
  { pool }: Pick<Deps, 'pool'>,
  { store, availability }: ExternalStore,
  { after, upTo, most }: Range,
  onProgress: (looked: number) => void = () => {},
): Promise<Comparison> {
  const missing: string[] = []
  const orphans: string[] = []
  let looked = 0
  let hash = after
  let name = after && nameOfHash(after)
  while (looked < most) {
    const names = await availability.run(() => store.list(name, PAGE))
    const there = names.flatMap((one) => hashOfName(one) ?? []).filter((one) => one <= upTo)
    const isEnd = names.length === 0 || there.length < names.filter(hashOfName).length
    const last = isEnd ? upTo : (there.at(-1) ?? hash)
    const { referred, loose } = await objectsBetween(pool, hash, last)
    const present = new Set(there)
    // Checked again one by one: an object may have been stored since the list was made.
    await inTurns(
      [...referred].filter((one) => !present.has(one)),
      async (one) => {
        if (!(await availability.run(() => store.get(nameOfHash(one))))) missing.push(one)
      },
    )
    orphans.push(...there.filter((one) => !referred.has(one) && !loose.has(one)))
    looked += there.length
    onProgress(looked)
    if (isEnd) return { looked, missing, orphans, complete: true }
    hash = last
    name = names.at(-1)!
  }
  return { looked, missing, orphans, complete: false }
}

/** Objects that no row mentions are deleted by the next sweep, unless a document refers to them by then. */
export async function adoptOrphans({ pool }: Pick<Deps, 'pool'>, orphans: readonly string[]): Promise<void> {
  for (let i = 0; i < orphans.length; i += PAGE) await loosenObjects(pool, orphans.slice(i, i + PAGE), 0)
}
