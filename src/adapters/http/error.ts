import type { Refusal, RefusalCode } from '../../core/fetching/address.ts'

/** Everything that can go wrong with a request, as it is stored and counted. */
export const HTTP_ERROR_CODES = [
  'bad_url',
  'bad_scheme',
  'blocked_port',
  'blocked_host',
  'blocked_address',
  'dns_failed',
  'dns_not_found',
  'connect_timeout',
  'connection_refused',
  'connection_reset',
  'host_unreachable',
  'tls_error',
  'header_timeout',
  'body_timeout',
  'deadline',
  'aborted',
  'too_large',
  'too_large_decompressed',
  'too_many_redirects',
  'redirect_loop',
  'bad_encoding',
  'bad_response',
  'network_error',
  'address_busy',
  'proxy_refused',
] as const

export type HttpErrorCode = (typeof HTTP_ERROR_CODES)[number]

/** Worth another try soon; the other errors stay until somebody changes something. */
const MOMENTARY: ReadonlySet<HttpErrorCode> = new Set<HttpErrorCode>([
  'dns_failed',
  'connect_timeout',
  'connection_refused',
  'connection_reset',
  'host_unreachable',
  'header_timeout',
  'body_timeout',
  'deadline',
  'network_error',
  'address_busy',
  'proxy_refused',
])

/** A request without a response. `url` is the hop that failed, without user info. */
export class HttpError extends Error {
  readonly code: HttpErrorCode
  readonly momentary: boolean
  readonly url: string
  constructor(code: HttpErrorCode, message: string, url: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'HttpError'
    this.code = code
    this.momentary = MOMENTARY.has(code)
    this.url = url
  }
}

/** There are too many requests to the address already: this one has to wait, and its host is not at fault. */
export class AddressBusyError extends HttpError {
  readonly waitMs: number
  constructor(address: string, waitMs: number, url: string) {
    super(
      'address_busy',
      `${address} is asked as often as one address may be (NEWSLOOM_ADDRESS_AT_ONCE, NEWSLOOM_ADDRESS_PER_S)`,
      url,
    )
    this.waitMs = waitMs
  }
}

export function refusalError(refusal: Refusal, url: string): HttpError {
  return new HttpError(refusal.code satisfies RefusalCode, refusal.reason, url)
}

const BY_CODE: Readonly<Record<string, HttpErrorCode>> = {
  ENOTFOUND: 'dns_not_found',
  ENODATA: 'dns_not_found',
  EAI_AGAIN: 'dns_failed',
  EAI_FAIL: 'dns_failed',
  ESERVFAIL: 'dns_failed',
  ETIMEOUT: 'dns_failed',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  ETIMEDOUT: 'connect_timeout',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset',
  UND_ERR_CLOSED: 'connection_reset',
  UND_ERR_DESTROYED: 'connection_reset',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'header_timeout',
  UND_ERR_BODY_TIMEOUT: 'body_timeout',
  UND_ERR_HEADERS_OVERFLOW: 'bad_response',
  UND_ERR_INVALID_RETURN_VALUE: 'bad_response',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad_response',
  UND_ERR_INVALID_ARG: 'bad_url',
  UND_ERR_PRX_TLS: 'tls_error',
  UND_ERR_PRX_CONN: 'connection_reset',
  ERR_INVALID_URL: 'bad_url',
}

const TLS_CODE =
  /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|CRL_|ERROR_IN_C)/

/** Maps an error thrown by undici, Node's sockets, TLS or DNS to one of our codes. */
export function httpErrorFrom(error: unknown, url: string): HttpError {
  if (error instanceof HttpError) return error
  const cause = rootOf(error)
  if (cause instanceof HttpError) return cause
  const code = String((cause as NodeJS.ErrnoException).code ?? '')
  const message = cause instanceof Error ? cause.message : String(cause)
  const byProxy = proxyAnswer(message)
  if (byProxy !== null)
    return new HttpError('proxy_refused', `the proxy answered ${byProxy} when asked for it`, url, error)
  const known = BY_CODE[code]
  if (known) return new HttpError(known, message, url, error)
  if (TLS_CODE.test(code)) return new HttpError('tls_error', message, url, error)
  if (code.startsWith('HPE_') || (cause as Error)?.name === 'HTTPParserError')
    return new HttpError('bad_response', message, url, error)
  if ((cause as Error)?.name === 'AbortError')
    return new HttpError('aborted', 'the request was stopped', url, error)
  return new HttpError('network_error', message, url, error)
}

/** The status by which a proxy refused to pass a request on; undici gives it only in its message. */
function proxyAnswer(message: string): string | null {
  const [, tunnel, plain] =
    /^Proxy response \((\d+)\)|^Proxy Authentication Required \((\d+)\)/.exec(message) ?? []
  return tunnel ?? plain ?? null
}

/** The first error below the wrappers: Happy Eyeballs gives one for each address tried. */
function rootOf(error: unknown): unknown {
  let current = error
  for (let depth = 0; depth < 5; depth++) {
    if (current instanceof HttpError) return current
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0]
    else if (
      current instanceof Error &&
      current.cause instanceof Error &&
      !(current as NodeJS.ErrnoException).code
    )
      current = current.cause
    else return current
  }
  return current
}
