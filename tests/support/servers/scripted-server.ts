import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface ScriptedServer {
  readonly url: string
  readonly port: number
  readonly asked: readonly { readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  /** Sets what `path` answers from now on. */
  set(path: string, reply: Reply | ((headers: IncomingMessage['headers']) => Reply)): void
  close(): Promise<void>
}

/** A local server whose answers the test sets while it runs; 404 for all other paths. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const replies = new Map<string, Reply | ((headers: IncomingMessage['headers']) => Reply)>()
  const asked: { path: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push({ path, headers: request.headers })
    const entry = replies.get(path) ?? { status: 404 }
    const reply = typeof entry === 'function' ? entry(request.headers) : entry
    response.writeHead(reply.status ?? 200, { 'content-type': 'text/html', ...reply.headers }).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    set: (path, reply) => void replies.set(path, reply),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
