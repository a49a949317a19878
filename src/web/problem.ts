import type { Context } from 'hono'
import type { HTTPException } from 'hono/http-exception'

const titles = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  500: 'Internal error',
} as const

export type ProblemStatus = keyof typeof titles

/** A failure as RFC 9457 has it: `detail` is one sentence for people, `code` is for programs. */
export function problem(
  c: Context,
  status: ProblemStatus,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { type: 'about:blank', title: titles[status], status, code, detail }
  return c.body(JSON.stringify(body), status, { ...headers, 'content-type': 'application/problem+json' })
}

/** The same of an exception that hono or a handler threw. */
export function problemOf(c: Context, error: HTTPException): Response {
  const status = error.status in titles ? (error.status as ProblemStatus) : 400
  return problem(c, status, status === 413 ? 'too_large' : 'bad_request', error.message || titles[status])
}
