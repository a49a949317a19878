import { createServer, type Server } from 'node:http'
import { counted } from '../../core/text/counted.ts'
import type { Log } from '../../pipeline/deps.ts'
import type { WorkerName } from '../../pipeline/stages.ts'
import { type Backlog, healthOf, type Replica, replicaOf, type StageBacklog } from '../../queries/health.ts'
import type { Config } from '../config.ts'
import type { OpenDeps } from '../deps.ts'
import { listenError } from '../process/listening.ts'
import type { ResourceStack } from '../process/resource-stack.ts'

export interface Health {
  readonly port: number
  /** From now on /health says `migrating` instead of `starting`. */
  migrating(): void
  /** From now on /health and /metrics answer from the database and the queue. */
  ready(deps: OpenDeps): void
  close(): Promise<void>
}

export interface HealthReport {
  readonly ok: boolean
  /** `ok`, or what is wrong. */
  readonly database: string
  readonly queue: string
  readonly progress: string
  /** Where raw bytes are kept. */
  readonly documents: string
  readonly database_ms: number
  readonly queue_ms: number
  readonly backlog?: Backlog
  /** The database for reading, where DATABASE_READ_URL names it. */
  readonly read?: {
    /** `ok`, or what is wrong. */
    readonly database: string
    readonly database_ms: number
    readonly standby?: boolean
    /** How far it is behind its primary, in seconds. */
    readonly behind_s?: number
  }
}

export interface HealthOptions {
  readonly workers: readonly WorkerName[]
  readonly host: string
  readonly port: number
  readonly log: Log
}

/** `startHealth` for these workers, where a port is set; what it opens is added to `resources`. */
export async function openHealth(
  resources: ResourceStack,
  { healthPort: port, host }: Pick<Config, 'healthPort' | 'host'>,
  workers: readonly WorkerName[],
  log: Log,
): Promise<Health | undefined> {
  if (port === undefined) return undefined
  return resources.add('health', await startHealth({ workers, host, port, log }), (it) => it.close())
}

/**
 * Answers on `port` from the moment it returns, before there is a database to query:
 *
 * - `/live`: 200 as long as the process can answer at all. For a supervisor that restarts a process that hangs.
 * - `/health`: 503 with the status `starting` or `migrating` until `ready` is called; then 200 when the database answers,
 *   the queue takes a write and a backlog is being worked on, else 503 with what is wrong.
 * - `/metrics`: for Prometheus; 503 until `ready` is called.
 *
 * @throws when the port is taken, with what to do
 */
export async function startHealth({ workers, host, port, log }: HealthOptions): Promise<Health> {
  let status = 'starting'
  let deps: OpenDeps | undefined
  const answer = async (path: string | undefined): Promise<Answer> => {
    if (path === '/live') return json(200, { workers, live: true })
    if (path === '/health') {
      if (!deps) return json(503, { workers, ok: false, status })
      const report = await checkHealth(deps, workers)
      return json(report.ok ? 200 : 503, { workers, status: report.ok ? 'ok' : 'unhealthy', ...report })
    }
    if (path !== '/metrics') return { code: 404, type: 'text/plain', body: '' }
    const meter = deps?.meter
    if (!deps || !meter) return { code: 503, type: 'text/plain', body: `${status}\n` }
    const ready = deps
    const { value, message } = await attempt(() => meter.expose(ready))
    return value === undefined
      ? { code: 503, type: 'text/plain', body: `${message}\n` }
      : { code: 200, type: meter.contentType, body: value }
  }
  const server = createServer(async (request, response) => {
    try {
      const { code, type, body } = await answer(request.url?.split('?')[0])
      response.writeHead(code, { 'content-type': type }).end(body)
    } catch (error) {
      log.warn({ err: error }, 'health request failed')
      response.destroy()
    }
  })
  await listen(server, port, host)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    migrating() {
      status = 'migrating'
    },
    ready(opened) {
      deps = opened
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Answer {
  readonly code: number
  readonly type: string
  readonly body: string
}

function json(code: number, value: object): Answer {
  return { code, type: 'application/json', body: `${JSON.stringify(value)}\n` }
}

/** A stage in which a text has waited this long, and in which no step has ended for as long, does not work. */
const STILL_S = 300

/**
 * Queries the database and the queue. A process that only serves pages from DATABASE_READ_URL is healthy as long as that
 * database answers: it writes nothing, and the rest is only reported.
 */
export async function checkHealth(
  deps: OpenDeps,
  workers: readonly WorkerName[] = [],
): Promise<HealthReport> {
  const read = deps.readPool === deps.pool ? undefined : await attempt(() => replicaOf(deps.readPool))
  if (read && workers.length && workers.every((name) => name === 'web')) {
    const primary = await attempt(() => healthOf(deps.pool))
    return {
      ok: read.ok,
      database: primary.message,
      queue: 'not asked',
      progress: 'not asked',
      documents: 'not asked',
      database_ms: primary.ms,
      queue_ms: 0,
      read: readReport(read),
    }
  }
  const database = await attempt(() => healthOf(deps.pool))
  const queue = await attempt(() => deps.queues.checkWrite())
  const backlog = database.value
  const still = (backlog?.stages ?? []).filter(
    ({ oldest_due_s, last_outcome_s }) =>
      oldest_due_s > STILL_S && (last_outcome_s === null || last_outcome_s > STILL_S),
  )
  const { trouble } = deps.documents
  return {
    ok: database.ok && queue.ok && !still.length && (read?.ok ?? true) && trouble === null,
    database: database.message,
    queue: queue.message,
    progress: still.map(standstill).join('; ') || 'ok',
    documents: trouble ?? 'ok',
    database_ms: database.ms,
    queue_ms: queue.ms,
    ...(backlog ? { backlog } : {}),
    ...(read ? { read: readReport(read) } : {}),
  }
}

function readReport({ message, ms, value }: Attempt<Replica>): NonNullable<HealthReport['read']> {
  return { database: message, database_ms: ms, ...value }
}

function standstill({ stage, due, oldest_due_s, last_outcome_s }: StageBacklog): string {
  const since = last_outcome_s === null ? 'at all' : `for ${last_outcome_s} s`
  return `${stage}: ${counted(due, 'article waits', 'articles wait')}, the longest for ${oldest_due_s} s, and no step has ended ${since}`
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
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(listenError(error, host, port, 'NEWSLOOM_HEALTH_PORT')),
    )
    server.listen(port, host, () => resolve())
  })
}
