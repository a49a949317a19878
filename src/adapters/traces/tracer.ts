import { createHash } from 'node:crypto'
import type * as api from '@opentelemetry/api'

/** A span that is open. */
export interface TraceSpan {
  /** Runs `work` in the span: spans that other libraries make meanwhile (HTTP, Postgres) become its children. */
  run<T>(work: () => T): T
  end(result?: SpanResult): void
  fail(error: unknown): void
}

export interface SpanResult {
  readonly outcome: string
  readonly reason?: string | null | undefined
}

export type SpanFacts = Readonly<Record<string, string | number | undefined>>

/**
 * Spans of an article's steps, for OpenTelemetry. All spans of an article are in one trace, whichever processes make them:
 * its trace id is computed from the article's id and a key of the database, so that no job has to carry it.
 */
export interface Tracer {
  /** A job, which may process several articles: it has its own trace. */
  job(name: string, facts: SpanFacts): TraceSpan
  /** A step of an article, in the trace of the article. @param job the job that it was part of: the span links to it */
  step(stage: string, articleId: number, job: TraceSpan | undefined, facts?: SpanFacts): TraceSpan
  /** Sends the spans that have not been sent yet. */
  close(): Promise<void>
}

/** The registry in which every OpenTelemetry SDK that supports this API puts its providers. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1')

/**
 * A tracer, where an SDK has been loaded into this process (`NODE_OPTIONS=--import …`). Otherwise undefined, and no
 * OpenTelemetry code is loaded.
 *
 * @param keyOf gives the key of the database, the same one for all processes that work on it
 */
export async function openTracer(keyOf: () => Promise<string>): Promise<Tracer | undefined> {
  const registry = (globalThis as { [REGISTRY]?: { trace?: unknown } })[REGISTRY]
  if (!registry?.trace) return undefined
  return tracerOf(await import('@opentelemetry/api'), await keyOf())
}

function tracerOf({ context, trace, SpanKind, SpanStatusCode, TraceFlags }: typeof api, key: string): Tracer {
  const tracer = trace.getTracer('newsloom')
  const contexts = new WeakMap<TraceSpan, api.SpanContext>()
  const opened = (span: api.Span): TraceSpan => {
    const within = trace.setSpan(context.active(), span)
    const one: TraceSpan = {
      run: (work) => context.with(within, work),
      end(result) {
        if (result) {
          span.setAttribute('newsloom.outcome', result.outcome)
          if (result.reason) span.setAttribute('newsloom.reason', result.reason)
          if (result.outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR })
        }
        span.end()
      },
      fail(error) {
        // The kind of error and its first line, as in the log; never any text that was read.
        const message =
          error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
        span.setStatus({ code: SpanStatusCode.ERROR, message })
        span.end()
      },
    }
    contexts.set(one, span.spanContext())
    return one
  }
  return {
    job: (name, facts) =>
      opened(
        tracer.startSpan(name, { kind: SpanKind.CONSUMER, root: true, attributes: attributesOf(facts) }),
      ),
    step(stage, articleId, job, facts = {}) {
      const link = job && contexts.get(job)
      return opened(
        tracer.startSpan(
          stage,
          {
            attributes: { ...attributesOf(facts), 'newsloom.article_id': articleId },
            links: link ? [{ context: link }] : [],
          },
          trace.setSpanContext(context.active(), {
            ...idsOfArticle(key, articleId),
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          }),
        ),
      )
    },
    async close() {
      const registered = trace.getTracerProvider() as { getDelegate?(): unknown }
      const provider = (registered.getDelegate?.() ?? registered) as { forceFlush?(): Promise<void> }
      await provider.forceFlush?.()
    },
  }
}

const attributesOf = (facts: SpanFacts): api.Attributes =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [`newsloom.${name}`, value]))

/**
 * The trace of an article, and the span that is the parent of its steps and is never sent: 16 and 8 bytes in hexadecimal
 * digits.
 */
export function idsOfArticle(
  key: string,
  articleId: number,
): { readonly traceId: string; readonly spanId: string } {
  const digits = createHash('sha256').update(`newsloom article ${articleId} ${key}`).digest('hex')
  return { traceId: digits.slice(0, 32), spanId: digits.slice(32, 48) }
}
