import { isAscii, isUtf8 } from 'node:buffer'
import sniff from 'html-encoding-sniffer'
import { undoDoubleEncoding } from '../text/double-encoding.ts'
import { guessLegacyCharset, looksMisread } from './charset-guess.ts'

export interface Decoded {
  readonly text: string
  /** WHATWG name in lower case, such as `windows-1252`; also `utf-32le` and `utf-32be`. */
  readonly charset: string
}

export interface DecodeHints {
  /** The Content-Type header as received. */
  readonly contentType?: string | null | undefined
  readonly kind: 'html' | 'xml' | 'text'
}

/** A meta element may come after long scripts; browsers then start over, this code searches this far at once. */
const MAX_PRESCAN_BYTES = 64 * 1024

/** Chance makes one or two byte pairs of a Chinese or Korean text valid UTF-8, but not this many in a row. */
const MIN_SEQUENCES_AGAINST_CJK = 4

/**
 * Bytes to text. The order is that of the HTML and XML standards: byte order mark, header, the document's own declaration,
 * content. Only the bytes overrule a label: valid multi-byte UTF-8 is UTF-8 whatever the label says, and bytes that are
 * mostly invalid as UTF-8 are not.
 */
export function decodeBytes(bytes: Uint8Array, hints: DecodeHints): Decoded {
  const marked = byMark(bytes) ?? byZeroBytes(bytes)
  if (marked) return decodeAs(bytes, marked)
  const labels = declared(bytes, hints)
  const first = labels[0]
  if ((first === undefined || first === 'utf-8') && !isAscii(bytes) && isUtf8(bytes))
    return decodeAs(bytes, 'utf-8')
  const utf8 = countUtf8(bytes)
  if (utf8.invalid === 0 && utf8.sequences > 0) {
    // Spaß« in Latin 1 is a letter of N'Ko in UTF-8: such letters alone do not overrule a label
    const enough = isCjk(first ?? '') ? MIN_SEQUENCES_AGAINST_CJK : utf8.rare + 1
    const trusted = first !== undefined && utf8.sequences < enough
    if (!trusted || decodeAs(bytes, first).text.includes('\uFFFD')) return decodeAs(bytes, 'utf-8')
  }
  if (utf8.invalid === 0 && utf8.sequences === 0) {
    // all bytes are ASCII: nothing can be misread, save Japanese mail's escape sequences
    return decodeAs(bytes, latin1(bytes).includes('\u001b$B') ? 'iso-2022-jp' : (first ?? 'utf-8'))
  }
  // a few broken sequences among many good ones: UTF-8 with damage, not another encoding
  const mostlyUtf8 = utf8.sequences > utf8.invalid * 4
  const usable = labels.filter((label) => label !== 'utf-8')
  if (mostlyUtf8 && (first === undefined || first === 'utf-8')) return decodeAs(bytes, 'utf-8')
  for (const [i, label] of usable.entries()) {
    const decoded = decodeAs(bytes, label)
    // a server's default label is only believed over the document's own where the text makes sense
    const last = i === usable.length - 1
    if (!last && (looksMisread(decoded.text, label) || decoded.text.includes('\uFFFD'))) continue
    if (last && mostlyUtf8 && decoded.text.includes('\uFFFD')) break
    return decoded
  }
  return decodeAs(bytes, mostlyUtf8 ? 'utf-8' : guessLegacyCharset(bytes))
}

/** Labels in order of authority, each once: header, then what the document declares. */
function declared(bytes: Uint8Array, { contentType, kind }: DecodeHints): string[] {
  const labels: string[] = []
  const add = (label: string | null | undefined) => {
    const name = label ? nameOf(label) : null
    if (name && !labels.includes(name)) labels.push(name)
  }
  add(headerLabel(contentType))
  if (kind === 'text') return labels
  add(prologLabel(bytes))
  if (kind === 'html') {
    const none = 'x-user-defined'
    const found = sniff(bytes, { defaultEncoding: none, maxPrescanBytes: MAX_PRESCAN_BYTES })
    if (found.toLowerCase() !== none) add(found)
  }
  return labels
}

/** `text/html; charset="koi8-r"` → `koi8-r`. */
export function headerLabel(contentType: string | null | undefined): string | null {
  const found = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^;,\s"']+))/i.exec(contentType ?? '')
  return found ? (found[1] ?? found[2] ?? found[3] ?? null) : null
}

function prologLabel(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 1024))
  const found = /^[\s\0]*<\?xml\s[^>]*?encoding\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(head)
  return found ? (found[1] ?? found[2] ?? null) : null
}

