import { replay } from '../pipeline/replay/replay.ts'
import type { OpenDeps } from '../runtime/deps.ts'

/** Sends articles back: to extraction where their bytes are kept, else to be fetched. @returns how many */
export async function replayFrom(
  deps: OpenDeps,
  which: { readonly reason: string } | { readonly articles: readonly number[] },
): Promise<number> {
  const filter = { reason: null, outlet: null, since: null, ...which }
  const extracted = await replay(deps, { ...filter, stage: 'extract' })
  const fetched = await replay(deps, { ...filter, stage: 'fetch' })
  return extracted.count + fetched.count
}
