import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici'
import { connectionCause } from '../../connection-error.ts'
import { REQUEST_MS, StoreTroubleError } from '../../objects/types.ts'
import { type ProxySettings, proxyChooser } from '../proxy.ts'
import { troubleOfAnswer } from './trouble.ts'

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface S3Connection {
  /** Where requests go, with the bucket: `https://host/bucket` or `https://bucket.host`. */
  readonly base: URL
  readonly region: string
  readonly credentials: S3Credentials
  /** In PEM form; Node's own where none are given. */
  readonly certificates?: readonly string[] | undefined
  readonly proxy?: ProxySettings | undefined
}

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** The path from the bucket on; empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface S3Requests {
  /** @returns undefined for an object that does not exist @throws StoreTroubleError */
  send(asked: S3Request): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

const KEEP_ALIVE_MS = 30_000
/** Requests at a time: others wait for their turn. */
const CONNECTIONS = 32
/** Larger than any packed document: the largest page is a few megabytes. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024

/** Signed requests (SigV4, by aws4fetch) to one bucket, each within `REQUEST_MS`. */
export function openRequests({ base, region, credentials, certificates, proxy }: S3Connection): S3Requests {
  const dispatcher = dispatcherFor(base, certificates, proxy)
  // Derived keys of a day: aws4fetch keeps them here.
  const cache = new Map<string, ArrayBuffer>()
  const signed = async ({ method, key, query, body }: S3Request) => {
    const url = new URL(`${base.href.replace(/\/$/, '')}/${key}`)
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: {
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      service: 's3',
      region,
      cache,
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(credentials.sessionToken ? { sessionToken: credentials.sessionToken } : {}),
    })
    return signer.sign()
  }
  return {
    async send(asked) {
      const { url, headers } = await signed(asked)
      try {
        const answer = await request(url, {
          method: asked.method,
          headers: Object.fromEntries(headers),
          body: asked.body ?? null,
          dispatcher,
          signal: AbortSignal.timeout(REQUEST_MS),
        })
        // Before anything else can fail: a stream that breaks without a reader would end the process.
        answer.body.on('error', () => {})
        const body = await readAll(answer.body)
        if (answer.statusCode < 300) return body
        const trouble = troubleOfAnswer(answer.statusCode, answer.headers, body, region)
        if (trouble === 'missing') return undefined
        throw trouble
      } catch (error) {
        throw error instanceof StoreTroubleError ? error : troubleOfConnection(error)
      }
    },
    close: () => dispatcher.destroy(),
  }
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > MAX_ANSWER_BYTES) throw new StoreTroubleError('it answers more than a document can be')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function dispatcherFor(
  base: URL,
  certificates: readonly string[] | undefined,
  proxy: ProxySettings = {},
): Dispatcher {
  const tls = certificates ? { ca: [...certificates] } : {}
  const options = { connections: CONNECTIONS, keepAliveTimeout: KEEP_ALIVE_MS }
  const address = proxyChooser(proxy)(base)
  return address === null
    ? new Agent({ ...options, connect: { ...tls, timeout: REQUEST_MS } })
    : new ProxyAgent({ ...options, uri: address, requestTls: tls, proxyTls: tls })
}

function troubleOfConnection(error: unknown): StoreTroubleError {
  const { name, message } = error as Error
  const why =
    name === 'TimeoutError'
      ? `it does not answer within ${REQUEST_MS / 1000} s`
      : (connectionCause(error) ?? message)
  return new StoreTroubleError(why, { cause: error })
}
