import type { Context } from 'hono'
import type { OpenDeps } from '../runtime/deps.ts'
import type { Facets } from '../store/front.ts'
import type { PipelineHub } from './live.ts'
import type { OperatorGate } from './operator.ts'

/** What the pages share. */
export interface Web {
  readonly deps: OpenDeps
  readonly operator: OperatorGate
  /** What can be filtered by, at most a minute old. */
  readonly facets: () => Promise<Facets>
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
