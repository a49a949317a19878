import { LRUCache } from 'lru-cache'

/** What a process caches about articles from batch to batch. */
export interface StampedCache<Value extends {}> {
  /** The value stored for the article, if it was stored with exactly this stamp. */
  get(id: number, stamp: string): Value | undefined
  set(id: number, stamp: string, value: Value): void
}

/**
 * A cache of at most `max` articles for values that are expensive to compute; the least recently used is dropped first. The
 * caller gives the stamp that says whether a value is still valid: nothing may be cached that another process can change
 * without changing the stamp.
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
