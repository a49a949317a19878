import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { sniffKind } from '../../core/fetching/sniff.ts'
import { canonicalUrl } from '../../core/fetching/url.ts'
import type { Piece } from '../../core/files/byte-source.ts'
import { readWarc } from '../../core/files/warc.ts'
import { isStorable } from '../../core/record/storable.ts'
import { type LoadRow, MAX_DOCUMENT_BYTES, type RefusedRow, refused } from './found-row.ts'

/**
 * A WARC's pages: response records are handled like a fetch, with their status and headers. The line of a row is its number
 * in the file, with pages and damaged records counted together.
 */
export async function* rowsOfWarc(
  pieces: AsyncIterable<Piece>,
  file: string,
): AsyncGenerator<LoadRow | RefusedRow> {
  let record = 0
  for await (const entry of readWarc(pieces)) {
    record++
    const where = `record ${record} at byte ${entry.offset}`
    if (entry.kind === 'damage') {
      yield refused(file, record, entry.code, `${where}: ${entry.message}`)
      continue
    }
    const at = `${where} (${entry.url.slice(0, 200)})`
    if (entry.status !== 200) {
      yield refused(file, record, 'bad_warc', `${at} has status ${entry.status}`)
      continue
    }
    if (!isStorable(entry.url) || !canonicalUrl(entry.url)) {
      yield refused(file, record, 'bad_warc', `${at} has an address that cannot be used`)
      continue
    }
    const bytes = await decodeBody(entry.body, entry.headers['content-encoding'])
    if (bytes === TOO_LARGE) {
      yield refused(
        file,
        record,
        'too_large',
        `${at} is larger than ${MAX_DOCUMENT_BYTES / 2 ** 20} MB when its ${entry.headers['content-encoding']} is unpacked`,
      )
      continue
    }
    const document = bytes && sniffKind(entry.headers['content-type'], bytes)
    if (!bytes || !document)
      yield refused(
        file,
        record,
        bytes ? 'binary' : 'bad_gzip',
        `${at} ${bytes ? 'is not a page' : `cannot be unpacked: its Content-Encoding is ${entry.headers['content-encoding']}`}`,
      )
    else
      yield {
        kind: 'row',
        file,
        line: record,
        url: entry.url,
        outlet: null,
        externalId: null,
        document,
        bytes,
        status: entry.status,
        headers: entry.headers,
        given: null,
      }
  }
  if (!record) yield refused(file, 0, 'bad_warc', 'it holds no WARC response records')
}

const TOO_LARGE = Symbol('larger than a document may be')

/**
 * Undoes one Content-Encoding; undefined when that cannot be done. Unpacking stops at the size limit. A body that does not
 * begin with the signature of its coding was unpacked by the program that wrote the archive: it stays as it is.
 */
async function decodeBody(
  body: Uint8Array,
  encoding = 'identity',
): Promise<Uint8Array | typeof TOO_LARGE | undefined> {
  const name = encoding.trim().toLowerCase()
  const unpack = unpackers[name]
  if (!unpack) return undefined
  const magic = magics[name]
  if (magic && !magic.every((byte, i) => body[i] === byte) && looksLikeText(body)) return body
  try {
    return await unpack(body, { maxOutputLength: MAX_DOCUMENT_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return TOO_LARGE
    return looksLikeText(body) ? body : undefined
  }
}

const magics: Readonly<Record<string, readonly number[]>> = {
  gzip: [0x1f, 0x8b],
  'x-gzip': [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
}

/** A compressed body has control characters near its start. */
function looksLikeText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, 512).some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte))
}

const unpackers: Readonly<
  Record<string, (bytes: Uint8Array, limit: { maxOutputLength: number }) => Promise<Uint8Array>>
> = {
  identity: async (bytes) => bytes,
  '': async (bytes) => bytes,
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}
