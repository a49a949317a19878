import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, createGunzip, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { sniffKind } from '../core/sniff.ts'
import { readWarc } from '../core/warc.ts'
import type { DocumentKind, GivenFields } from '../store/documents.ts'

/** One thing found in a file, ready to be stored. */
export interface LoadRow {
  readonly kind: 'row'
  readonly file: string
  /** 1-based in a file of lines or records, 0 for a file that is one document. */
  readonly line: number
  readonly url: string | null
  readonly outlet: string | null
  readonly externalId: string | null
  readonly document: DocumentKind
  readonly bytes: Uint8Array
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly given: GivenFields | null
}

export interface RefusedRow {
  readonly kind: 'refused'
  readonly file: string
  readonly line: number
  readonly code:
    | 'unreadable'
    | 'empty'
    | 'binary'
    | 'too_large'
    | 'bad_json'
    | 'bad_row'
    | 'bad_gzip'
    | 'bad_warc'
  readonly message: string
}

export interface SkippedFile {
  readonly kind: 'skipped'
  readonly file: string
}

export type FoundRow = LoadRow | RefusedRow | SkippedFile

const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
const KNOWN = /\.(html?|xhtml|txt|jsonl|ndjson|warc)(\.gz)?$/i

/** Everything that `path` holds: a file, a folder (searched downwards, in name order), or `-` for JSON lines on stdin. */
export async function* rowsOfFile(path: string): AsyncGenerator<FoundRow> {
  if (path === '-') {
    yield* rowsOfLines(process.stdin, 'stdin')
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
    const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const child = join(path, entry.name)
      if (entry.isDirectory()) yield* rowsOfFile(child)
      else if (KNOWN.test(entry.name)) yield* rowsOfFile(child)
      else yield { kind: 'skipped', file: child }
    }
    return
  }
  const match = KNOWN.exec(basename(path))
  if (!match) {
    yield refused(path, 0, 'unreadable', 'its name must end in .html, .txt, .jsonl or .warc (each also .gz)')
    return
  }
  const type = match[1]!.toLowerCase()
  try {
    const stream = openFile(path, Boolean(match[2]))
    if (type === 'jsonl' || type === 'ndjson') yield* rowsOfLines(stream, path)
    else if (type === 'warc') yield* rowsOfWarc(stream, path)
    else yield await wholeFile(stream, path, type === 'txt' ? 'text' : 'html')
  } catch (error) {
    const gzip = /^Z_|incorrect header|unexpected end of file/.test(
      `${(error as NodeJS.ErrnoException).code} ${(error as Error).message}`,
    )
    yield refused(path, 0, gzip ? 'bad_gzip' : 'unreadable', `cannot read it: ${plainError(error)}`)
  }
}

function openFile(path: string, gzip: boolean): Readable {
  const file = createReadStream(path)
  if (!gzip) return file
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  return file.pipe(unpacked)
}

