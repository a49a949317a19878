import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib'
import { type ByteSource, byteSource, type Piece } from '../../core/files/byte-source.ts'

const MAX_HEADER_BYTES = 64 * 1024
const CHUNK_BYTES = 64 * 1024
const TRAILER_BYTES = 8

/**
 * Unpacks gzip files, member by member (RFC 1952). Node's own reader stops silently at padding between members, and loses
 * what follows a damaged one. This one reports what is wrong and where, and continues with the next member. Zeros between
 * members and at the end are padding.
 */
export async function* gunzipMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const source = byteSource(chunks)
  let damaged = false
  for (;;) {
    const before = source.offset()
    const junk = await skipToMember(source)
    // After a damaged member come its remaining bytes.
    if (junk > 0 && !damaged)
      yield { kind: 'break', offset: before, message: `${junk} bytes that belong to no gzip member` }
    const offset = source.offset()
    const start = await source.peek(MAX_HEADER_BYTES)
    if (!start.length) return
    const header = headerLength(start)
    if (header === null) {
      await source.take(start.length < MAX_HEADER_BYTES ? start.length : 1)
      yield { kind: 'break', offset, message: 'a gzip member that is cut off within its header' }
      continue
    }
    await source.take(header)
    const message = yield* inflateMember(source)
    damaged = message !== undefined
    if (message) yield { kind: 'break', offset, message }
  }
}

/** Yields the unpacked bytes of one member. @returns what is wrong with it, if anything */
async function* inflateMember(source: ByteSource): AsyncGenerator<Piece, string | undefined> {
  const inflater = createInflateRaw()
  inflater.on('error', () => {})
  const feeding = feed(source, inflater)
  let sum = 0
  let size = 0
  try {
    for await (const piece of inflater as AsyncIterable<Buffer>) {
      sum = crc32(piece, sum)
      size += piece.length
      yield piece
    }
  } catch {
    const rest = await feeding
    return rest.ended ? 'a gzip member that is cut off' : 'a gzip member whose data is damaged'
  } finally {
    inflater.destroy()
    await feeding
  }
  const trailer = await source.take(TRAILER_BYTES)
  if (trailer.length < TRAILER_BYTES) return 'a gzip member that is cut off within its last bytes'
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size % 2 ** 32)
    return 'a gzip member whose checksum is wrong'
  return undefined
}

/** Writes from the source until the deflate stream has ended, then puts back the bytes after it. */
async function feed(source: ByteSource, inflater: InflateRaw): Promise<{ readonly ended: boolean }> {
  let written = 0
  const closed = new Promise<true>((resolve) => inflater.once('close', () => resolve(true)))
  for (;;) {
    const chunk = await source.take(CHUNK_BYTES)
    if (!chunk.length) {
      inflater.end()
      return { ended: true }
    }
    written += chunk.length
    const wrote = new Promise<boolean>((resolve) => inflater.write(chunk, (error) => resolve(Boolean(error))))
    const failed = await Promise.race([wrote, closed])
    const unused = written - inflater.bytesWritten
    if (failed || unused > 0) {
      // No byte of a damaged chunk counts as used: the next member may begin within it.
      source.unread(chunk.subarray(Math.max(0, chunk.length - unused)))
      return { ended: false }
    }
  }
}

/** Moves to the next member, or to the end. @returns how many bytes on the way were not zero */
async function skipToMember(source: ByteSource): Promise<number> {
  let junk = 0
  for (;;) {
    const ahead = (await source.peek(CHUNK_BYTES)).subarray(0, CHUNK_BYTES)
    if (!ahead.length) return junk
    const at = memberWithin(ahead)
    const passed = await source.take(at >= 0 ? at : Math.max(1, ahead.length - 3))
    for (const byte of passed) if (byte !== 0) junk++
    if (at >= 0) return junk
  }
}

/** Where a member begins: its two magic bytes, the method "deflate", and flags of which three are not used. */
function memberWithin(bytes: Buffer): number {
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && (bytes[at + 3] ?? 0) < 0x20) return at
  return -1
}

/** The length of the member's header at the beginning of `bytes`; null if they do not hold all of it. */
function headerLength(bytes: Buffer): number | null {
  const [hasCheck, hasExtra, hasName, hasComment] = [2, 4, 8, 16].map((flag) => (bytes[3]! & flag) !== 0)
  let at = 10
  if (hasExtra) at += bytes.length < at + 2 ? Number.POSITIVE_INFINITY : 2 + bytes.readUInt16LE(at)
  for (const text of [hasName, hasComment])
    if (text) {
      const end = bytes.indexOf(0, at)
      at = end < 0 ? Number.POSITIVE_INFINITY : end + 1
    }
  if (hasCheck) at += 2
  return at <= bytes.length ? at : null
}
