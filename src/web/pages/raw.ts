import type { Context } from 'hono'
import { unpackBytes } from '../../adapters/files/packed-bytes.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { loadDocuments } from '../../store/documents/stored.ts'
import type { Web } from '../context.ts'
import { notFound } from './errors.ts'

/**
 * The raw document of an article as it was fetched, for operators: shown as plain text whatever it is, or downloaded
 * (`?download`). It is never shown as HTML.
 */
export async function rawDocument(c: Context, web: Web): Promise<Response> {
  const id = Number(c.req.param('id'))
  const at = new Date(c.req.query('at') ?? '')
  const document = Number.isNaN(at.getTime())
    ? undefined
    : (await loadDocuments(web.deps.pool, [{ id, documentAt: at }])).get(id)
  if (!document)
    return notFound(c, web, `Article ${id} has no document of that time, or it is no longer kept.`)
  const bytes = unpackBytes(document)
  const headers = { 'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'" }
  if (c.req.query('download') !== undefined)
    return c.body(new Uint8Array(bytes), 200, {
      ...headers,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="article-${id}-${at.getTime()}.${document.kind === 'html' ? 'html' : 'txt'}"`,
    })
  const { text } = decodeBytes(bytes, {
    kind: document.kind === 'html' ? 'html' : 'text',
    contentType: document.headers?.['content-type'],
  })
  return c.body(text, 200, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
}
