import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'

const zip = promisify(gzip)
const SMALL_BYTES = 1_024
/** A page shrinks to a seventh at this level; higher ones cost more than they save. */
const LEVEL = 4

/**
 * Sends a page that is whole in memory: with a tag, as 304 where the browser has it already, zipped where it may be.
 * What streams (events) or comes with a tag of its own passes through.
 */
export const deliver: MiddlewareHandler = async (c, next) => {
  await next()
  const { res } = c
  const type = res.headers.get('content-type') ?? ''
  if (!/^(text\/(?!event-stream)|application\/(json|atom\+xml|feed\+json|opensearch)|image\/svg)/.test(type))
    return
  if (res.headers.has('content-encoding') || res.body === null) return
  const bytes = Buffer.from(await res.arrayBuffer())
  const headers = new Headers(res.headers)
  headers.delete('content-length')
  headers.append('vary', 'accept-encoding')
  if (res.status === 200 && c.req.method === 'GET' && !headers.has('etag'))
    headers.set('etag', `W/"${createHash('sha1').update(bytes).digest('base64url')}"`)
  const tag = headers.get('etag')
  if (
    tag &&
    c.req
      .header('if-none-match')
      ?.split(/\s*,\s*/)
      .includes(tag)
  ) {
    c.res = new Response(null, { status: 304, headers })
    return
  }
  const zipped = bytes.length >= SMALL_BYTES && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  if (zipped) headers.set('content-encoding', 'gzip')
  const body = zipped ? await zip(bytes, { level: LEVEL }) : bytes
  // Set anew: a header that is given back to the old answer would be added twice.
  c.res = undefined
  c.res = new Response(new Uint8Array(body), { status: res.status, headers })
}
