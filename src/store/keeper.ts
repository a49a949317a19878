/** What a process keeps of articles from batch to batch. */
export interface Keeper<Value> {
  /** What was kept of the article, if it was kept under this very stamp. */
  get(id: number, stamp: string): Value | undefined
  keep(id: number, stamp: string, value: Value): void
}

/**
 * Keeps what is dear to make, the least lately used forgotten first. Whoever asks brings the stamp that says whether it
 * still holds: nothing is kept that another process may change without the stamp changing.
 */
export function createKeeper<Value>(max: number): Keeper<Value> {
  const kept = new Map<number, { readonly stamp: string; readonly value: Value }>()
  return {
    get(id, stamp) {
      const entry = kept.get(id)
      if (entry?.stamp !== stamp) return undefined
      kept.delete(id)
      kept.set(id, entry)
      return entry.value
    },
    keep(id, stamp, value) {
      kept.delete(id)
      kept.set(id, { stamp, value })
      if (kept.size > max) kept.delete(kept.keys().next().value!)
    },
  }
}
