import type { Context } from 'hono'
import type { OpenDeps } from '../runtime/deps.ts'
import type { Facets, FrontFilter, FrontStories } from '../store/front.ts'
import type { PipelineHub } from './live.ts'
import type { OperatorGate } from './operator.ts'

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

/** The same for many keys, the least lately made ones forgotten beyond `most`. */
export function rememberedBy<T>(
  ms: number,
  most: number,
  now: () => number,
): (key: string, load: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<T> }>()
  return (key, load) => {
    const known = kept.get(key)
    if (known && now() < known.until) return known.value
    const value = load()
    const entry = { until: now() + ms, value }
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    value.catch(() => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    return value
  }
}
