import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import {
  brotliCompressSync,
  constants,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'

/**
 * A local server that misbehaves in all the ways seen on news sites. Each path is one kind of trouble:
 *
 * - `/ok` a plain page; `/ok?delay=50` after so many ms
 * - `/drip` a byte every 20 ms for ever; `/stall` headers and half a page, then silence; `/silent` no headers
 * - `/endless` bytes without end; `/bomb?gb=10` a small gzip that decompresses to so many GB
 * - `/stacked?n=9` so many content encodings; `/twice` gzip in gzip; `/br` `/zstd` `/deflate` `/deflate-raw`
 * - `/plain-as-gzip` `/junk-as-br` wrong encodings; `/cut-gzip` a gzip stream that is cut off; `/odd-encoding`
 * - `/gate` redirects to `/gate/open`, which sets a cookie and redirects back; with `?never=1` the cookie is never accepted
 * - `/loop` `/circle/1` redirect loops; `/hops?n=12` so many redirects; `/to?url=…&status=301` one redirect
 * - `/too-long` announces more than it sends; `/too-short` less; `/huge-announced` announces 10 GB
 * - `/reset` resets within the body; `/reset-early` before the headers; `/garbage` is not HTTP; `/big-headers`
 * - `/429?after=7` with Retry-After; `/503`; `/304` for ever; `/etag` 304 when asked with its tag
 * - `/lying-charset` says UTF-8 and sends windows-1251; `/nested?n=50000` so many nested tags
 * - `/flaky?fail=2&key=a` resets so many times for a key, then answers
 */
export interface HostileServer {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string
  readonly port: number
  /** How often each path was requested, without its query. */
  readonly hits: ReadonlyMap<string, number>
  /** The headers of the last request. */
  readonly lastHeaders: () => IncomingMessage['headers']
  close(): Promise<void>
}

const PAGE = '<!doctype html><title>A page</title><p>Some text of a page, long enough to be cut.</p>'.repeat(
  4,
)

interface Call {
  readonly url: URL
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly socket: Socket
  readonly number: (name: string, fallback: number) => number
}

function html(response: ServerResponse, body: string | Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
  response.end(body)
}

const layersOf: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gzipSync(body),
  br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
}

function stacked({ number, response }: Call): void {
  const count = number('n', 9)
  let body: Buffer = Buffer.from(PAGE)
  for (let i = 0; i < count; i++) body = layersOf.gzip!(body)
  html(response, body, { 'content-encoding': Array(count).fill('gzip').join(', ') })
}

/** Writes compressed zeros until they amount to so many GB, or until the client closes the connection. */
function bomb({ number, response }: Call): void {
  response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
  const gzip = createGzip({ level: 1 })
  const zeros = Buffer.alloc(1024 * 1024)
  let left = number('gb', 10) * 1024
  const more = () => {
    while (left-- > 0 && !response.destroyed) if (!gzip.write(zeros)) return
    if (!gzip.writableEnded) gzip.end()
  }
  gzip.on('drain', more)
  response.on('close', () => gzip.destroy())
  gzip.pipe(response)
  more()
}

function drip({ response }: Call): void {
  response.writeHead(200, { 'content-type': 'text/html' })
  const timer = setInterval(() => response.write('x'), 20)
  response.on('close', () => clearInterval(timer))
}

function endless({ response }: Call): void {
  response.writeHead(200, { 'content-type': 'text/html' })
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const more = () => {
    while (!response.destroyed) if (!response.write(chunk)) return
  }
  response.on('drain', more)
  more()
}

function raw(call: Call, text: string | Buffer, end: 'end' | 'reset' | 'open'): void {
  call.socket.write(text, () => {
    if (end === 'reset') setTimeout(() => call.socket.resetAndDestroy(), 20)
    else if (end === 'end') call.socket.end()
  })
}

const failures = new Map<string, number>()

function flaky(call: Call): void {
  const key = call.url.searchParams.get('key') ?? ''
  const failed = failures.get(key) ?? 0
  failures.set(key, failed + 1)
  if (failed >= call.number('fail', 2)) html(call.response, PAGE)
  else call.socket.resetAndDestroy()
}

function redirect(response: ServerResponse, location: string, status = 302): void {
  response.writeHead(status, { location, 'content-type': 'text/html' })
  response.end('<p>moved</p>')
}

