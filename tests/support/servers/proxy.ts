import { createServer, type IncomingMessage, request } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ProxyServer {
  readonly url: string
  readonly port: number
  /** The requests it got: `CONNECT name:443`, or `GET http://name/…`. */
  readonly asked: readonly string[]
  /** The credentials that came with each request. */
  readonly credentials: readonly (string | undefined)[]
  close(): Promise<void>
}

export interface ProxyOptions {
  /** The port of this machine to which it connects for every name. */
  readonly target: (host: string) => number
  /** Answers every request with this status. */
  readonly refuses?: number
  /** Its certificate and key, for a proxy that is used over TLS. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer }
}

/** A small HTTP proxy: passes requests on, opens tunnels, and connects to this machine for every name. */
export async function startProxy({ target, refuses, tls }: ProxyOptions): Promise<ProxyServer> {
  const asked: string[] = []
  const credentials: (string | undefined)[] = []
  const tunnels = new Set<Socket>()
  const note = (what: string, { headers }: IncomingMessage) => {
    asked.push(what)
    credentials.push(headers['proxy-authorization'])
  }
  const server = tls ? createTlsServer(tls) : createServer()
  server.on('request', (incoming, outgoing) => {
    note(`${incoming.method} ${incoming.url}`, incoming)
    if (refuses) return outgoing.writeHead(refuses).end()
    const { pathname, search, host } = new URL(incoming.url ?? '')
    const { method, headers } = incoming
    const passed = request(
      { host: '127.0.0.1', port: target(host), method, path: pathname + search, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    passed.on('error', () => outgoing.destroy())
    return incoming.pipe(passed)
  })
  server.on('connect', (incoming, socket: Socket, head) => {
    note(`CONNECT ${incoming.url}`, incoming)
    socket.on('error', () => {})
    if (refuses) return socket.end(`HTTP/1.1 ${refuses} No\r\n\r\n`)
    const onward = connect(target(incoming.url ?? ''), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    tunnels.add(onward)
    onward.on('error', () => socket.destroy())
    return onward
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    asked,
    credentials,
    close: () =>
      new Promise((resolve) => {
        for (const tunnel of tunnels) tunnel.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