/** The WHATWG name of a label, or null for an unknown one. UTF-16 in a readable ASCII label means UTF-8. */
function nameOf(label: string): string | null {
  const plain = label.trim().toLowerCase()
  const alias = aliases[plain] ?? plain
  try {
    const { encoding } = new TextDecoder(alias)
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    return null
  }
}

/** Labels that the web uses and the Encoding Standard does not list. */
const aliases: Readonly<Record<string, string>> = {
  utf8mb4: 'utf-8',
  'utf-8-sig': 'utf-8',
  cp1252: 'windows-1252',
  windows1252: 'windows-1252',
  windows1251: 'windows-1251',
  'win-1251': 'windows-1251',
  win1251: 'windows-1251',
  'iso-8859-8-e': 'iso-8859-8',
  'hz-gb-2312': 'gb18030',
  hz: 'gb18030',
  cp936: 'gbk',
  ms936: 'gbk',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  ms949: 'euc-kr',
  cp950: 'big5',
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  'x-mac-roman': 'macintosh',
  tis620: 'tis-620',
}

function isCjk(name: string): boolean {
  return /^(?:gb|big5|euc-|shift_jis|iso-2022)/.test(name)
}

function decodeAs(bytes: Uint8Array, charset: string): Decoded {
  if (charset === 'utf-32le' || charset === 'utf-32be')
    return { text: utf32(bytes, charset === 'utf-32le'), charset }
  const text = new TextDecoder(charset).decode(bytes)
  return { text: charset === 'utf-8' && maybeTwice(bytes) ? undoDoubleEncoding(text) : text, charset }
}

/** Whether the UTF-8 contains an `â`; without it nothing shows that the text was encoded twice. */
const maybeTwice = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(A_CIRCUMFLEX)
const A_CIRCUMFLEX = Buffer.from('â')

function byMark(b: Uint8Array): string | null {
  if (b[0] === 0xff && b[1] === 0xfe)
    return b[2] === 0 && b[3] === 0 && b.length % 4 === 0 ? 'utf-32le' : 'utf-16le'
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be'
  if (b[0] === 0 && b[1] === 0 && b[2] === 0xfe && b[3] === 0xff) return 'utf-32be'
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8'
  return null
}

/** Markup begins with `<` or a blank: the position of the zeros around it shows the width and order of the units. */
function byZeroBytes(b: Uint8Array): string | null {
  if (b.length < 4) return null
  const pattern = [b[0], b[1], b[2], b[3]].map((byte) => (byte === 0 ? '0' : 'x')).join('')
  const widths: Readonly<Record<string, string>> = {
    x000: 'utf-32le',
    '000x': 'utf-32be',
    x0x0: 'utf-16le',
    '0x0x': 'utf-16be',
  }
  return widths[pattern] ?? null
}

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, littleEndian)
    if (at === 0 && code === 0xfeff) continue
    parts.push(code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\uFFFD' : String.fromCodePoint(code))
  }
  return parts.join('')
}

interface Utf8Count {
  readonly sequences: number
  /** Of these, letters of Syriac, Thaana and N'Ko (U+0700–07FF). */
  readonly rare: number
  readonly invalid: number
}

/** Well-formed multi-byte sequences, and the bytes that belong to none (a sequence cut off at the end is forgiven). */
function countUtf8(b: Uint8Array): Utf8Count {
  if (isAscii(b)) return { sequences: 0, rare: 0, invalid: 0 }
  // a valid document needs no more counting than the decision below it asks for
  const enough = isUtf8(b) ? 64 : Number.POSITIVE_INFINITY
  let sequences = 0
  let rare = 0
  let invalid = 0
  const length = b.length
  for (let i = 0; i < length && sequences < enough; ) {
    const byte = b[i]!
    if (byte < 0x80) {
      i++
      continue
    }
    const extra =
      byte >= 0xc2 && byte <= 0xdf
        ? 1
        : byte >= 0xe0 && byte <= 0xef
          ? 2
          : byte >= 0xf0 && byte <= 0xf4
            ? 3
            : 0
    let good = 0
    while (good < extra && i + good + 1 < length && (b[i + good + 1]! & 0xc0) === 0x80) good++
    if (extra > 0 && good === extra) {
      sequences++
      if (byte >= 0xdc && byte <= 0xdf) rare++
    } else if (extra === 0 || i + good + 1 < length) invalid++
    i += good + 1
  }
  return { sequences, rare, invalid }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
