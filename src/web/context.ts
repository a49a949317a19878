import type { Context } from 'hono'
import { LRUCache } from 'lru-cache'
import type { Facets, FrontFilter, FrontStories } from '../queries/front.ts'
import type { OpenDeps } from '../runtime/deps.ts'
import type { OperatorGate } from './access/operator.ts'
import type { PipelineHub } from './live.ts'

/** What the pages share. */
export interface Web {
  readonly deps: OpenDeps
  readonly operator: OperatorGate
  /** What can be filtered by, at most a minute old. */
  readonly facets: () => Promise<Facets>
  /** A choice of stories, at most five seconds old however many ask for it. */
  readonly front: (filter: FrontFilter) => Promise<FrontStories>
  readonly hub: PipelineHub
}

/** A page: asked for with what they share, it answers. */
export type Page = (c: Context, web: Web) => Promise<Response> | Response

/** Remembers what `load` gave for `ms`; whoever asks meanwhile shares it. A failure is not kept. */
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

/** The same for many keys, the least recently used dropped beyond `max`. */
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
