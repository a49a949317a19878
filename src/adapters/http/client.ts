import { Agent, type buildConnector } from 'undici'
import type { AddressPolicy } from '../../core/fetching/address.ts'
import { createCookieJar } from '../../core/fetching/cookies.ts'
import type { BodyLimits } from './body.ts'
import { HttpError, httpErrorFrom } from './error.ts'
import { exchange } from './exchange.ts'
import { guardedConnector, type Resolve, resolveByDns } from './guard.ts'
import { followRedirects, MAX_REDIRECTS, type Redirect } from './redirect.ts'

export interface HttpTimeouts {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number
  /** Until the headers of one hop are there. */
  readonly headersMs: number
  /** Without a byte of the body. */
  readonly bodyIdleMs: number
  /** From the call to the last byte, redirects included: the slowest drip ends here. */
  readonly totalMs: number
}

const DEFAULT_TIMEOUTS: HttpTimeouts = {
  connectMs: 10_000,
  headersMs: 20_000,
  bodyIdleMs: 15_000,
  totalMs: 60_000,
}

export { HttpError } from './error.ts'

const DEFAULT_LIMITS: BodyLimits = { maxWireBytes: 10 * 1024 * 1024, maxBodyBytes: 30 * 1024 * 1024 }

export interface HttpClientOptions extends AddressPolicy {
  /** Names the project and how to reach whoever runs it. */
  readonly userAgent: string
  readonly timeouts?: Partial<HttpTimeouts> | undefined
  readonly limits?: Partial<BodyLimits> | undefined
  /** For tests; DNS by default. */
  readonly resolve?: Resolve | undefined
  /** Connections kept to one origin; the default is 4. */
  readonly connectionsPerOrigin?: number | undefined
}

export interface HttpClient {
  readonly agent: Agent
  /** The guarded connector of `agent`, for connections of one request. */
  readonly connect: buildConnector.connector
  /** Origins whose responses undici's parser refused: they are read tolerantly from the start. */
  readonly oddOrigins: Set<string>
  readonly policy: AddressPolicy
  readonly userAgent: string
  readonly timeouts: HttpTimeouts
  readonly limits: BodyLimits
  close(): Promise<void>
}

/** One client for a process: its connections, its guard and its limits. Close it at the end. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const { allowPorts, allowPrivate, deny } = options
  const policy: AddressPolicy = { allowPorts, allowPrivate, deny }
  const connect = guardedConnector(policy, options.resolve ?? resolveByDns, timeouts.connectMs)
  const agent = new Agent({
    connect,
    connections: options.connectionsPerOrigin ?? 4,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 64 * 1024,
  })
  return {
    agent,
    connect,
    oddOrigins: new Set(),
    policy,
    userAgent: options.userAgent,
    timeouts,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    close: () => agent.destroy(),
  }
}

export interface HttpGetOptions {
  readonly etag?: string | null | undefined
  readonly lastModified?: string | null | undefined
  /** The Accept header. */
  readonly accept?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly maxWireBytes?: number | undefined
  readonly maxBodyBytes?: number | undefined
  /** Read no more than so many bytes of the body, and call that enough. */
  readonly cutAtBytes?: number | undefined
  readonly maxRedirects?: number | undefined
  /** Asked for the target of each redirect; the answer to a "no" is the redirect itself, with `refused` set. */
  readonly mayFollow?: ((url: URL) => Promise<boolean>) | undefined
  readonly timeouts?: Partial<HttpTimeouts> | undefined
  readonly signal?: AbortSignal | undefined
}

export interface HttpPostOptions {
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly maxWireBytes?: number | undefined
  readonly maxBodyBytes?: number | undefined
  readonly timeouts?: Partial<HttpTimeouts> | undefined
  readonly signal?: AbortSignal | undefined
}

export interface HttpResult {
  readonly status: number
  /** Where the answer came from, after redirects; without user info and fragment. */
  readonly finalUrl: string
  readonly redirects: readonly Redirect[]
  /** Where the last redirect pointed, when `mayFollow` said no. */
  readonly refused?: string | undefined
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** After all content encodings; empty for 304. */
  readonly body: Uint8Array
  readonly notModified: boolean
  /** False when fewer bytes came than were announced. */
  readonly complete: boolean
  readonly wireBytes: number
}

/**
 * Fetches a URL: every hop checked, every wait and size bounded. A status, whatever it is, is a result.
 * @throws HttpError with a code of `HTTP_ERROR_CODES` when there is no usable answer
 */
export function httpGet(
  client: HttpClient,
  url: string | URL,
  options: HttpGetOptions = {},
): Promise<HttpResult> {
  return request(client, url, 'GET', options)
}

/**
 * Posts to a URL behind the same guard. A redirect is not followed: whoever moves an endpoint tells who posts to it.
 * @throws HttpError as `httpGet` does; `too_many_redirects` for an answer that points elsewhere
 */
export function httpPost(
  client: HttpClient,
  url: string | URL,
  options: HttpPostOptions,
): Promise<HttpResult> {
  return request(client, url, 'POST', { ...options, maxRedirects: 0 })
}

interface RequestOptions extends HttpGetOptions {
  readonly body?: string | Uint8Array
}

async function request(
  client: HttpClient,
  url: string | URL,
  method: 'GET' | 'POST',
  options: RequestOptions,
): Promise<HttpResult> {
  const timeouts = { ...client.timeouts, ...options.timeouts }
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeouts.totalMs)
  const signal = options.signal ? AbortSignal.any([deadline.signal, options.signal]) : deadline.signal
  let current = String(url)
  const cookies = createCookieJar()
  try {
    const hop = await followRedirects(
      url,
      client.policy,
      options.maxRedirects ?? MAX_REDIRECTS,
      (next) => {
        current = next.href
        return exchange(client, { ...options, url: next, method, cookies, timeouts, signal })
      },
      options.mayFollow,
      (next) => cookies.header(next) ?? '',
    )
    const { answer, redirects } = hop
    const { status, headers, body, complete, wireBytes } = answer
    const notModified = status === 304
    return {
      status,
      finalUrl: hop.url.href,
      redirects,
      ...(hop.refused ? { refused: hop.refused.href } : {}),
      headers,
      body,
      notModified,
      complete,
      wireBytes,
    }
  } catch (error) {
    if (
      deadline.signal.aborted &&
      !(error instanceof HttpError && !error.momentary && error.code !== 'aborted')
    )
      throw new HttpError('deadline', `not done after ${timeouts.totalMs} ms`, current, error)
    if (options.signal?.aborted) throw new HttpError('aborted', 'the request was stopped', current, error)
    throw httpErrorFrom(error, current)
  } finally {
    clearTimeout(timer)
  }
}
