import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A server that speaks the part of S3 that is used here: objects are put, got and deleted, and a bucket is listed. It keeps
 * them in memory and refuses what AWS refuses: a signature (SigV4, computed here anew from what came over the wire), a body
 * of another hash, a key or a bucket that it does not know.
 */
export interface S3Server {
  /** `s3://BUCKET/prefix?endpoint=…`, as NEWSLOOM_DOCUMENTS_URL takes it. */
  url(parameters?: string): string
  readonly endpoint: string
  /** By their keys. */
  readonly objects: Map<string, Buffer>
  /** What was asked for, as `PUT key`. */
  readonly requests: string[]
  /** What to do with the next requests instead of answering: an answer, a broken connection, or silence. */
  trouble: Trouble | null
  close(): Promise<void>
}

export type Trouble = 'reset' | 'silence' | { readonly status: number; readonly code: string }

export const S3_KEYS: Readonly<Record<'awsAccessKeyId' | 'awsSecretAccessKey', string>> = {
  awsAccessKeyId: 'AKIDTEST',
  awsSecretAccessKey: 'secret/of+the=test',
}
export const S3_ENV = {
  AWS_ACCESS_KEY_ID: S3_KEYS.awsAccessKeyId,
  AWS_SECRET_ACCESS_KEY: S3_KEYS.awsSecretAccessKey,
}
export const S3_BUCKET = 'newsloom-test'
export const S3_PREFIX = 'some/prefix/'
const REGION = 'eu-test-1'

/** @param port for a server that is started again where another one was */
export async function startS3(port = 0): Promise<S3Server> {
  const objects = new Map<string, Buffer>()
  const requests: string[] = []
  const state: { trouble: Trouble | null } = { trouble: null }
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request)
      const { trouble } = state
      if (trouble === 'silence') return
      if (trouble === 'reset') return void request.socket.destroy()
      if (trouble) {
        refuse(response, trouble.status, trouble.code)
        return
      }
      const wrong = whyNotSigned(request, body)
      if (wrong) refuse(response, wrong === 'AuthorizationHeaderMalformed' ? 400 : 403, wrong)
      else answer(request, body, response, { objects, requests })
    })().catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    objects,
    requests,
    url: (parameters = '') =>
      `s3://${S3_BUCKET}/${S3_PREFIX}?endpoint=${endpoint}&region=${REGION}${parameters}`,
    get trouble() {
      return state.trouble
    },
    set trouble(trouble) {
      state.trouble = trouble
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  { objects, requests }: Pick<S3Server, 'objects' | 'requests'>,
): void {
  const url = new URL(request.url!, 'http://s3')
  const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/')
  const key = rest.join('/')
  requests.push(`${request.method} ${key}`)
  const found = objects.get(key)
  if (bucket !== S3_BUCKET) refuse(response, 404, 'NoSuchBucket')
  else if (request.method === 'PUT') {
    objects.set(key, body)
    response.end()
  } else if (request.method === 'DELETE') {
    objects.delete(key)
    response.writeHead(204).end()
  } else if (!key) response.end(listOf(objects, url.searchParams))
  else if (found) response.end(found)
  else refuse(response, 404, 'NoSuchKey')
}

function listOf(objects: ReadonlyMap<string, Buffer>, query: URLSearchParams): string {
  const keys = [...objects.keys()]
    .filter((one) => one.startsWith(query.get('prefix') ?? '') && one > (query.get('start-after') ?? ''))
    .sort()
    .slice(0, Number(query.get('max-keys') ?? 1_000))
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('')
  return `<?xml version="1.0"?><ListBucketResult>${contents}</ListBucketResult>`
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const more = code === 'AuthorizationHeaderMalformed' ? `<Region>${REGION}</Region>` : ''
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>as asked</Message>${more}</Error>`)
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

/** The code of S3's refusal, or undefined for a request that is signed as the specification of SigV4 says. */
function whyNotSigned(request: IncomingMessage, body: Buffer): string | undefined {
  const found = AUTHORIZATION.exec(request.headers.authorization ?? '')
  if (!found) return 'AccessDenied'
  const [, key, day, region, signedHeaders, signature] = found
  if (key !== S3_KEYS.awsAccessKeyId) return 'InvalidAccessKeyId'
  if (region !== REGION) return 'AuthorizationHeaderMalformed'
  const stated = String(request.headers['x-amz-content-sha256'])
  if (stated !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const names = signedHeaders!.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied'
  const [path, query = ''] = request.url!.split('?')
  const canonical = [
    request.method,
    path,
    query.split('&').filter(Boolean).map(encodedPair).sort().join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders,
    stated,
  ].join('\n')
  const date = String(request.headers['x-amz-date'])
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const derived = [day!, region!, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${S3_KEYS.awsSecretAccessKey}`),
  )
  return hmac(derived, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}

/** Each part of a query, percent-encoded as SigV4 wants it. */
function encodedPair(pair: string): string {
  const [name = '', value = ''] = pair.split('=')
  return [name, value]
    .map((part) =>
      encodeURIComponent(decodeURIComponent(part.replaceAll('+', ' '))).replace(
        /[!'()*]/g,
        (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('=')
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer, data: string) => createHmac('sha256', key).update(data).digest()

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
