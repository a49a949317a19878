import type { Piece } from './byte-source.ts'

/** One line of a file, numbered from 1, or why it cannot be read. Blank lines are left out, but counted. */
export type Line =
  | { readonly kind: 'line'; readonly number: number; readonly text: string }
  | {
      readonly kind: 'unreadable'
      readonly number: number
      readonly code: 'too_large' | 'not_utf8' | 'zeros' | 'bad_gzip'
      readonly message: string
    }

const LF = 0x0a
const CR = 0x0d

/**
 * The lines of a file in UTF-8 or UTF-16 (with a byte order mark, or recognized by its first characters). A line ends
 * with LF, CR LF or CR, and with nothing else: U+2028 and U+2029 are characters of JSON strings like any other. Zero
 * bytes around a line, as a full disk or an unfinished copy leaves them, are left out.
 *
 * @throws what the input throws
 */
export async function* readLines(pieces: AsyncIterable<Piece>, maxLineBytes: number): AsyncGenerator<Line> {
  let number = 0
  let parts: Buffer[] = []
  let size = 0
  let afterCr = false
  const finish = (): Line | undefined => {
    number++
    const bytes = size > maxLineBytes ? undefined : Buffer.concat(parts)
    const length = size
    parts = []
    size = 0
    return lineOf(number, bytes, length)
  }
  for await (const piece of asUtf8(pieces)) {
    if (!(piece instanceof Uint8Array)) {
      // The text before the break is the beginning of a line whose end is lost.
      number++
      parts = []
      size = 0
      yield {
        kind: 'unreadable',
        number,
        code: 'bad_gzip',
        message: `${piece.message} at byte ${piece.offset} of the packed file`,
      }
      continue
    }
    let at: number = afterCr && piece[0] === LF ? 1 : 0
    afterCr = false
    let nextLf: number = piece.indexOf(LF, at)
    let nextCr: number = piece.indexOf(CR, at)
    while (at < piece.length) {
      if (nextLf >= 0 && nextLf < at) nextLf = piece.indexOf(LF, at)
      if (nextCr >= 0 && nextCr < at) nextCr = piece.indexOf(CR, at)
      const end = nextCr >= 0 && (nextLf < 0 || nextCr < nextLf) ? nextCr : nextLf
      const part = piece.subarray(at, end < 0 ? piece.length : end)
      size += part.length
      if (size <= maxLineBytes) parts.push(part)
      else parts = []
      if (end < 0) break
      at = end + 1
      if (piece[end] === CR) {
        if (piece[at] === LF) at++
        else afterCr = at === piece.length
      }
      const line = finish()
      if (line) yield line
    }
  }
  if (size > 0) {
    const line = finish()
    if (line) yield line
  }
}

function lineOf(number: number, bytes: Buffer | undefined, size: number): Line | undefined {
  if (!bytes)
    return {
      kind: 'unreadable',
      number,
      code: 'too_large',
      message: `it is larger than a line may be: ${Math.ceil(size / 2 ** 20)} MB`,
    }
  let from = 0
  let to = bytes.length
  while (from < to && bytes[from] === 0) from++
  while (to > from && bytes[to - 1] === 0) to--
  const text = decode(bytes.subarray(from, to))
  if (text === null)
    return {
      kind: 'unreadable',
      number,
      code: 'not_utf8',
      message: 'its bytes are no UTF-8: save the file as UTF-8',
    }
  if (text.trim()) return { kind: 'line', number, text }
  if (from === 0) return undefined
  return {
    kind: 'unreadable',
    number,
    code: 'zeros',
    message: `${bytes.length} zero bytes instead of a row, as a full disk or an unfinished copy leaves them`,
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

type Utf16 = 'utf-16le' | 'utf-16be'

/** The pieces as UTF-8, without a byte order mark. */
async function* asUtf8(pieces: AsyncIterable<Piece>): AsyncGenerator<Buffer | Exclude<Piece, Uint8Array>> {
  let begin: Buffer | undefined = Buffer.alloc(0)
  let decoder: InstanceType<typeof TextDecoder> | undefined
  const recode = (bytes: Buffer) =>
    decoder ? Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8') : bytes
  const open = (bytes: Buffer): Buffer => {
    begin = undefined
    const utf16 = utf16Of(bytes)
    if (utf16) decoder = new TextDecoder(utf16)
    return recode(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes)
  }
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) {
      if (begin?.length) yield open(begin)
      yield piece
      continue
    }
    const bytes: Buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    if (begin === undefined) yield recode(bytes)
    else {
      begin = Buffer.concat([begin, bytes])
      if (begin.length >= 4) yield open(begin)
    }
  }
  if (begin?.length) yield open(begin)
  if (decoder) yield Buffer.from(decoder.decode(), 'utf8')
}

/** By the byte order mark, or by the zero half of a first ASCII character such as `{`. */
function utf16Of([a = 0, b = 0]: Uint8Array): Utf16 | undefined {
  if ((a === 0xff && b === 0xfe) || (a !== 0 && a < 0x80 && b === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && b < 0x80)) return 'utf-16be'
  return undefined
}
