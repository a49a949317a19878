import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipMembers } from '../../adapters/files/gzip-members.ts'
import type { Piece } from '../../core/files/byte-source.ts'
import { readLines } from '../../core/files/lines.ts'
import { type FoundRow, type LoadRow, MAX_DOCUMENT_BYTES, type RefusedRow, refused } from './found-row.ts'
import { rowOfLine } from './rows.ts'
import { rowsOfWarc } from './warc-rows.ts'

const KNOWN = /\.(html?|xhtml|txt|jsonl|ndjson|warc)(\.gz)?$/i
/** JSON writes some characters as an escape of six characters. */
const MAX_LINE_BYTES = 2 * MAX_DOCUMENT_BYTES

/** Everything that `path` holds: a file, a folder (searched downwards, in name order), or `-` for JSON lines on stdin. */
export async function* rowsOfFile(path: string): AsyncGenerator<FoundRow> {
  if (path === '-') {
    yield* untilError(rowsOfLines(process.stdin, 'stdin'), 'stdin')
    return
  }
  let info: Awaited<ReturnType<typeof stat>>
  try {
    info = await stat(path)
  } catch (error) {
    yield refused(path, 0, 'unreadable', `cannot read it: ${plainError(error)}`)
    return
  }
  if (info.isDirectory()) {
    yield* rowsOfFolder(path)
    return
  }
  const match = KNOWN.exec(basename(path))
  if (!match) {
    yield refused(path, 0, 'unreadable', 'its name must end in .html, .txt, .jsonl or .warc (each also .gz)')
    return
  }
  const type = match[1]!.toLowerCase()
  const file: AsyncIterable<Uint8Array> = createReadStream(path)
  const pieces = match[2] ? gunzipMembers(file) : file
  const rows =
    type === 'jsonl' || type === 'ndjson'
      ? rowsOfLines(pieces, path)
      : type === 'warc'
        ? rowsOfWarc(pieces, path)
        : wholeFile(pieces, path, type === 'txt' ? 'text' : 'html')
  yield* untilError(rows, path)
}

async function* rowsOfFolder(path: string): AsyncGenerator<FoundRow> {
  let entries: Awaited<ReturnType<typeof readEntries>>
  try {
    entries = await readEntries(path)
  } catch (error) {
    yield refused(path, 0, 'unreadable', `cannot read it: ${plainError(error)}`)
    return
  }
  for (const entry of entries) {
    const child = join(path, entry.name)
    if (entry.isDirectory() || KNOWN.test(entry.name)) yield* rowsOfFile(child)
    else yield { kind: 'skipped', file: child }
  }
}

const readEntries = async (path: string) =>
  (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))

/** The rows up to the point where the file can no longer be read, and why. */
async function* untilError(
  rows: AsyncIterable<LoadRow | RefusedRow>,
  file: string,
): AsyncGenerator<FoundRow> {
  let last = 0
  const items = rows[Symbol.asyncIterator]()
  for (;;) {
    let step: IteratorResult<LoadRow | RefusedRow>
    try {
      step = await items.next()
    } catch (error) {
      const where = last ? ` after ${last}` : ''
      yield refused(file, last ? last + 1 : 0, 'unreadable', `cannot read it${where}: ${plainError(error)}`)
      return
    }
    if (step.done) return
    last = step.value.line
    yield step.value
  }
}

async function* wholeFile(
  pieces: AsyncIterable<Piece>,
  file: string,
  document: 'html' | 'text',
): AsyncGenerator<LoadRow | RefusedRow> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) {
      yield refused(file, 0, 'bad_gzip', `${piece.message} at byte ${piece.offset}`)
      return
    }
    size += piece.length
    if (size > MAX_DOCUMENT_BYTES) {
      yield refused(file, 0, 'too_large', 'it is larger than 32 MB unpacked')
      return
    }
    chunks.push(piece)
  }
  const bytes = Buffer.concat(chunks)
  if (!bytes.some((byte) => byte > 0x20)) yield refused(file, 0, 'empty', 'it is empty')
  else if (looksBinary(bytes)) yield refused(file, 0, 'binary', 'it is a binary file, not a page or a text')
  else
    yield {
      kind: 'row',
      file,
      line: 0,
      url: null,
      outlet: null,
      externalId: null,
      document,
      bytes,
      status: null,
      headers: null,
      given: null,
    }
}

/** NUL bytes near the start, unless they are those of UTF-16. */
function looksBinary(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false
  return bytes.subarray(0, 8_192).includes(0)
}

async function* rowsOfLines(
  pieces: AsyncIterable<Piece>,
  file: string,
): AsyncGenerator<LoadRow | RefusedRow> {
  let used = false
  for await (const line of readLines(pieces, MAX_LINE_BYTES)) {
    used = true
    yield line.kind === 'line'
      ? rowOfLine(line.text, file, line.number)
      : refused(file, line.number, line.code, line.message)
  }
  if (!used) yield refused(file, 0, 'empty', 'it has no lines')
}

function plainError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'permission denied'
  return message
}
