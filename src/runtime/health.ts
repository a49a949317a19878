import { createServer, type Server } from 'node:http'
import type { WorkerName } from '../pipeline/stages.ts'
import { healthOf } from '../store/health.ts'
import type { OpenDeps } from './deps.ts'

export interface Health {
  readonly port: number
  close(): Promise<void>
}

/** Answers /health on `port`: 200 when the database answers and the queue takes a write, else 503 with what is wrong. */
export async function startHealth(
  deps: OpenDeps,
  names: readonly WorkerName[],
  port: number,
): Promise<Health> {
  const server = createServer(async (request, response) => {
    if (request.url !== '/health') {
      response.writeHead(404).end()
      return
    }
    const report = await checkHealth(deps)
    response.writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify({ workers: names, ...report })}\n`)
  })
  await listen(server, port, deps.config.host)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export async function checkHealth(
  deps: OpenDeps,
): Promise<{ ok: boolean; database: string; queue: string; backlog?: object }> {
  const database = await attempt(() => healthOf(deps.pool))
  const queue = await attempt(() => deps.queues.checkWrite())
  return {
    ok: database.ok && queue.ok,
    database: database.ok ? 'ok' : database.message,
    queue: queue.ok ? 'ok' : queue.message,
    ...(database.ok ? { backlog: database.value as object } : {}),
  }
}

const TIMEOUT_MS = 5_000

async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; message: string }> {
  let timer: NodeJS.Timeout | undefined
  try {
    const value = await Promise.race([
      work(),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer within 5 s')), TIMEOUT_MS)
      }),
    ])
    return { ok: true, value }
  } catch (error) {
    return { ok: false, message: (error as Error).message }
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
