import type { MiddlewareHandler } from 'hono'
import { refusal } from '../problem.ts'

/**
 * Refuses addresses that are not text: percent-encodings that are not UTF-8, and NUL, which Postgres cannot store. Later
 * handlers can then use every parameter as text.
 */
export const refuseUnreadable: MiddlewareHandler = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  if (isReadable(pathname) && isReadable(search.replaceAll('+', ' '))) return next()
  return refusal(c, 400, 'bad_request', 'the address holds a percent-encoding that is no text in UTF-8')
}

function isReadable(encoded: string): boolean {
  try {
    return !decodeURIComponent(encoded).includes('\0')
  } catch {
    return false
  }
}
