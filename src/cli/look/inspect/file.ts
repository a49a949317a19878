import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { InspectError } from './answer.ts'

const MAX_BYTES = 256 * 1024 * 1024

/** The bytes of a file, unpacked when it is gzip. @throws InspectError when it cannot be read. */
export async function readMaybeGzip(path: string): Promise<Uint8Array> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new InspectError('unreadable_file', `cannot read ${path}: ${(error as Error).message}`)
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    throw new InspectError('bad_gzip', `cannot unpack ${path}: ${(error as Error).message}`)
  }
}
