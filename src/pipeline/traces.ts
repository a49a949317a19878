import type { SpanFacts, TraceSpan } from '../adapters/traces/tracer.ts'
import type { Deps } from './deps.ts'

/** Runs a job in a span of its own, where tracing is on; `work` gets the span. */
export async function inJob<T>(
  { tracer }: Pick<Deps, 'tracer'>,
  name: string,
  facts: SpanFacts,
  work: (job: TraceSpan | undefined) => Promise<T>,
): Promise<T> {
  if (!tracer) return work(undefined)
  const job = tracer.job(name, facts)
  try {
    const result = await job.run(() => work(job))
    job.end()
    return result
  } catch (error) {
    job.fail(error)
    throw error
  }
}

/** Records in the trace of each article that it was created, or that it got a new document. */
export function noteArticles(
  { tracer }: Pick<Deps, 'tracer'>,
  name: 'discover' | 'load',
  ids: readonly number[],
  job: TraceSpan | undefined,
): void {
  if (tracer) for (const id of ids) tracer.step(name, id, job).end()
}
