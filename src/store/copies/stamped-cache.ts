import { LRUCache } from 'lru-cache'

/** What a process keeps of articles from batch to batch. */
export interface StampedCache<Value extends {}> {
  /** What was stored for the article, if it was stored under this very stamp. */
  get(id: number, stamp: string): Value | undefined
  set(id: number, stamp: string, value: Value): void
}

/**
 * A cache of at most `max` articles, the least recently used dropped first, for what is expensive to make. The caller
 * gives the stamp that says whether a value still holds: nothing is cached that another process may change without
 * changing the stamp.
 */
export function createStampedCache<Value extends {}>(max: number): StampedCache<Value> {
  const cache = new LRUCache<number, { readonly stamp: string; readonly value: Value }>({ max })
  return {
    get(id, stamp) {
      const entry = cache.get(id)
      return entry?.stamp === stamp ? entry.value : undefined
    },
    set(id, stamp, value) {
      cache.set(id, { stamp, value })
    },
  }
}
