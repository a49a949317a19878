import type { Duplex, Readable } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'
import { HttpError, httpErrorFrom } from './error.ts'

export interface BodyLimits {
  /** Bytes on the wire. */
  readonly maxWireBytes: number
  /** Bytes after decompression, of every layer. */
  readonly maxBodyBytes: number
  /** Where only the first bytes are wanted: the rest is not read, and this is not an error. */
  readonly cutAtBytes?: number | undefined
}

export interface BodyRead {
  readonly body: Uint8Array
  readonly wireBytes: number
  /** False when the sender stopped early: fewer bytes than announced, a cut chunk or a cut gzip stream. */
  readonly complete: boolean
}

const MAX_LAYERS = 3

/**
 * The layers of Content-Encoding in the order in which they were applied. A name that is not a coding (`utf-8`,
 * `aws-chunked`) changed nothing about the bytes: browsers and curl use them as they are.
 * @throws HttpError bad_encoding for more layers than any real server uses
 */
export function encodingsOf(header: string | undefined, url: string): readonly string[] {
  const layers = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^(?:x-)?gzip$|^deflate$|^br$|^zstd$/.test(name))
  if (layers.length > MAX_LAYERS)
    throw new HttpError(
      'bad_encoding',
      `${layers.length} content encodings, at most ${MAX_LAYERS} are read`,
      url,
    )
  return layers
}

/** One layer's decompressor, or null when the bytes are not what the header says (a page sent plain after all). */
function decompressor(name: string, first: Uint8Array): Duplex | null {
  const tolerant = { finishFlush: constants.Z_SYNC_FLUSH }
  if (name === 'gzip' || name === 'x-gzip')
    return first[0] === 0x1f && first[1] === 0x8b ? createGunzip(tolerant) : null
  if (name === 'deflate') {
    const zlib = (first[0]! & 0x0f) === 8 && ((first[0]! << 8) | first[1]!) % 31 === 0
    return zlib ? createInflate(tolerant) : createInflateRaw(tolerant)
  }
  if (name === 'zstd') return createZstdDecompress()
  return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
}

/**
 * Reads a body to its end through its content encodings, never keeping or producing more than the limits: a decompression
 * bomb is stopped while it expands. Bytes that came before an early end are kept.
 * @throws HttpError too_large, too_large_decompressed, bad_encoding, body_timeout, connection_reset …
 */
export async function readBody(
  stream: Readable,
  encodings: readonly string[],
  limits: BodyLimits,
  url: string,
): Promise<BodyRead> {
  const state = { wireBytes: 0, complete: true }
  let source: AsyncIterable<Uint8Array> = wire(stream, limits.maxWireBytes, state, url)
  for (const name of encodings.toReversed()) source = unfold(name, source, limits.maxBodyBytes, state, url)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of source) {
      length += chunk.length
      if (limits.cutAtBytes !== undefined && length >= limits.cutAtBytes) {
        chunks.push(chunk.subarray(0, chunk.length - (length - limits.cutAtBytes)))
        state.complete = length === limits.cutAtBytes && state.complete
        length = limits.cutAtBytes
        break
      }
      if (length > limits.maxBodyBytes)
        throw new HttpError('too_large_decompressed', `more than ${limits.maxBodyBytes} bytes`, url)
      chunks.push(chunk)
    }
  } finally {
    stream.destroy()
  }
  return { body: Buffer.concat(chunks, length), wireBytes: state.wireBytes, complete: state.complete }
}

interface State {
  wireBytes: number
  complete: boolean
}

async function* wire(stream: Readable, max: number, state: State, url: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      state.wireBytes += chunk.length
      if (state.wireBytes > max) throw new HttpError('too_large', `more than ${max} bytes on the wire`, url)
      yield chunk
    }
  } catch (error) {
    // Closed in good order but before the announced length: browsers show the bytes that came, and so do we.
    const early = (error as NodeJS.ErrnoException).code === 'UND_ERR_SOCKET' && state.wireBytes > 0
    if (!early || error instanceof HttpError) throw error
    state.complete = false
  }
}

async function* unfold(
  name: string,
  source: AsyncIterable<Uint8Array>,
  max: number,
  state: State,
  url: string,
): AsyncIterable<Uint8Array> {
  const input = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array()
  while (head.length < 2) {
    const next = await input.next()
    if (next.done) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  if (head.length === 0) return
  const layer = decompressor(name, head)
  if (!layer) {
    yield head
    yield* { [Symbol.asyncIterator]: () => input }
    return
  }
  // It ends with the layer or with the connection, and never throws: waiting for it could mean waiting for a slow sender.
  void feed(layer, head, input)
  let length = 0
  try {
    for await (const chunk of layer as AsyncIterable<Uint8Array>) {
      length += chunk.length
      if (length > max)
        throw new HttpError('too_large_decompressed', `more than ${max} bytes after ${name}`, url)
      yield chunk
    }
  } catch (error) {
    if (error instanceof HttpError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (!/^(?:Z_|ERR_|ZSTD_)/.test(code ?? '')) throw httpErrorFrom(error, url)
    if (code === 'Z_BUF_ERROR' && length > 0) state.complete = false
    else if (length > 0 && !state.complete) return
    else
      throw new HttpError('bad_encoding', `the body is not ${name}: ${(error as Error).message}`, url, error)
  } finally {
    layer.destroy()
  }
}

/** Writes the input into a decompressor as fast as it accepts it; an error of the input becomes the decompressor's. */
async function feed(layer: Duplex, head: Uint8Array, input: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    for (let chunk = head; ; ) {
      if (layer.destroyed) break
      if (!layer.write(chunk)) await drained(layer)
      const next = await input.next()
      if (next.done) break
      chunk = next.value
    }
    if (!layer.destroyed) layer.end()
    else await input.return?.()
  } catch (error) {
    layer.destroy(error as Error)
  }
}

function drained(layer: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      layer.off('drain', done).off('close', done).off('error', done)
      resolve()
    }
    layer.on('drain', done).on('close', done).on('error', done)
  })
}
