import type { Context } from 'hono'
import type { HTTPException } from 'hono/http-exception'
import { refusalPage } from './pages/refusal.ts'

const titles = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  429: 'Too many requests',
  500: 'Internal error',
} as const

export type ProblemStatus = keyof typeof titles

type Headers = Readonly<Record<string, string>>

/** A failure as RFC 9457 has it: `detail` is one sentence for people, `code` is for programs. */
export function problem(
  c: Context,
  status: ProblemStatus,
  code: string,
  detail: string,
  headers: Headers = {},
): Response {
  const body = { type: 'about:blank', title: titles[status], status, code, detail }
  return c.body(JSON.stringify(body), status, { ...headers, 'content-type': 'application/problem+json' })
}

/** The refusal of a request for an exception that hono or a handler threw. */
export function refusalOf(c: Context, error: HTTPException): Response | Promise<Response> {
  const status = error.status in titles ? (error.status as ProblemStatus) : 400
  return refusal(c, status, status === 413 ? 'too_large' : 'bad_request', error.message || titles[status])
}

/** Whether a request is for the API, whose failures are all of the form of RFC 9457. */
export const isForApi = (c: Context): boolean => c.req.path.startsWith('/api/')

/**
 * The refusal of a request, made before the requested page or operation is known: a problem for the API, a page for every
 * other path.
 */
export function refusal(...failure: Parameters<typeof problem>): Response | Promise<Response> {
  const [c, status, code, detail, headers = {}] = failure
  // Like every answer of the API: pages of any origin may read it.
  if (isForApi(c)) return problem(c, status, code, detail, { ...headers, 'access-control-allow-origin': '*' })
  return refusalPage(c, status, titles[status], `${detail[0]!.toUpperCase()}${detail.slice(1)}.`, headers)
}

/** The answer of the API to a client that sent no token, or a wrong one (RFC 6750). */
export function needsToken(
  c: Context,
  detail = 'this is for operators: send "Authorization: Bearer TOKEN"',
): Response | Promise<Response> {
  return refusal(c, 401, 'not_signed_in', detail, { 'www-authenticate': 'Bearer realm="newsloom"' })
}
