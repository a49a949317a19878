import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { clusteredPerDay, pipelineState } from '../queries/pipeline-state.ts'
import type { OpenDeps } from '../runtime/deps.ts'
import { livePart, type PipelineView } from './parts/pipeline-live.ts'

/** Queries the pipeline's state every two seconds, whatever the number of clients, and never without one. */
export interface PipelineHub {
  /** The present view, at most two seconds old. */
  view(): Promise<PipelineView>
  /** Each new view, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<PipelineView>
  readonly watchers: () => number
  close(): void
}

const LOOK_MS = 2_000
const RATE_MS = 60_000
const DAYS = 14
const MAX_WATCHERS = 100

interface Sample {
  readonly at: number
  readonly done: Readonly<Record<string, number>>
}

export function createPipelineHub(
  look: () => Promise<Omit<PipelineView, 'perMinute' | 'at'>>,
  now: () => Date,
): PipelineHub {
  const samples: Sample[] = []
  const closed = new AbortController()
  let watchers = 0
  let kept: { readonly at: number; readonly view: Promise<PipelineView> } | undefined
  const view = (): Promise<PipelineView> => {
    const at = now().getTime()
    if (kept && at - kept.at < LOOK_MS) return kept.view
    const next = look().then((seen) => {
      const done = Object.fromEntries(
        seen.state.today.map((work) => [work.stage, work.done + work.dropped + work.failed]),
      )
      samples.push({ at, done })
      while (samples.length > 2 && at - samples[1]!.at >= RATE_MS) samples.shift()
      return { ...seen, perMinute: rate(samples), at: new Date(at) }
    })
    kept = { at, view: next }
    next.catch(() => {
      if (kept?.view === next) kept = undefined
    })
    return next
  }
  return {
    view,
    async *watch(signal) {
      const end = AbortSignal.any([signal, closed.signal])
      watchers++
      try {
        while (!end.aborted) {
          yield await view()
          await pause(LOOK_MS, end)
        }
      } finally {
        watchers--
      }
    },
    watchers: () => watchers,
    close: () => closed.abort(),
  }
}

/** Outcomes per minute between the samples; null at the end of a day, when the counters start again. */
function rate(samples: readonly Sample[]): Record<string, number> | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < LOOK_MS) return null
  const minutes = (last.at - first.at) / 60_000
  return Object.fromEntries(
    Object.entries(last.done).map(([stage, done]) => [
      stage,
      Math.max(0, Math.round((done - (first.done[stage] ?? 0)) / minutes)),
    ]),
  )
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
}

/** What the hub queries: the rows, and the lengths of the queues. */
export async function lookAtPipeline(
  deps: OpenDeps,
  queues: readonly string[],
): Promise<Omit<PipelineView, 'perMinute' | 'at'>> {
  const [state, perDay, counts] = await Promise.all([
    pipelineState(deps.pool),
    clusteredPerDay(deps.pool, DAYS),
    Promise.all(
      queues.map(async (name) => {
        const found = await deps.queues.counts(name)
        return {
          name,
          waiting: (found.waiting ?? 0) + (found.prioritized ?? 0),
          active: found.active ?? 0,
          delayed: found.delayed ?? 0,
        }
      }),
    ),
  ])
  return { state, perDay, queues: counts }
}

/** The live part of the pipeline page, sent again whenever it has changed. */
export function pipelineEvents(c: Context, hub: PipelineHub): Response | Promise<Response> {
  if (hub.watchers() >= MAX_WATCHERS) return c.text('Too many watch already.\n', 503, { 'retry-after': '60' })
  c.header('content-encoding', 'identity')
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    let told = ''
    let quiet = 0
    for await (const view of hub.watch(gone.signal)) {
      const markup = (await livePart(view)).toString()
      if (markup !== told) {
        told = markup
        await stream.writeSSE({ event: 'state', data: JSON.stringify(markup) })
        quiet = 0
      } else if (++quiet % 10 === 0) await stream.write(': still here\n\n')
    }
  })
}
