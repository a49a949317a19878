import type { Context } from 'hono'
import { LRUCache } from 'lru-cache'
import type { Facets } from '../queries/facets.ts'
import type { FrontFilter, FrontStories } from '../queries/front.ts'
import type { OpenDeps } from '../runtime/deps.ts'
import type { OperatorGate } from './access/operator.ts'
import type { PipelineHub } from './live.ts'

/** What every page gets. */
export interface Web {
  readonly deps: OpenDeps
  readonly operator: OperatorGate
  /** What can be filtered by, at most a minute old. */
  readonly facets: () => Promise<Facets>
  /** A selection of stories, at most five seconds old, whatever the number of requests for it. */
  readonly front: (filter: FrontFilter) => Promise<FrontStories>
  readonly hub: PipelineHub
}

/** A page: it answers a request, with the values that every page gets. */
export type Page = (c: Context, web: Web) => Promise<Response> | Response

/** Keeps the result of `load` for `ms` milliseconds; calls in that time get the same value. A failure is not kept. */
export function remembered<T>(ms: number, now: () => number, load: () => Promise<T>): () => Promise<T> {
  let kept: { readonly until: number; readonly value: Promise<T> } | undefined
  return () => {
    if (kept && now() < kept.until) return kept.value
    const value = load()
    kept = { until: now() + ms, value }
    value.catch(() => {
      if (kept?.value === value) kept = undefined
    })
    return value
  }
}

/** The same for up to `max` keys; the least recently used key is dropped first. */
export function rememberedBy<T>(
  ms: number,
  max: number,
  now: () => number,
): (key: string, load: () => Promise<T>) => Promise<T> {
  const cache = new LRUCache<string, Promise<T>>({ max, ttl: ms, ttlResolution: 0, perf: { now } })
  return (key, load) => {
    const known = cache.get(key)
    if (known) return known
    const value = load()
    cache.set(key, value)
    value.catch(() => {
      if (cache.peek(key) === value) cache.delete(key)
    })
    return value
  }
}
