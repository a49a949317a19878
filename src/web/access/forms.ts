import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { refusal } from '../problem.ts'

const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i
const JSON_BODY = /^application\/json\b/i

/** Requests that change something have a form as their body, or JSON in the API. */
export const onlyForms: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== 'POST') return next()
  const isApi = c.req.path.startsWith('/api/')
  const hasBody = c.req.raw.body !== null && c.req.header('content-length') !== '0'
  if (hasBody && !(isApi ? JSON_BODY : FORM).test(c.req.header('content-type') ?? ''))
    return refusal(c, 415, 'wrong_type', `send the body as ${isApi ? 'application/json' : 'a form'}`)
  return next()
}

/**
 * The fields of a form; a field that comes several times has all its values.
 * @throws HTTPException 400 for a body that does not follow its content type
 */
export async function formOf(
  c: Context,
): Promise<Readonly<Record<string, string | File | (string | File)[]>>> {
  try {
    return await c.req.parseBody({ all: true })
  } catch (error) {
    if (error instanceof HTTPException) throw error
    throw new HTTPException(400, { message: 'the form cannot be read: it does not follow its content type' })
  }
}
