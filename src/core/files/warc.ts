import { type ByteSource, byteSource, type Piece } from './byte-source.ts'
import { headEnd, headerFields, parseHttpMessage } from './http-message.ts'

/**
 * WARC (ISO 28500): records of `WARC/1.x`, header lines, a blank line, Content-Length bytes, and two line ends. Only records
 * that contain a page count: `response` (an HTTP answer as it came) and `resource` (a page without one).
 */

export interface WarcPage {
  readonly kind: 'page'
  /** Where its record begins, in bytes of the unpacked file. */
  readonly offset: number
  readonly url: string
  /** WARC-Date: when it was fetched. */
  readonly fetchedAt: Date | null
  /** HTTP status; 200 for a resource. */
  readonly status: number
  /** HTTP headers by lower-case name; of equal names the last counts. */
  readonly headers: Readonly<Record<string, string>>
  /** The body without its transfer encoding; a Content-Encoding is still on it. */
  readonly body: Uint8Array
}

/** Something that could not be read, or only in part. */
export interface WarcDamage {
  readonly kind: 'damage'
  readonly offset: number
  readonly code: 'bad_warc' | 'too_large' | 'cut_off' | 'bad_gzip'
  /** What is wrong, as a clause that begins with what it is about. */
  readonly message: string
}

export interface WarcOptions {
  /** Pages in longer records are not read. Default 20 MB. */
  readonly maxRecordBytes?: number
}

const DEFAULT_MAX_RECORD_BYTES = 20 * 1024 * 1024
const MAX_HEADER_BYTES = 64 * 1024
const LOOK_AHEAD_BYTES = 64 * 1024

/**
 * The pages of a WARC file, one by one as the bytes come in, and the damage between them: only padding and records without a
 * page are skipped silently. A wrong Content-Length is corrected by the beginning of the next record. The caller unpacks
 * `.warc.gz`, and says with a `Break` where that went wrong.
 */
export async function* readWarc(
  pieces: AsyncIterable<Piece>,
  { maxRecordBytes = DEFAULT_MAX_RECORD_BYTES }: WarcOptions = {},
): AsyncGenerator<WarcPage | WarcDamage> {
  const source = byteSource(pieces)
  for (;;) {
    let cut: WarcDamage | undefined
    for await (const entry of readRecords(source, maxRecordBytes)) {
      if (entry.kind === 'damage' && entry.code === 'cut_off') cut = entry
      else yield entry
    }
    const found = await source.next()
    const cause = found && `${found.message} at byte ${found.offset} of the packed file`
    if (cut) yield cause ? { ...cut, message: `${cut.message}: ${cause}` } : cut
    else if (cause)
      yield { kind: 'damage', offset: source.offset(), code: 'bad_gzip', message: `a part with ${cause}` }
    if (!found) return
  }
}

/** The records up to a break or the end. One that ends there before its time comes last, as `cut_off`. */
async function* readRecords(source: ByteSource, maxBytes: number): AsyncGenerator<WarcPage | WarcDamage> {
  for (;;) {
    const before = source.offset()
    const junk = await skipToRecord(source)
    if (junk > 0) yield damage(before, 'bad_warc', `${junk} bytes that belong to no record`)
    const offset = source.offset()
    const start = await source.peek(MAX_HEADER_BYTES)
    if (!start.length) return
    const head = headEnd(start, MAX_HEADER_BYTES)
    if (!head) {
      if (start.length < MAX_HEADER_BYTES)
        return yield damage(offset, 'cut_off', 'a record that is cut off within its head')
      yield damage(offset, 'bad_warc', 'a record whose head is longer than 64 kB')
      await source.take(1)
      continue
    }
    const fields = headerFields(start.toString('utf8', 0, head.end).split(/\r?\n/).slice(1))
    await source.take(head.next)
    const { content, missing, tooLarge } = await readContent(source, fields['content-length'], maxBytes)
    const type = (fields['warc-type'] ?? '').toLowerCase()
    const url = (fields['warc-target-uri'] ?? '').replace(/^<|>$/g, '')
    const name = `a record${type ? ` of type ${type.slice(0, 40)}` : ''}${url ? ` (${url.slice(0, 200)})` : ''}`
    if (missing > 0)
      return yield damage(
        offset,
        'cut_off',
        `${name} that is cut off: ${content.length} of ${content.length + missing} bytes are there`,
      )
    if (type === '') yield damage(offset, 'bad_warc', `${name} without a WARC-Type`)
    if (type !== 'response' && type !== 'resource') continue
    // some writers put other things than pages into such records: answers of name servers, notes of the crawler
    if (!/^https?:/i.test(url)) {
      if (!/^[a-z][a-z0-9+.-]*:/i.test(url))
        yield damage(offset, 'bad_warc', `${name} without an address of its page`)
      continue
    }
    if (tooLarge) {
      yield damage(offset, 'too_large', `${name} that is larger than ${Math.round(maxBytes / 2 ** 20)} MB`)
      continue
    }
    const time = Date.parse(fields['warc-date'] ?? '')
    const page = {
      kind: 'page' as const,
      offset,
      url,
      fetchedAt: Number.isNaN(time) ? null : new Date(time),
    }
    if (type === 'resource')
      yield {
        ...page,
        status: 200,
        headers: { 'content-type': fields['content-type'] ?? '' },
        body: content,
      }
    else {
      const message = parseHttpMessage(content, MAX_HEADER_BYTES)
      if (typeof message === 'string') yield damage(offset, 'bad_warc', `${name}: ${message}`)
      else yield { ...page, ...message }
    }
  }
}

