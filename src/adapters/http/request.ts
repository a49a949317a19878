import { createCookieJar } from '../../core/fetching/cookies.ts'
import type { HttpClient, HttpTimeouts } from './client.ts'
import { HttpError } from './error.ts'
import { askHop } from './hop.ts'
import { followRedirects, MAX_REDIRECTS, type Redirect } from './redirect.ts'

export interface HttpGetOptions {
  readonly etag?: string | null | undefined
  readonly lastModified?: string | null | undefined
  /** The Accept header. */
  readonly accept?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly maxWireBytes?: number | undefined
  readonly maxBodyBytes?: number | undefined
  /** Read only this many bytes of the body, and treat the answer as complete. */
  readonly cutAtBytes?: number | undefined
  readonly maxRedirects?: number | undefined
  /** Called for the target of each redirect; if it returns false, the result is the redirect itself, with `refused` set. */
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
  /** Where the last redirect pointed, when `mayFollow` rejected it. */
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
 * Fetches a URL: every hop is checked, every wait and size is bounded. Every status is a result, not an error.
 * @throws HttpError with a code of `HTTP_ERROR_CODES` when there is no usable answer; every error of `mayFollow`
 */
export function httpGet(
  client: HttpClient,
  url: string | URL,
  options: HttpGetOptions = {},
): Promise<HttpResult> {
  return request(client, url, 'GET', options)
}

/**
 * Posts to a URL behind the same guard. A redirect is not followed: the owner of an endpoint that moves must change its
 * address here.
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
        return askHop(client, { ...options, url: next, method, cookies, timeouts, signal })
      },
      options.mayFollow,
      (next) => cookies.header(next) ?? '',
    )
    const { status, headers, body, complete, wireBytes } = hop.answer
    return {
      status,
      finalUrl: hop.url.href,
      redirects: hop.redirects,
      ...(hop.refused ? { refused: hop.refused.href } : {}),
      headers,
      body,
      notModified: status === 304,
      complete,
      wireBytes,
    }
  } catch (error) {
    if (error instanceof HttpError && !error.momentary && error.code !== 'aborted') throw error
    if (deadline.signal.aborted)
      throw new HttpError('deadline', `not done after ${timeouts.totalMs} ms`, current, error)
    if (options.signal?.aborted) throw new HttpError('aborted', 'the request was stopped', current, error)
    throw error
  } finally {
    clearTimeout(timer)
  }
}
