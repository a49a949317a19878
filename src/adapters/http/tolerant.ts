import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { buildConnector } from 'undici'
import { HttpError } from './error.ts'
import { type BodyFraming, framingOf, parseResponseHead, type ResponseHead } from './response-head.ts'

export interface TolerantRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Until the head of the response has come. */
  readonly headersMs: number
  /** Without a byte of the body. */
  readonly bodyIdleMs: number
  readonly signal: AbortSignal
}

/** The parts of undici's response that the client reads. */
export interface TolerantResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Readable
}

const MAX_HEAD_BYTES = 64 * 1024
/** Interim responses (103 Early Hints) before the one that counts. */
const MAX_INTERIM = 5
const MAX_CHUNK_LINE = 4_096

/** Whether undici refused the response because of its syntax, not because of a broken connection. */
export function isParserRefusal(error: unknown): boolean {
  const cause = error instanceof HttpError ? error.cause : error
  if (!(cause instanceof Error)) return false
  const { code } = cause as NodeJS.ErrnoException
  return cause.name === 'HTTPParserError' || code === LENGTH_MISMATCH
}

/** A length that contradicts the chunks. */
const LENGTH_MISMATCH = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'

/**
 * Sends a GET on a connection of its own and reads the response as curl and browsers do, for servers whose responses undici's
 * parser refuses: a length beside chunks, the same length twice, blanks in a field's name, control characters, LF alone.
 * The connection is never used again, so a response that is read wrongly cannot become the answer to another request.
 *
 * @param connect the guarded connector of the client
 * @throws HttpError bad_response, header_timeout; what `connect` throws
 */
export async function askTolerantly(
  connect: buildConnector.connector,
  { url, headers, headersMs, bodyIdleMs, signal }: TolerantRequest,
): Promise<TolerantResponse> {
  const socket = await open(connect, url)
  const stop = () => socket.destroy(signal.reason as Error)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', stop))
  const timer = setTimeout(
    () => socket.destroy(new HttpError('header_timeout', `no head after ${headersMs} ms`, url.href)),
    headersMs,
  )
  try {
    socket.write(requestText(url, headers))
    const input = new SocketBytes(socket)
    const head = await readHead(input, url)
    const framing = framingOf(head)
    if (!framing) throw new HttpError('bad_response', 'two lengths that differ', url.href)
    socket.setTimeout(bodyIdleMs, () =>
      socket.destroy(new HttpError('body_timeout', `no byte for ${bodyIdleMs} ms`, url.href)),
    )
    const body = Readable.from(bodyOf(input, framing, url), { objectMode: false })
    body.once('close', () => socket.destroy())
    return { statusCode: head.status, headers: merged(head.fields), body }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function open(connect: buildConnector.connector, { protocol, hostname, host, port }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(
      { protocol, hostname, host, port: port || (protocol === 'https:' ? '443' : '80') },
      (error, socket) => {
        if (!socket) return reject(error ?? new Error('no connection'))
        // read errors reach the reader; errors between two reads have no other listener
        socket.on('error', () => {})
        resolve(socket)
      },
    )
  })
}

function requestText(url: URL, headers: Readonly<Record<string, string>>): string {
  const fields = Object.entries({ host: url.host, ...headers, connection: 'close' })
  return [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    ...fields.map(([name, value]) => `${name}: ${value.replace(/[\u0000-\u001f\u007f]+/g, ' ')}`),
    '\r\n',
  ].join('\r\n')
}

/** Names that occur several times become a list, as undici gives them. */
function merged(fields: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const headers = new Map<string, string[]>()
  for (const [name, value] of fields) headers.set(name, [...(headers.get(name) ?? []), value])
  return Object.fromEntries(
    [...headers].map(([name, values]) => [name, values.length > 1 ? values : values[0]!]),
  )
}

/** The bytes of a socket, to be taken in pieces of any size. */
class SocketBytes {
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)
  constructor(socket: Socket) {
    this.#chunks = (socket as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }
  /** The bytes that have come and were not taken yet, at least one byte; null at the end. */
  async next(): Promise<Buffer | null> {
    if (this.#held.length) {
      const held = this.#held
      this.#held = Buffer.alloc(0)
      return held
    }
    const { done, value } = await this.#chunks.next()
    return done ? null : value
  }
  giveBack(bytes: Buffer): void {
    this.#held = bytes
  }
  /** The next line without its end; null where the bytes end before it does, or it is longer than `max` bytes. */
  async line(max: number): Promise<string | null> {
    const parts: Buffer[] = []
    let length = 0
    while (length <= max) {
      const chunk = await this.next()
      if (!chunk) return null
      const end = chunk.indexOf(LF)
      parts.push(end < 0 ? chunk : chunk.subarray(0, end))
      if (end >= 0) {
        this.giveBack(chunk.subarray(end + 1))
        return Buffer.concat(parts).toString('latin1').replace(/\r$/, '')
      }
      length += chunk.length
    }
    return null
  }
}

const LF = 0x0a

async function readHead(input: SocketBytes, url: URL): Promise<ResponseHead> {
  for (let interim = 0; interim <= MAX_INTERIM; interim++) {
    const lines = await headLines(input)
    const head = lines && parseResponseHead(lines)
    if (!head) throw new HttpError('bad_response', 'no head of an HTTP response', url.href)
    if (head.status >= 200) return head
  }
  throw new HttpError('bad_response', `more than ${MAX_INTERIM} interim responses`, url.href)
}

/** The lines before the first empty one. */
async function headLines(input: SocketBytes): Promise<string[] | null> {
  const lines: string[] = []
  for (let length = 0; length <= MAX_HEAD_BYTES; ) {
    const line = await input.line(MAX_HEAD_BYTES)
    if (line === null) return null
    if (line === '') return lines
    lines.push(line)
    length += line.length + 1
  }
  return null
}

async function* bodyOf(input: SocketBytes, framing: BodyFraming, url: URL): AsyncGenerator<Buffer> {
  if (framing.kind === 'none') return
  if (framing.kind === 'until_close') {
    for (let chunk = await input.next(); chunk; chunk = await input.next()) yield chunk
    return
  }
  if (framing.kind === 'length') {
    yield* exactly(input, framing.bytes)
    return
  }
  for (;;) {
    const line = await input.line(MAX_CHUNK_LINE)
    if (line === null) throw endedEarly()
    const size = /^\s*([0-9a-f]{1,12})\s*(?:;|$)/i.exec(line)?.[1]
    if (size === undefined) throw new HttpError('bad_response', 'a chunk without a size', url.href)
    const bytes = Number.parseInt(size, 16)
    if (bytes === 0) return
    yield* exactly(input, bytes)
    await input.line(2)
  }
}

async function* exactly(input: SocketBytes, bytes: number): AsyncGenerator<Buffer> {
  for (let left = bytes; left > 0; ) {
    const chunk = await input.next()
    if (!chunk) throw endedEarly()
    if (chunk.length > left) input.giveBack(chunk.subarray(left))
    yield chunk.subarray(0, left)
    left -= Math.min(left, chunk.length)
  }
}

/** undici's error for a body that ends before its announced length: the bytes that came are kept (`readBody`). */
function endedEarly(): Error {
  return Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
}
