import { nameOfHash } from '../../adapters/objects/names.ts'
import { StoreTroubleError } from '../../adapters/objects/types.ts'
import { forgetObjects, keepReferred, takeUnreferred } from '../../store/documents/objects.ts'
import type { Deps } from '../deps.ts'
import { type ExternalStore, inTurns } from './document-store.ts'

/** Objects of one round: taken, deleted and forgotten before the next are taken. */
const BATCH = 500
/** What is not deleted within this time is left to the next round: this ends well before another process may take it. */
const BATCH_MS = 60_000

/**
 * Deletes objects that are due and that no document refers to any more, for at most `budgetMs`.
 *
 * @returns how many were deleted
 * @throws StoreTroubleError when the store is unavailable: objects that were taken are taken again two minutes later
 */
export async function sweepObjects(
  deps: Pick<Deps, 'pool'>,
  { store }: ExternalStore,
  budgetMs: number,
): Promise<number> {
  const began = performance.now()
  await keepReferred(deps.pool)
  let deleted = 0
  for (;;) {
    const hashes = await takeUnreferred(deps.pool, BATCH)
    if (!hashes.length) return deleted
    const taken = performance.now()
    const gone: string[] = []
    let trouble: StoreTroubleError | undefined
    await inTurns(hashes, async (hash) => {
      if (trouble || performance.now() - taken > BATCH_MS) return
      try {
        await store.remove(nameOfHash(hash))
        gone.push(hash)
      } catch (error) {
        if (!(error instanceof StoreTroubleError)) throw error
        trouble = error
      }
    })
    await forgetObjects(deps.pool, gone)
    deleted += gone.length
    if (trouble) throw trouble
    if (performance.now() - began > budgetMs) return deleted
  }
}