const ROUTES: Readonly<Record<string, (call: Call) => void>> = {
  '/ok': ({ response, number }) => void setTimeout(() => html(response, PAGE), number('delay', 0)),
  '/drip': drip,
  '/stall': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.write(PAGE.slice(0, 100))
  },
  '/silent': () => {},
  '/endless': endless,
  '/bomb': bomb,
  '/stacked': stacked,
  '/twice': ({ response }) =>
    html(response, gzipSync(brotliCompressSync(PAGE)), { 'content-encoding': 'br, gzip' }),
  '/br': ({ response }) => html(response, brotliCompressSync(PAGE), { 'content-encoding': 'br' }),
  '/zstd': ({ response }) => html(response, zstdCompressSync(PAGE), { 'content-encoding': 'zstd' }),
  '/deflate': ({ response }) => html(response, deflateSync(PAGE), { 'content-encoding': 'deflate' }),
  '/deflate-raw': ({ response }) => html(response, deflateRawSync(PAGE), { 'content-encoding': 'deflate' }),
  '/plain-as-gzip': ({ response }) => html(response, PAGE, { 'content-encoding': 'gzip' }),
  '/junk-as-br': ({ response }) => html(response, PAGE, { 'content-encoding': 'br' }),
  '/odd-encoding': ({ response }) => html(response, PAGE, { 'content-encoding': 'compress' }),
  '/cut-gzip': ({ response }) => {
    const whole = gzipSync(PAGE + Array.from({ length: 2000 }, (_, i) => i * 7919).join(' '))
    html(response, whole.subarray(0, whole.length - 500), { 'content-encoding': 'gzip' })
  },
  '/gate': ({ request, response, url }) => {
    if (/\bpassed=yes\b/.test(request.headers.cookie ?? '')) html(response, PAGE)
    else redirect(response, `/gate/open${url.search}`)
  },
  '/gate/open': ({ response, url }) => {
    response.setHeader('set-cookie', [
      `passed=${url.searchParams.has('never') ? 'no' : 'yes'}; Path=/gate; HttpOnly`,
      'other=1; Secure',
    ])
    redirect(response, `/gate${url.search}`)
  },
  '/loop': ({ response }) => redirect(response, '/loop'),
  '/hops': ({ response, number }) => {
    const left = number('n', 12)
    if (left > 0) redirect(response, `/hops?n=${left - 1}`, 301)
    else html(response, PAGE)
  },
  '/to': ({ response, url, number }) =>
    redirect(response, url.searchParams.get('url') ?? '/ok', number('status', 302)),
  '/too-long': (call) =>
    raw(call, `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100000\r\n\r\n${PAGE}`, 'end'),
  '/too-short': (call) =>
    raw(call, `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 20\r\n\r\n${PAGE}`, 'end'),
  '/huge-announced': (call) =>
    raw(
      call,
      `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 10000000000\r\n\r\n${PAGE}`,
      'open',
    ),
  '/reset': (call) =>
    raw(call, `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100000\r\n\r\n${PAGE}`, 'reset'),
  '/reset-early': ({ socket }) => void socket.resetAndDestroy(),
  '/garbage': (call) => raw(call, 'HELO this is no HTTP\r\n\r\n', 'end'),
  '/big-headers': ({ response }) => html(response, PAGE, { 'x-big': 'x'.repeat(200_000) }),
  '/429': ({ response, number }) => {
    response.writeHead(429, { 'retry-after': String(number('after', 7)) })
    response.end('slow down')
  },
  '/503': ({ response }) => {
    response.writeHead(503, { 'retry-after': '120' })
    response.end('busy')
  },
  '/304': ({ response }) => {
    response.writeHead(304, { etag: '"always"' })
    response.end()
  },
  '/etag': ({ request, response }) => {
    const same = request.headers['if-none-match'] === '"one"'
    if (same) response.writeHead(304, { etag: '"one"' }).end()
    else html(response, PAGE, { etag: '"one"', 'last-modified': 'Tue, 05 Mar 2024 08:30:00 GMT' })
  },
  '/lying-charset': ({ response }) =>
    html(
      response,
      Buffer.from([0x3c, 0x70, 0x3e, 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x3c, 0x2f, 0x70, 0x3e]),
    ),
  '/nested': ({ response, number }) => html(response, `${'<div>'.repeat(number('n', 50_000))}deep`),
  '/flaky': flaky,
}

/** Starts it on a loopback address; port 0 is any free port. */
export async function startHostileServer(host = '127.0.0.1', onPort = 0): Promise<HostileServer> {
  const hits = new Map<string, number>()
  let last: IncomingMessage['headers'] = {}
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    hits.set(url.pathname, (hits.get(url.pathname) ?? 0) + 1)
    last = request.headers
    response.on('error', () => {})
    const number = (name: string, fallback: number) => Number(url.searchParams.get(name) ?? fallback)
    const circle = /^\/circle\/(\d+)$/.exec(url.pathname)
    if (circle) return redirect(response, `/circle/${(Number(circle[1]) + 1) % 3}`)
    const route = ROUTES[url.pathname]
    if (route) return route({ url, request, response, socket: request.socket, number })
    response.writeHead(404).end('not here')
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.on('connection', (socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(onPort, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    port,
    hits,
    lastHeaders: () => last,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
