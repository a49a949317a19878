/**
 * WARC (ISO 28500): records of `WARC/1.x`, header lines, a blank line, and Content-Length bytes. Of all of them only
 * those that hold a page count: `response` (an HTTP answer as it came) and `resource` (a page without one).
 */

export interface WarcPage {
  readonly url: string
  /** WARC-Date: when it was fetched. */
  readonly fetchedAt: Date | null
  /** HTTP status; 200 for a resource. */
  readonly status: number
  /** HTTP headers by lower-case name; of equal names the last counts. */
  readonly headers: Readonly<Record<string, string>>
  /** The body without its transfer encoding; a Content-Encoding is still on it. */
  readonly body: Uint8Array
  /** The record was longer than `maxRecordBytes`: `body` is its beginning. */
  readonly cut: boolean
}

export interface WarcOptions {
  /** Longer records are cut. Default 20 MB. */
  readonly maxRecordBytes?: number
}

const DEFAULT_MAX_RECORD_BYTES = 20 * 1024 * 1024
const MAX_HEADER_BYTES = 64 * 1024

/**
 * The pages of a WARC file, one by one as the bytes come in; a record never stays longer than until the next is asked
 * for. The caller unpacks `.warc.gz` (its members follow each other, as gunzip streams expect). What is no WARC gives
 * nothing; damage is skipped up to the next record.
 */
export async function* readWarc(
  chunks: AsyncIterable<Uint8Array>,
  { maxRecordBytes = DEFAULT_MAX_RECORD_BYTES }: WarcOptions = {},
): AsyncGenerator<WarcPage> {
  const source = byteSource(chunks)
  for (;;) {
    if (!(await source.skipTo(recordMark))) return
    const head = await source.until(headEnd, MAX_HEADER_BYTES)
    if (!head) continue
    const fields = headerFields(text(head).split(/\r?\n/).slice(1))
    const length = Number(fields['content-length'])
    if (!Number.isSafeInteger(length) || length < 0) continue
    const type = (fields['warc-type'] ?? '').toLowerCase()
    if (type !== 'response' && type !== 'resource') {
      await source.skip(length)
      continue
    }
    const content = await source.take(Math.min(length, maxRecordBytes))
    await source.skip(length - content.length)
    const page = pageOf(type, fields, content, length > content.length)
    if (page) yield page
  }
}

const recordMark = ascii('WARC/')
const headEnd = ascii('\r\n\r\n')

function pageOf(
  type: string,
  fields: Readonly<Record<string, string>>,
  content: Uint8Array,
  cut: boolean,
): WarcPage | null {
  // some writers put the address in angle brackets
  const url = (fields['warc-target-uri'] ?? '').replace(/^<|>$/g, '')
  if (!/^https?:\/\//i.test(url)) return null
  const time = Date.parse(fields['warc-date'] ?? '')
  const fetchedAt = Number.isNaN(time) ? null : new Date(time)
  if (type === 'resource')
    return {
      url,
      fetchedAt,
      status: 200,
      headers: { 'content-type': fields['content-type'] ?? '' },
      body: content,
      cut,
    }
  const end = indexOf(content, headEnd, 0)
  if (end < 0) return null
  const [statusLine = '', ...lines] = text(content.subarray(0, end)).split(/\r?\n/)
  const status = Number(/^HTTP\/\S+\s+(\d{3})/i.exec(statusLine)?.[1])
  if (!status) return null
  const headers = headerFields(lines)
  const raw = content.subarray(end + headEnd.length)
  const chunked = /\bchunked\b/i.test(headers['transfer-encoding'] ?? '')
  return { url, fetchedAt, status, headers, body: chunked ? unchunked(raw) : raw, cut }
}

/** Undoes chunked transfer coding; a body that is not chunked after all (many archives undo it) stays as it is. */
function unchunked(raw: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let at = 0
  while (at < raw.length) {
    const end = indexOf(raw, ascii('\r\n'), at, 64)
    const size = end < 0 ? null : /^\s*([0-9a-f]{1,7})\s*(?:;.*)?$/i.exec(text(raw.subarray(at, end)))
    if (!size) return parts.length ? Buffer.concat(parts) : raw
    const length = Number.parseInt(size[1]!, 16)
    if (length === 0) break
    parts.push(raw.subarray(end + 2, end + 2 + length))
    at = end + 2 + length + 2
  }
  return Buffer.concat(parts)
}

interface ByteSource {
  /** Moves to where `mark` begins; false at the end of the input. */
  readonly skipTo: (mark: Uint8Array) => Promise<boolean>
  /** The bytes before `mark`, moving behind it; null (and on by one byte) if it is not within `max` bytes. */
  readonly until: (mark: Uint8Array, max: number) => Promise<Uint8Array | null>
  /** Up to `length` bytes, fewer at the end of the input. */
  readonly take: (length: number) => Promise<Uint8Array>
  readonly skip: (length: number) => Promise<void>
}

function byteSource(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]()
  let buffer: Uint8Array = new Uint8Array(0)
  const more = async (): Promise<boolean> => {
    const step = await iterator.next()
    if (step.done) return false
    buffer = buffer.length ? Buffer.concat([buffer, step.value]) : step.value
    return true
  }
  const skipTo = async (mark: Uint8Array): Promise<boolean> => {
    for (;;) {
      const at = indexOf(buffer, mark, 0)
      if (at >= 0) {
        buffer = buffer.subarray(at)
        return true
      }
      buffer = buffer.subarray(Math.max(0, buffer.length - mark.length + 1))
      if (!(await more())) return false
    }
  }
  const until = async (mark: Uint8Array, max: number): Promise<Uint8Array | null> => {
    for (let from = 0; ; ) {
      const at = indexOf(buffer, mark, from)
      if (at >= 0) {
        const found = buffer.subarray(0, at)
        buffer = buffer.subarray(at + mark.length)
        return found
      }
      from = Math.max(0, buffer.length - mark.length + 1)
      if (buffer.length > max || !(await more())) {
        buffer = buffer.subarray(1)
        return null
      }
    }
  }
  const take = async (length: number): Promise<Uint8Array> => {
    // gathered apart: joining the buffer for each chunk would copy a long record many times
    const parts: Uint8Array[] = []
    let missing = length
    while (missing > 0) {
      if (!buffer.length && !(await more())) break
      const part = buffer.subarray(0, missing)
      parts.push(part)
      missing -= part.length
      buffer = buffer.subarray(part.length)
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }
  const skip = async (length: number): Promise<void> => {
    let missing = length
    while (missing > 0) {
      if (!buffer.length && !(await more())) return
      const step = Math.min(missing, buffer.length)
      buffer = buffer.subarray(step)
      missing -= step
    }
  }
  return { skipTo, until, take, skip }
}

function headerFields(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {}
  let last = ''
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line) && last) fields[last] += ` ${line.trim()}`
    else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase()
      fields[last] = line.slice(colon + 1).trim()
    }
  }
  return fields
}

function indexOf(bytes: Uint8Array, mark: Uint8Array, from: number, within = bytes.length): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, from + within))
  return view.indexOf(mark, from)
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

function ascii(mark: string): Uint8Array {
  return Buffer.from(mark, 'latin1')
}
