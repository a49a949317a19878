import type { Readable } from 'node:stream'
import type { CookieJar } from '../../core/fetching/cookies.ts'
import { type BodyLimits, encodingsOf, readBody } from './body.ts'
import type { HttpClient } from './client.ts'
import { HttpError } from './error.ts'
import type { HopAnswer } from './redirect.ts'
import { askTolerantly, isParserRefusal } from './tolerant.ts'

/** What a request needs from the client. */
type Connections = Pick<HttpClient, 'dispatcherFor' | 'connect' | 'oddOrigins' | 'userAgent' | 'limits'>

/** One request, without any redirects that follow. */
export interface Request {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly body?: string | Uint8Array
  readonly accept?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly etag?: string | null | undefined
  readonly lastModified?: string | null | undefined
  readonly maxWireBytes?: number | undefined
  readonly maxBodyBytes?: number | undefined
  readonly cutAtBytes?: number | undefined
  readonly cookies: CookieJar
  readonly timeouts: { readonly headersMs: number; readonly bodyIdleMs: number }
  readonly signal: AbortSignal
}

export interface Answer extends HopAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly complete: boolean
  readonly wireBytes: number
}

/** The parts of undici's response that are read here. */
interface Response {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readable
}

const MAX_ODD_ORIGINS = 1_000

/**
 * Sends one request and reads its answer to the end. A GET whose answer undici's parser refuses is sent once more and read
 * tolerantly; the client remembers such origins. Through a proxy it is not: a connection of our own would bypass the proxy.
 */
export async function exchange(client: Connections, request: Request): Promise<Answer> {
  const { method, signal, timeouts, url } = request
  const headers = requestHeaders(client, request)
  const tolerantly = async () =>
    read(client, request, await askTolerantly(client.connect, { ...timeouts, url, headers, signal }))
  const { dispatcher, isProxied } = client.dispatcherFor(url)
  const mayBeTolerant = method === 'GET' && !isProxied
  if (mayBeTolerant && client.oddOrigins.has(url.origin)) return tolerantly()
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      body: request.body ?? null,
      headers,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyIdleMs,
      signal,
    })
    return await read(client, request, response)
  } catch (error) {
    if (!mayBeTolerant || !isParserRefusal(error)) throw error
    const answer = await tolerantly()
    const [oldest] = client.oddOrigins
    if (client.oddOrigins.size >= MAX_ODD_ORIGINS && oldest !== undefined) client.oddOrigins.delete(oldest)
    client.oddOrigins.add(url.origin)
    return answer
  }
}

async function read(client: Connections, request: Request, response: Response): Promise<Answer> {
  const { cookies, url } = request
  const limits: BodyLimits = {
    maxWireBytes: request.maxWireBytes ?? client.limits.maxWireBytes,
    maxBodyBytes: request.maxBodyBytes ?? client.limits.maxBodyBytes,
    cutAtBytes: request.cutAtBytes,
  }
  // a stream that is destroyed unread emits an error for which there is no other listener
  response.body.on('error', () => {})
  cookies.store(url, [response.headers['set-cookie'] ?? []].flat())
  const headers = plainHeaders(response.headers)
  const status = response.statusCode
  const location = headers.location ?? null
  if ((status >= 300 && status < 400) || status === 204) {
    response.body.destroy()
    return { status, location, headers, body: new Uint8Array(), complete: true, wireBytes: 0 }
  }
  try {
    const announced = Number(headers['content-length'] ?? 0)
    if (announced > limits.maxWireBytes && limits.cutAtBytes === undefined)
      throw new HttpError(
        'too_large',
        `${announced} bytes announced, at most ${limits.maxWireBytes}`,
        url.href,
      )
    const body = await readBody(
      response.body,
      encodingsOf(headers['content-encoding'], url.href),
      limits,
      url.href,
    )
    return { status, location, headers, ...body }
  } finally {
    response.body.destroy()
  }
}

function requestHeaders(client: Connections, request: Request): Record<string, string> {
  const cookie = request.cookies.header(request.url)
  const headers: Record<string, string> = {
    'user-agent': client.userAgent,
    accept: request.accept ?? '*/*',
    'accept-encoding': 'gzip, deflate, br, zstd',
    ...request.headers,
    ...(cookie === undefined ? {} : { cookie }),
  }
  if (request.etag) headers['if-none-match'] = request.etag
  if (request.lastModified) headers['if-modified-since'] = request.lastModified
  return headers
}

function plainHeaders(raw: Response['headers']): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw))
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  return headers
}
