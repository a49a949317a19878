import { storableText } from '../record/storable.ts'

/** An HTTP answer as it was sent, taken apart. */
export interface HttpMessage {
  readonly status: number
  /** By lower-case name; of equal names the last counts. */
  readonly headers: Readonly<Record<string, string>>
  /** Without its transfer encoding; a Content-Encoding is still on it. */
  readonly body: Uint8Array
}

/** The blank line that ends a head: CRLF by the standard, a bare LF in the files of some writers. */
const BLANK_LINE = /\r?\n\r?\n/

/**
 * Where the head at the beginning of `bytes` ends, and where the content begins; null if it has no end within
 * `maxBytes`.
 */
export function headEnd(
  bytes: Buffer,
  maxBytes: number,
): { readonly end: number; readonly next: number } | null {
  const found = BLANK_LINE.exec(bytes.toString('latin1', 0, Math.min(bytes.length, maxBytes)))
  return found ? { end: found.index, next: found.index + found[0].length } : null
}

/** @returns what is wrong, as a clause, where the bytes are not an HTTP answer */
export function parseHttpMessage(bytes: Buffer, maxHeadBytes: number): HttpMessage | string {
  const head = headEnd(bytes, maxHeadBytes)
  if (!head) return 'it has no end of its HTTP head'
  const [statusLine = '', ...lines] = bytes.toString('utf8', 0, head.end).split(/\r?\n/)
  const status = Number(/^HTTP\/\S+\s+(\d{3})/i.exec(statusLine)?.[1])
  if (!status) return 'it does not begin with an HTTP status'
  const headers = headerFields(lines)
  const raw = bytes.subarray(head.next)
  const chunked = /\bchunked\b/i.test(headers['transfer-encoding'] ?? '')
  return { status, headers, body: chunked ? unchunked(raw) : raw }
}

/** Header lines by lower-case name, folded lines joined, without what Postgres cannot store. */
export function headerFields(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {}
  let last = ''
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line) && last) fields[last] += ` ${storableText(line.trim())}`
    else if (colon > 0) {
      last = storableText(line.slice(0, colon).trim().toLowerCase())
      fields[last] = storableText(line.slice(colon + 1).trim())
    }
  }
  return fields
}

/** Undoes chunked transfer coding; a body that is not chunked after all (many archives undo it) stays as it is. */
function unchunked(raw: Buffer): Uint8Array {
  const parts: Uint8Array[] = []
  let at = 0
  while (at < raw.length) {
    const end = raw.subarray(at, at + 64).indexOf('\r\n')
    const size =
      end < 0 ? null : /^\s*([0-9a-f]{1,7})\s*(?:;.*)?$/i.exec(raw.toString('latin1', at, at + end))
    if (!size) return parts.length ? Buffer.concat(parts) : raw
    const length = Number.parseInt(size[1]!, 16)
    if (length === 0) break
    const begin = at + end + 2
    parts.push(raw.subarray(begin, begin + length))
    at = begin + length + 2
  }
  return Buffer.concat(parts)
}
