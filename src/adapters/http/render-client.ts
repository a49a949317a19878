import { request } from 'undici'
import { readBody } from './body.ts'
import { AddressBusyError, HTTP_ERROR_CODES, HttpError, type HttpErrorCode } from './error.ts'
import type { HttpResult } from './request.ts'

/** A rendering service: docs/how-to/rendering.md has the endpoint. */
export interface RenderService {
  /** Where pages are posted to. */
  readonly url: string
  readonly userAgent: string
}

/** The answer of the service for a rendered page. */
export interface RenderedPage {
  /** Where the page came from, after redirects. */
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly redirects: readonly { readonly from: string; readonly to: string; readonly status: number }[]
  /** The document after its scripts ran. */
  readonly html: string
}

const TIMEOUT_MS = 60_000
const MAX_ANSWER_BYTES = 64 * 1024 * 1024
/** The service is unavailable or busy: this does not count as trouble of the page's host. */
const AWAY_MS = 60_000

/**
 * Renders a page through the service, and returns it as if it had been fetched: its body is the document after its scripts
 * ran, in UTF-8.
 *
 * @throws AddressBusyError where the service is unavailable or full, HttpError for errors of the page's own requests
 */
export async function renderPage(
  { url: service, userAgent }: RenderService,
  url: string,
  signal: AbortSignal,
): Promise<HttpResult> {
  const { status, answer } = await ask(
    service,
    { url, user_agent: userAgent, timeout_ms: TIMEOUT_MS },
    signal,
  )
  if (status === 422) throw errorOf(answer, url)
  const page = status === 200 ? pageOf(answer) : null
  if (!page) throw new AddressBusyError(`the rendering service ${new URL(service).host}`, AWAY_MS, url)
  const body = Buffer.from(page.html)
  return {
    status: page.status,
    finalUrl: page.url,
    redirects: page.redirects,
    headers: { ...page.headers, 'content-type': 'text/html; charset=utf-8' },
    body,
    notModified: false,
    complete: true,
    wireBytes: body.byteLength,
  }
}

async function ask(service: string, body: object, signal: AbortSignal) {
  try {
    const response = await request(service, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      headersTimeout: TIMEOUT_MS + 15_000,
      bodyTimeout: 15_000,
      signal,
    })
    response.body.on('error', () => {})
    const limits = { maxWireBytes: MAX_ANSWER_BYTES, maxBodyBytes: MAX_ANSWER_BYTES }
    const read = await readBody(response.body, [], limits, service)
    return {
      status: response.statusCode,
      answer: JSON.parse(Buffer.from(read.body).toString('utf8')) as unknown,
    }
  } catch (error) {
    if (signal.aborted) throw new HttpError('aborted', 'the request was stopped', service, error)
    return { status: 503, answer: null }
  }
}

function errorOf(answer: unknown, url: string): HttpError {
  const { code, message } = ((answer as { error?: unknown } | null)?.error ?? {}) as Record<string, unknown>
  const known = HTTP_ERROR_CODES.find((one): one is HttpErrorCode => one === code) ?? 'network_error'
  return new HttpError(
    known,
    typeof message === 'string' ? message.slice(0, 500) : 'could not be rendered',
    url,
  )
}

function pageOf(answer: unknown): RenderedPage | null {
  if (typeof answer !== 'object' || answer === null) return null
  const page = answer as Partial<Record<keyof RenderedPage, unknown>>
  const { url, status, html } = page
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return null
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return null
  if (typeof html !== 'string') return null
  const headers = Object.fromEntries(
    Object.entries(typeof page.headers === 'object' && page.headers !== null ? page.headers : {}).flatMap(
      ([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value] as const] : []),
    ),
  )
  const redirects = (Array.isArray(page.redirects) ? page.redirects : []).slice(
    0,
    20,
  ) as RenderedPage['redirects']
  const isHop = (hop: unknown): boolean =>
    typeof hop === 'object' && hop !== null && 'from' in hop && 'to' in hop && 'status' in hop
  return { url, status, headers, redirects: redirects.filter(isHop), html }
}
