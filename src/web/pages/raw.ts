import type { Context } from 'hono'
import { unpackBytes } from '../../adapters/files/packed-bytes.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { MissingDocumentError } from '../../pipeline/documents/document-store.ts'
import { loadDocuments } from '../../store/documents/stored.ts'
import type { Web } from '../context.ts'
import { notFound, unreachable } from './errors.ts'

/** How long a reader waits for a document that is kept elsewhere. */
const PATIENCE_MS = 12_000

/**
 * The raw document of an article as it was fetched, for operators: shown as plain text whatever its type is, or downloaded
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
  let bytes: Uint8Array
  try {
    const { documents } = web.deps
    if (documents.trouble) return unreachable(c, web, documents.trouble)
    bytes = unpackBytes(await documents.bytesOf(document, AbortSignal.timeout(PATIENCE_MS)))
  } catch (error) {
    if (error instanceof MissingDocumentError)
      return notFound(c, web, `It cannot be shown: ${error.message}.`)
    const { name, message } = error as Error
    if (name !== 'StoreTroubleError' && name !== 'AbortError' && name !== 'TimeoutError') throw error
    return unreachable(c, web, message)
  }
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
