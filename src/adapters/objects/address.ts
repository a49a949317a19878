import { fileURLToPath } from 'node:url'

/** Where documents are kept, as configured in NEWSLOOM_DOCUMENTS_URL. */
export type DocumentsAddress = FolderAddress | S3Address

interface Common {
  /** False for `?write=false`: existing objects are read, new documents go into Postgres. */
  readonly write: boolean
}

export interface FolderAddress extends Common {
  readonly kind: 'folder'
  /** Absolute. */
  readonly path: string
}

export interface S3Address extends Common {
  readonly kind: 's3'
  readonly bucket: string
  /** What the name of each object begins with; empty, or ending with a slash. */
  readonly prefix: string
  readonly endpoint: URL
  /** Undefined where the address names none: AWS_REGION, else us-east-1. */
  readonly region: string | undefined
  /** Whether the bucket is in the path of a request, and not before the host's name. */
  readonly pathStyle: boolean
}

const FORMS =
  'file:///folder or s3://bucket/prefix?endpoint=https://host&region=name (without endpoint: Amazon S3)'
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const PREFIX = /^[A-Za-z0-9._/-]*$/

/**
 * Reads NEWSLOOM_DOCUMENTS_URL.
 *
 * @throws Error with what was expected, as the end of a sentence that begins with "is not"
 */
export function parseDocumentsAddress(text: string): DocumentsAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'file:') return folderOf(url)
  if (url?.protocol === 's3:') return bucketOf(url)
  throw new Error(`an address of the form ${FORMS}`)
}

function folderOf(url: URL): FolderAddress {
  if (url.host || url.pathname === '/')
    throw new Error('a folder with its whole path: three slashes, as in file:///var/lib/newsloom/documents')
  const { write } = options(url, ['write'])
  url.search = ''
  return { kind: 'folder', path: fileURLToPath(url), write }
}

function bucketOf(url: URL): S3Address {
  if (url.username || url.password)
    throw new Error(
      'an address without a key: the credentials belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    )
  if (url.port || !BUCKET.test(url.hostname))
    throw new Error(
      'an address that begins with s3:// and the name of a bucket; its server is named by ?endpoint=',
    )
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '')
  if (!PREFIX.test(prefix) || prefix.includes('//') || /(^|\/)\.\.?(\/|$)/.test(prefix))
    throw new Error('an address whose prefix consists of letters, digits and . _ - / only')
  const { write, given } = options(url, ['write', 'endpoint', 'region', 'style'])
  const region = given.get('region') || undefined
  const style = given.get('style') ?? (given.has('endpoint') ? 'path' : 'host')
  if (style !== 'path' && style !== 'host')
    throw new Error(
      'an address with style=path or style=host: whether the bucket is in the path or in the host of a request',
    )
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: prefix && `${prefix}/`,
    endpoint: endpointOf(given.get('endpoint'), region),
    region,
    pathStyle: style === 'path',
    write,
  }
}

function endpointOf(given: string | null, region = 'us-east-1'): URL {
  const text = given ?? `https://s3.${region}.amazonaws.com`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw new Error('an address with the server as endpoint=https://host or endpoint=http://host:port')
  return url
}

function options(url: URL, known: readonly string[]): { write: boolean; given: URLSearchParams } {
  const given = url.searchParams
  const unknown = [...given.keys()].filter((name) => !known.includes(name))
  if (unknown.length || url.hash)
    throw new Error(
      `an address with the parameters ${known.join(', ')} only${unknown.length ? ` (${unknown.join(', ')})` : ''}`,
    )
  const write = given.get('write') ?? 'true'
  if (write !== 'true' && write !== 'false')
    throw new Error('an address with write=true or write=false: whether new documents go there')
  return { write: write === 'true', given }
}
