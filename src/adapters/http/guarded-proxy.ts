import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type AddressPolicy, portOf } from '../../core/fetching/address.ts'
import { HttpError } from './error.ts'
import { admittedAddresses, admittedUrl, type Resolve } from './guard.ts'

export interface ProxyBounds {
  /** Bytes of all answers together. */
  readonly maxBytes: number
  readonly maxRequests: number
}

export interface GuardedProxy {
  readonly url: string
  /** The first request that the guard refused. */
  refusal(): HttpError | null
  /** Set when a limit was reached: the browser then does not have the whole page. */
  exceeded(): HttpError | null
  close(): Promise<void>
}

/** A header of the proxy's own answers: the code of the error. */
export const REFUSAL_HEADER = 'x-newsloom-refusal'

/**
 * A forward proxy on the loopback address for one page of a browser: every request, whatever the page asks for, goes through
 * the guard of ordinary fetches (addresses checked after the look-up, ports, names), and all answers together are bounded.
 * Requests beyond the limits are refused with 403; a tunnel that grows too large is closed.
 */
export async function openGuardedProxy(
  policy: AddressPolicy,
  resolve: Resolve,
  bounds: ProxyBounds,
): Promise<GuardedProxy> {
  let bytes = 0
  let requests = 0
  let refusal: HttpError | null = null
  let exceeded: HttpError | null = null
  const sockets = new Set<Duplex>()
  const hold = (socket: Duplex) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
  }
  const refuse = (error: unknown, url: string): HttpError => {
    const refused = error instanceof HttpError ? error : new HttpError('network_error', String(error), url)
    if (refused.code === 'too_large') exceeded ??= refused
    else refusal ??= refused
    return refused
  }
  const admit = async (url: string): Promise<{ readonly url: URL; readonly address: string }> => {
    if (++requests > bounds.maxRequests)
      throw new HttpError('too_large', `more than ${bounds.maxRequests} requests for one page`, url)
    const admitted = admittedUrl(url, policy)
    const [first] = await admittedAddresses(admitted.hostname, portOf(admitted), policy, resolve)
    return { url: admitted, address: first!.address }
  }
  /** Counts the bytes that come; ends both sides when they are too many. */
  const count = (from: Duplex | IncomingMessage, url: string, end: () => void) =>
    from.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bounds.maxBytes) return
      refuse(new HttpError('too_large', `more than ${bounds.maxBytes} bytes for one page`, url), url)
      end()
    })

  const plain = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const target = asked.url ?? ''
    try {
      const { url, address } = await admit(target)
      const out = request({
        host: address,
        port: portOf(url),
        path: url.pathname + url.search,
        method: asked.method,
        headers: { ...endToEnd(asked.headers), host: url.host, connection: 'close' },
        agent: false,
      })
      out.on('socket', hold)
      out.on('error', () => answer.destroy())
      answer.on('close', () => out.destroy())
      out.on('response', (response) => {
        answer.writeHead(response.statusCode ?? 502, endToEnd(response.headers))
        count(response, target, () => out.destroy())
        response.on('error', () => answer.destroy()).pipe(answer)
      })
      asked.pipe(out)
    } catch (error) {
      const { code, message } = refuse(error, target)
      answer.writeHead(403, { 'content-type': 'text/plain', [REFUSAL_HEADER]: code }).end(message)
    }
  }
  const tunnel = async (asked: IncomingMessage, client: Duplex, head: Buffer): Promise<void> => {
    hold(client)
    const target = `https://${asked.url ?? ''}/`
    try {
      const { url, address } = await admit(target)
      const server = connect({ host: address, port: portOf(url) })
      hold(server)
      const end = () => {
        server.destroy()
        client.destroy()
      }
      server.once('connect', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        if (head.length) server.write(head)
        count(server, target, end)
        server.pipe(client)
        client.pipe(server)
      })
      server.once('error', end)
      server.once('close', () => client.destroy())
      client.once('close', () => server.destroy())
    } catch (error) {
      client.end(`HTTP/1.1 403 Forbidden\r\n\r\n${refuse(error, target).message}`)
    }
  }

  const server = createServer((asked, answer) => void plain(asked, answer))
  server.on(
    'connect',
    (asked: IncomingMessage, client: Duplex, head: Buffer) => void tunnel(asked, client, head),
  )
  server.on('connection', (socket: Socket) => hold(socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refusal: () => refusal,
    exceeded: () => exceeded,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const hopByHop = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host)$/

function endToEnd(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.test(name) ? [] : [[name, value]],
    ),
  )
}