async function wholeFile(
  stream: Readable,
  file: string,
  document: 'html' | 'text',
): Promise<LoadRow | RefusedRow> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > MAX_DOCUMENT_BYTES) return refused(file, 0, 'too_large', 'it is larger than 32 MB unpacked')
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (!bytes.some((byte) => byte > 0x20)) return refused(file, 0, 'empty', 'it is empty')
  if (looksBinary(bytes)) return refused(file, 0, 'binary', 'it is a binary file, not a page or a text')
  return {
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

async function* rowsOfLines(stream: Readable, file: string): AsyncGenerator<LoadRow | RefusedRow> {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
  // readline swallows the errors of its input; the loop below must not end as if the file did.
  let broken: Error | undefined
  stream.on('error', (error) => {
    broken = error
    lines.close()
  })
  let number = 0
  let used = 0
  for await (const line of lines) {
    number++
    if (!line.trim()) continue
    used++
    yield rowOfLine(line, file, number)
  }
  if (broken) throw broken
  if (!used) yield refused(file, 0, 'empty', 'it has no lines')
}

/** One JSONL row: see "JSONL" in docs/operating.md. */
export function rowOfLine(line: string, file: string, number: number): LoadRow | RefusedRow {
  let value: unknown
  try {
    value = JSON.parse(number === 1 ? line.replace(/^\uFEFF/, '') : line)
  } catch (error) {
    return refused(file, number, 'bad_json', `not JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused(file, number, 'bad_row', 'not a JSON object')
  const row = value as Record<string, unknown>
  for (const name of ['url', 'outlet', 'html', 'text', 'body', 'title', 'published_at', 'language'])
    if (row[name] !== undefined && row[name] !== null && typeof row[name] !== 'string')
      return refused(file, number, 'bad_row', `"${name}" must be a text`)
  if (row.id !== undefined && row.id !== null && typeof row.id !== 'string' && typeof row.id !== 'number')
    return refused(file, number, 'bad_row', '"id" must be a text or a number')
  if (row.authors !== undefined && row.authors !== null && !isTextList(row.authors))
    return refused(file, number, 'bad_row', '"authors" must be a text or a list of texts')
  const text = (name: string) => (row[name] as string | null | undefined)?.trim() || null
  const title = text('title')
  const document: DocumentKind = text('html') ? 'html' : text('text') ? 'text' : 'record'
  if (document === 'record' && !text('body') && !title)
    return refused(file, number, 'bad_row', 'it needs one of "html", "text", "body" or "title"')
  const url = text('url')
  if (url && !URL.canParse(url))
    return refused(file, number, 'bad_row', `"url" is not an address: ${url.slice(0, 200)}`)
  const given: GivenFields = {
    ...(title ? { title } : {}),
    ...(row.authors ? { authors: [row.authors].flat() as string[] } : {}),
    ...(text('published_at') ? { published_at: text('published_at')! } : {}),
    ...(text('language') ? { language: text('language')! } : {}),
  }
  return {
    kind: 'row',
    file,
    line: number,
    url,
    outlet: text('outlet'),
    externalId: row.id === undefined || row.id === null ? null : String(row.id),
    document,
    bytes: Buffer.from(String((document === 'record' ? row.body : row[document]) ?? ''), 'utf8'),
    status: null,
    // The line is JSON and so UTF-8, whatever a meta tag in the page says.
    headers:
      document === 'record'
        ? null
        : { 'content-type': `text/${document === 'html' ? 'html' : 'plain'}; charset=utf-8` },
    given: Object.keys(given).length ? given : null,
  }
}

function isTextList(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
  )
}

/** A WARC's pages: response records go the way of a fetch, with their status and headers. */
async function* rowsOfWarc(stream: Readable, path: string): AsyncGenerator<LoadRow | RefusedRow> {
  let record = 0
  for await (const page of readWarc(stream)) {
    record++
    const at = `record ${record} (${page.url.slice(0, 200)})`
    if (page.status !== 200) {
      yield refused(path, record, 'bad_warc', `${at} has status ${page.status}`)
      continue
    }
    if (page.cut) {
      yield refused(path, record, 'too_large', `${at} is larger than 20 MB`)
      continue
    }
    const bytes = await decodeBody(page.body, page.headers['content-encoding'])
    const document = bytes && sniffKind(page.headers['content-type'], bytes)
    if (!bytes || !document) {
      yield refused(
        path,
        record,
        bytes ? 'binary' : 'bad_gzip',
        `${at} ${bytes ? 'is no page' : 'cannot be unpacked'}`,
      )
      continue
    }
    yield {
      kind: 'row',
      file: path,
      line: record,
      url: URL.canParse(page.url) ? page.url : null,
      outlet: null,
      externalId: null,
      document,
      bytes,
      status: page.status,
      headers: page.headers,
      given: null,
    }
  }
  if (!record) yield refused(path, 0, 'bad_warc', 'it holds no WARC response records')
}

/** Undoes one Content-Encoding; undefined when that cannot be done within the size limit. */
async function decodeBody(body: Uint8Array, encoding = 'identity'): Promise<Uint8Array | undefined> {
  const unpack = unpackers[encoding.trim().toLowerCase()]
  if (!unpack) return undefined
  try {
    return await unpack(body, { maxOutputLength: MAX_DOCUMENT_BYTES })
  } catch {
    return undefined
  }
}

const unpackers: Readonly<
  Record<string, (bytes: Uint8Array, limit: { maxOutputLength: number }) => Promise<Uint8Array>>
> = {
  identity: async (bytes) => bytes,
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

function refused(file: string, line: number, code: RefusedRow['code'], message: string): RefusedRow {
  return { kind: 'refused', file, line, code, message }
}

function plainError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'permission denied'
  return message
}
