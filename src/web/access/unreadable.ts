import type { MiddlewareHandler } from 'hono'
import { problem } from '../problem.ts'

/**
 * Refuses addresses that no text can be made of: percent-encodings of what is not UTF-8, and NUL, which Postgres does not
 * store. What comes after may then take every parameter for a text.
 */
export const refuseUnreadable: MiddlewareHandler = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  if (isReadable(pathname) && isReadable(search.replaceAll('+', ' '))) return next()
  return problem(c, 400, 'bad_request', 'the address holds a percent-encoding that is no text in UTF-8')
}

function isReadable(encoded: string): boolean {
  try {
    return !decodeURIComponent(encoded).includes('\0')
  } catch {
    return false
  }
}
