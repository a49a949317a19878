import { createServer, type Server } from 'node:http'
import type { WorkerName } from '../pipeline/stages.ts'
import { type Backlog, healthOf } from '../store/health.ts'
import type { OpenDeps } from './deps.ts'

export interface Health {
  readonly port: number
  close(): Promise<void>
}

export interface HealthReport {
  readonly ok: boolean
  /** `ok`, or what is wrong. */
  readonly database: string
  readonly queue: string
  readonly progress: string
  readonly database_ms: number
  readonly queue_ms: number
  readonly backlog?: Backlog
}

/**
 * Answers /health on `port` (200 when the database answers, the queue takes a write, and a backlog is being worked on;
 * else 503 with what is wrong), and /metrics for Prometheus.
 */
export async function startHealth(
  deps: OpenDeps,
  names: readonly WorkerName[],
  port: number,
): Promise<Health> {
  const server = createServer(async (request, response) => {
    try {
      if (request.url === '/health') {
        const report = await checkHealth(deps)
        response.writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json' })
        response.end(`${JSON.stringify({ workers: names, ...report })}\n`)
      } else if (request.url === '/metrics' && deps.meter) {
        const { meter } = deps
        const { value, message } = await attempt(() => meter.expose(deps))
        response.writeHead(value === undefined ? 503 : 200, {
          'content-type': value === undefined ? 'text/plain' : meter.contentType,
        })
        response.end(value ?? `${message}\n`)
      } else response.writeHead(404).end()
    } catch (error) {
      deps.log.warn({ err: error }, 'health request failed')
      response.destroy()
    }
  })
  await listen(server, port, deps.config.host)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A text that waits this long while no step ends anywhere: somebody is wedged. */
const WEDGED_S = 300

export async function checkHealth(deps: OpenDeps): Promise<HealthReport> {
  const database = await attempt(() => healthOf(deps.pool))
  const queue = await attempt(() => deps.queues.checkWrite())
  const backlog = database.value
  const wedged =
    backlog !== undefined &&
    backlog.oldest_due_s > WEDGED_S &&
    (backlog.last_outcome_s === null || backlog.last_outcome_s > WEDGED_S)
  return {
    ok: database.ok && queue.ok && !wedged,
    database: database.message,
    queue: queue.message,
    progress: wedged
      ? `${backlog.due} articles wait, the longest for ${backlog.oldest_due_s} s, and no step has ended for ${backlog.last_outcome_s ?? backlog.oldest_due_s} s`
      : 'ok',
    database_ms: database.ms,
    queue_ms: queue.ms,
    ...(backlog ? { backlog } : {}),
  }
}

const TIMEOUT_MS = 5_000

interface Attempt<T> {
  readonly ok: boolean
  readonly value: T | undefined
  readonly message: string
  readonly ms: number
}

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  const started = performance.now()
  let timer: NodeJS.Timeout | undefined
  const ms = () => Math.round(performance.now() - started)
  try {
    const value = await Promise.race([
      work(),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer within 5 s')), TIMEOUT_MS)
      }),
    ])
    return { ok: true, value, message: 'ok', ms: ms() }
  } catch (error) {
    return { ok: false, value: undefined, message: (error as Error).message || String(error), ms: ms() }
  } finally {
    clearTimeout(timer)
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}
