import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpError } from '../http/error.ts'
import type { Renderer, RenderRequest } from './browser.ts'

export interface RenderServerOptions {
  readonly host: string
  readonly port: number
  /** Pages at once; beyond them the answer is 503. */
  readonly atOnce: number
  /** Called with the result of each page. */
  readonly onPage?: (page: { readonly url: string; readonly outcome: string; readonly ms: number }) => void
}

export interface RenderServer {
  /** Where pages are posted to. */
  readonly url: string
  close(): Promise<void>
}

const MAX_REQUEST_BYTES = 16 * 1024
const MAX_TIMEOUT_MS = 60_000

/** Serves the endpoint of a rendering service (docs/how-to/rendering.md): POST /render. */
export async function serveRenderer(
  renderer: Renderer,
  { host, port, atOnce, onPage = () => {} }: RenderServerOptions,
): Promise<RenderServer> {
  let underWay = 0
  const answer = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const say = (status: number, body: object, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    const fail = (status: number, code: string, message: string, headers = {}) =>
      say(status, { error: { code, message } }, headers)
    if (asked.url !== '/render') return void fail(404, 'not_found', 'pages are posted to /render')
    if (asked.method !== 'POST') return void fail(405, 'wrong_method', 'send a POST', { allow: 'POST' })
    // A form or a script of another page cannot send this type without a preflight request, which is not answered.
    if (!/^application\/json\b/i.test(asked.headers['content-type'] ?? ''))
      return void fail(415, 'wrong_type', 'send the body as application/json')
    const request = requestOf(await bodyOf(asked))
    if (!request)
      return void fail(
        400,
        'bad_request',
        'send {"url", "user_agent", "timeout_ms"}: url is an http or https address',
      )
    if (underWay >= atOnce)
      return void fail(503, 'busy', `${atOnce} pages are being rendered`, { 'retry-after': '30' })
    underWay++
    const started = performance.now()
    const done = (outcome: string) =>
      onPage({ url: request.url, outcome, ms: Math.round(performance.now() - started) })
    try {
      say(200, await renderer.render(request))
      done('rendered')
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      fail(422, error.code, error.message)
      done(error.code)
    } finally {
      underWay--
    }
  }
  const server = createServer((asked, response) => {
    answer(asked, response).catch((error: unknown) => {
      onPage({ url: '', outcome: `failed: ${String(error)}`, ms: 0 })
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const at = server.address() as AddressInfo
  return {
    url: `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}/render`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(asked: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of asked as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_REQUEST_BYTES) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function requestOf(body: string): RenderRequest | null {
  let given: Partial<Record<'url' | 'user_agent' | 'timeout_ms', unknown>> | null
  try {
    given = JSON.parse(body)
  } catch {
    return null
  }
  if (typeof given !== 'object' || given === null) return null
  const { url, user_agent: userAgent, timeout_ms: timeoutMs } = given
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return null
  if (typeof userAgent !== 'string' || !/^[\x20-\x7e]{1,400}$/.test(userAgent)) return null
  const wanted = typeof timeoutMs === 'number' && timeoutMs > 0 ? timeoutMs : MAX_TIMEOUT_MS
  return { url, userAgent, timeoutMs: Math.min(wanted, MAX_TIMEOUT_MS) }
}