interface Content {
  readonly content: Buffer
  /** Bytes that should still follow where the input ends. */
  readonly missing: number
  readonly tooLarge: boolean
}

/** The content of a record whose head was read, by its Content-Length or, where that is wrong, up to the next record. */
async function readContent(
  source: ByteSource,
  stated: string | undefined,
  maxBytes: number,
): Promise<Content> {
  const length = /^\d{1,15}$/.test(stated ?? '') ? Number(stated) : null
  const content = await source.take(Math.min(length ?? 0, maxBytes))
  if (length === null) return upToRecord(source, content, maxBytes)
  if (content.length === length && (await isRecordEnd(source, content)))
    return { content, missing: 0, tooLarge: false }
  // The length is wrong, or the record too large: a record may begin within what it claims.
  const inside = recordWithin(content)
  if (inside >= 0) {
    source.unread(content.subarray(inside))
    return { content: withoutLineEnds(content.subarray(0, inside)), missing: 0, tooLarge: false }
  }
  if (content.length < Math.min(length, maxBytes))
    return { content, missing: length - content.length, tooLarge: false }
  if (length > maxBytes) {
    const skipped = await skipContent(source, length - maxBytes)
    const early = skipped < length - maxBytes && !(await atRecord(source))
    return { content, missing: early ? length - maxBytes - skipped : 0, tooLarge: true }
  }
  return upToRecord(source, content, maxBytes)
}

/**
 * Whether a record with this content ends here: before two line ends or at the end of the input; with other line ends
 * only if no record begins within.
 */
async function isRecordEnd(source: ByteSource, content: Buffer): Promise<boolean> {
  const next = (await source.peek(16)).toString('latin1', 0, 16)
  if (!next.length || /^(?:\r\n\r\n|\n\n)/.test(next)) return true
  return /^(?:\r?\n?$|\s*WARC\/\d)/.test(next) && recordWithin(content) < 0
}

async function atRecord(source: ByteSource): Promise<boolean> {
  return /^WARC\/\d/.test((await source.peek(16)).toString('latin1', 0, 16))
}

/** The rest of a record of unknown length: up to the next record, or the end. */
async function upToRecord(source: ByteSource, begun: Buffer, maxBytes: number): Promise<Content> {
  const parts = [begun]
  let size = begun.length
  let tooLarge = false
  for (;;) {
    const ahead = await source.peek(LOOK_AHEAD_BYTES * 2)
    if (!ahead.length) break
    const at = recordWithin(ahead)
    const all = ahead.length < LOOK_AHEAD_BYTES * 2
    // The beginning of a record may be cut in two by the end of the bytes that are searched.
    const part = await source.take(at >= 0 ? at : all ? ahead.length : LOOK_AHEAD_BYTES)
    size += part.length
    if (size > maxBytes) tooLarge = true
    else parts.push(part)
    if (at >= 0) break
  }
  return { content: withoutLineEnds(Buffer.concat(parts)), missing: 0, tooLarge }
}

/** Skips content up to `length` bytes, but not over the beginning of a record. @returns the bytes skipped */
async function skipContent(source: ByteSource, length: number): Promise<number> {
  let skipped = 0
  while (skipped < length) {
    const ahead = (await source.peek(Math.min(LOOK_AHEAD_BYTES * 2, length - skipped))).subarray(
      0,
      length - skipped,
    )
    if (!ahead.length) break
    const at = recordWithin(ahead)
    const all = ahead.length === length - skipped || ahead.length < LOOK_AHEAD_BYTES * 2
    skipped += (await source.take(at >= 0 ? at : all ? ahead.length : ahead.length - LOOK_AHEAD_BYTES)).length
    if (at >= 0) break
  }
  return skipped
}

/** Where a record begins in `bytes`: behind a blank line, and with the header lines of one. −1 if none does. */
function recordWithin(bytes: Buffer): number {
  for (let at = bytes.indexOf('WARC/'); at >= 0; at = bytes.indexOf('WARC/', at + 1)) {
    const before = bytes.toString('latin1', Math.max(0, at - 4), at)
    const after = bytes.toString('latin1', at, at + 2_000)
    if (/\n\r?\n$|\n\n$/.test(before) && /^WARC\/\d\.\d+\r?\n(?:[^\n]*\n)*?WARC-Type:/i.test(after)) return at
  }
  return -1
}

/** Moves to the next `WARC/1.x`, or to the end. @returns how many bytes on the way were neither blank nor zero */
async function skipToRecord(source: ByteSource): Promise<number> {
  let junk = 0
  for (;;) {
    const ahead = (await source.peek(4_096)).subarray(0, 4_096)
    if (!ahead.length) return junk
    const at = ahead.toString('latin1', 0, ahead.length).search(/WARC\/\d\.\d+\r?\n/)
    // its beginning may be at the end of the bytes that are searched
    const keep = ahead.length < 4_096 ? 0 : 12
    const passed = await source.take(at >= 0 ? at : ahead.length - keep)
    for (const byte of passed) if (byte > 0x20) junk++
    if (at >= 0) return junk
  }
}

function withoutLineEnds(content: Buffer): Buffer {
  let end = content.length
  for (let lines = 0; lines < 2 && content[end - 1] === 0x0a; lines++)
    end -= content[end - 2] === 0x0d ? 2 : 1
  return content.subarray(0, end)
}

function damage(offset: number, code: WarcDamage['code'], message: string): WarcDamage {
  return { kind: 'damage', offset, code, message }
}
