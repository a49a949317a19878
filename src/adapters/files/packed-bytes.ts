import { promisify } from 'node:util'
import { zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Bytes as they are stored and handed about: whoever reads them unpacks them. */
export interface PackedBytes {
  readonly compression: 'none' | 'zstd'
  readonly packed: Uint8Array
  /** Of what was packed. */
  readonly byteCount: number
}

const MIN_BYTES = 256
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024
/** Up to here the call itself is quicker than handing it to another thread: 0.2 against 0.5 ms for a page of 80 KB. */
const AT_ONCE_BYTES = 512 * 1024
/** Room for the output beyond what is expected: a guess, for the length that was stored may be wrong. */
const SLACK_BYTES = 64
const compressApart = promisify(zstdCompress)

/** Bytes as they are, where packed ones are asked for. */
export const plainBytes = (bytes: Uint8Array): PackedBytes => ({
  compression: 'none',
  packed: bytes,
  byteCount: bytes.byteLength,
})

/** Packs bytes; those of a large document in a thread of libuv. */
export async function packBytes(bytes: Uint8Array): Promise<PackedBytes> {
  const byteCount = bytes.byteLength
  if (byteCount < MIN_BYTES) return plainBytes(bytes)
  const packed = byteCount <= AT_ONCE_BYTES ? zstdCompressSync(bytes) : await compressApart(bytes)
  return { compression: 'zstd', packed, byteCount }
}

/** @throws when they are damaged, or more than 256 MB */
export function unpackBytes({ compression, packed, byteCount }: PackedBytes): Uint8Array {
  if (compression === 'none') return packed
  // In one piece where it is as long as it was: pieces would have to be joined.
  const chunkSize = Math.min(Math.max(byteCount, MIN_BYTES), MAX_UNPACKED_BYTES) + SLACK_BYTES
  return zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES, chunkSize })
}
