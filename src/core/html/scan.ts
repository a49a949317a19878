import { decodeHTML, decodeHTMLAttribute } from 'entities/decode'
import { type Attribs, emptyAttribs } from './attribs.ts'
import { limits } from './guard.ts'
import { idOf, kinds, nameId, names, UNREAD } from './names.ts'

/** Who is told of a page's tokens, in their order. */
export interface TokenHandler {
  /** True within `<svg>` and `<math>`, where CDATA is text, no text is raw, and attributes are of no use. */
  foreign: boolean
  /** Set by the handler to end the scan after the token that it was just told of. */
  stopped: boolean
  text(data: string, blank: boolean): void
  openTag(id: number, attribs: Attribs, selfClosed: boolean): void
  closeTag(id: number): void
  /** A comment, or what passes for one. */
  comment(): void
}

/** Shared by all elements without attributes. */
export const noAttribs: Attribs = emptyAttribs()

const CLASS = idOf('class')
const HIDDEN = idOf('hidden')
const HREF = idOf('href')
const ID = idOf('id')
const ITEMPROP = idOf('itemprop')
const REL = idOf('rel')
const STYLE = idOf('style')
const TITLE = idOf('title')
const TEXTAREA = idOf('textarea')
const PLAINTEXT = idOf('plaintext')
/** Elements whose content is read as text up to their own end tag. */
const rawIds = new Set(
  ['script', 'style', 'title', 'textarea', 'iframe', 'noembed', 'noframes', 'xmp'].map(idOf),
)

const LT = 60
const GT = 62
const SLASH = 47
const AMP = 38
const EQUALS = 61
const DASH = 45
const BANG = 33

/** Room for one page's characters, used again for each: it holds nothing between pages. */
let scratch = new Uint16Array(1 << 18)
const MAX_SCRATCH = 1 << 21

function codesOf(source: string): Uint16Array {
  let room = scratch
  if (room.length <= source.length) {
    room = new Uint16Array(Math.ceil(source.length * 1.5) + 1)
    if (room.length <= MAX_SCRATCH) scratch = room
  }
  Buffer.from(room.buffer).write(source, 'utf16le')
  // A character that ends every loop that looks for one.
  room[source.length] = 0
  return room
}

/**
 * Cuts a page into tokens as htmlparser2's tokenizer does (HTML Living Standard, 13.2.5, with CDATA outside of
 * foreign elements as a comment), over a flat array of characters and without a string for what nobody reads.
 */
export function scanHtml(source: string, handler: TokenHandler): void {
  const codes = codesOf(source)
  const length = source.length
  let i = 0
  /** Where the text that is not handed on yet begins. */
  let from = 0
  const attribIds: number[] = []
  const attribValues: string[] = []
  const classes = sameClasses(source, codes)

  while (i < length && !handler.stopped) {
    // Text, up to a `<` that begins a token.
    let blank = i === from
    let entities = false
    for (; i < length; i++) {
      const c = codes[i]!
      if (c === LT) break
      if (c === AMP) entities = true
      if (c > 32 && blank && isInk(c)) blank = false
    }
    if (i > from) {
      const data = source.slice(from, i)
      if (entities) addText(handler, decodeHTML(data))
      else handler.text(data, blank)
    }
    if (i >= length) return
    from = i
    const c = codes[++i]!
    if (isLetter(c)) {
      const nameStart = i
      while (i < length && !endsName(codes[i]!)) i++
      if (i >= length) return
      const id = nameId(codes, nameStart, i, source)
      const raw = rawIds.has(id) && !handler.foreign
      let count = 0
      let room = handler.foreign ? 0 : limits.attributes
      let selfClosed = false
      for (;;) {
        // Before an attribute's name.
        let a = codes[i]!
        while (isSpace(a)) a = codes[++i]!
        if (i >= length) return
        if (a === GT) break
        if (a === SLASH) {
          a = codes[++i]!
          while (isSpace(a)) a = codes[++i]!
          if (i >= length) return
          if (a === GT) {
            selfClosed = true
            break
          }
          if (a === SLASH) continue
        }
        const attribStart = i++
        while (i < length && codes[i] !== EQUALS && !endsName(codes[i]!)) i++
        const attribEnd = i
        a = codes[i]!
        while (isSpace(a)) a = codes[++i]!
        if (i >= length) return
        let valueStart = i
        let valueEnd = i
        let decode = false
        if (a === EQUALS) {
          a = codes[++i]!
          while (isSpace(a)) a = codes[++i]!
          if (a === 34 || a === 39) {
            const quote = a
            valueStart = ++i
            while (i < length && codes[i] !== quote) if (codes[i++] === AMP) decode = true
            valueEnd = i++
          } else {
            valueStart = i
            while (i < length && codes[i] !== GT && !isSpace(codes[i]!)) if (codes[i++] === AMP) decode = true
            valueEnd = i
          }
          if (i >= length) return
        }
        if (room === 0) continue
        const attrib = nameId(codes, attribStart, attribEnd, source)
        if (kinds[attrib]! & UNREAD) continue
        room--
        attribIds[count] = attrib
        if (attrib === CLASS && !decode) attribValues[count++] = classes.take(valueStart, valueEnd)
        else {
          const value = source.slice(valueStart, Math.min(valueEnd, valueStart + limits.attributeChars))
          attribValues[count++] = decode ? decodeHTMLAttribute(value) : value
        }
      }
      from = ++i
      handler.openTag(id, attribsOf(attribIds, attribValues, count), selfClosed)
      if (raw && !handler.stopped) {
        i = rawEnd(source, codes, i, id)
        if (i > from) {
          const data = source.slice(from, i)
          addText(handler, id === TITLE || id === TEXTAREA ? decodeHTML(data) : data)
        }
        from = i
      } else if (id === PLAINTEXT && !handler.foreign) {
        if (i < length) addText(handler, source.slice(i))
        return
      }
    } else if (c === SLASH) {
      const d = codes[++i]!
      if (isLetter(d)) {
        const nameStart = i
        while (i < length && !endsName(codes[i]!)) i++
        if (i >= length) return
        handler.closeTag(nameId(codes, nameStart, i, source))
        i = after(codes, i, length)
      } else if (d === GT && i < length) i++
      else if (i < length) {
        handler.comment()
        i = after(codes, i, length)
      } else handler.text('</', false)
      from = i
    } else if (c === BANG) {
      i = markupEnd(source, codes, i + 1, handler)
      from = i
    } else if (c === 63) {
      handler.comment()
      i = after(codes, i, length)
      from = i
    } else if (i >= length) handler.text('<', false)
    // Any other `<` is text, and so is what follows.
  }
}

/** Room for one page's classes, used again for each. */
const slots = new Int32Array(2048)
const MAX_CLASSES = 1_500
const LONGEST_CLASS = 300

/** One string for one class, however often a page has it: what is found out of it is then found by its identity. */
function sameClasses(source: string, codes: Uint16Array): { take(start: number, end: number): string } {
  slots.fill(0)
  const values: string[] = ['']
  const starts: number[] = [0]
  return {
    take(start, end) {
      const length = end - start
      if (length > LONGEST_CLASS || values.length > MAX_CLASSES) return source.slice(start, end)
      let hash = length
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ codes[i]!, 0x01000193)
      for (let slot = (hash ^ (hash >>> 15)) & 2047; ; slot = (slot + 1) & 2047) {
        const known = slots[slot]!
        if (known === 0) {
          slots[slot] = values.length
          starts.push(start)
          const value = source.slice(start, end)
          values.push(value)
          return value
        }
        const value = values[known]!
        if (value.length !== length) continue
        const at = starts[known]!
        let i = 0
        while (i < length && codes[start + i] === codes[at + i]) i++
        if (i === length) return value
      }
    },
  }
}

/** What stands between `<!` and its end: a comment, a document type, CDATA. Returns the place after it. */
function markupEnd(source: string, codes: Uint16Array, at: number, handler: TokenHandler): number {
  const { length } = source
  if (codes[at] === DASH && codes[at + 1] === DASH) {
    handler.comment()
    return commentEnd(source, codes, at + 2)
  }
  if (source.startsWith('[CDATA[', at)) {
    const end = source.indexOf(']]>', at + 7)
    if (end < 0) return length
    if (handler.foreign) addText(handler, source.slice(at + 7, end))
    return end + 3
  }
  // A document type does not part texts; whatever else passes for a comment does.
  if (!/^doctype/i.test(source.slice(at, at + 7))) handler.comment()
  return after(codes, at, length)
}

/** Comments end with `-->` or `--!>`, the empty ones also with `>` or `->`. */
function commentEnd(source: string, codes: Uint16Array, start: number): number {
  const { length } = source
  if (codes[start] === GT) return start + 1
  if (codes[start] === DASH && codes[start + 1] === GT) return start + 2
  for (let i = start; ; ) {
    i = source.indexOf('--', i)
    if (i < 0) return length
    i += 2
    while (codes[i] === DASH && i < length) i++
    if (codes[i] === BANG) i++
    if (codes[i] === GT && i < length) return i + 1
  }
}

/** Where the end tag of a raw text element begins. */
function rawEnd(source: string, codes: Uint16Array, start: number, id: number): number {
  const name = names[id]!
  for (let at = source.indexOf('</', start); at >= 0; at = source.indexOf('</', at + 1)) {
    let k = 0
    while (k < name.length && (codes[at + 2 + k]! | 32) === name.charCodeAt(k)) k++
    const last = at + 2 + k
    if (k === name.length && last < source.length && endsName(codes[last]!)) return at
  }
  return source.length
}

function after(codes: Uint16Array, at: number, length: number): number {
  let i = at
  while (i < length && codes[i] !== GT) i++
  return i + 1
}

function attribsOf(ids: readonly number[], values: readonly string[], count: number): Attribs {
  if (count === 0) return noAttribs
  const attribs = emptyAttribs()
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    switch (ids[i]) {
      case CLASS:
        attribs.class ??= value
        break
      case ID:
        attribs.id ??= value
        break
      case HREF:
        attribs.href ??= value
        break
      case STYLE:
        attribs.style ??= value
        break
      case ITEMPROP:
        attribs.itemprop ??= value
        break
      case REL:
        attribs.rel ??= value
        break
      case HIDDEN:
        attribs.hidden ??= value
        break
      default:
        if (attribs.others === null) attribs.others = [names[ids[i]!]!, value]
        else attribs.others.push(names[ids[i]!]!, value)
    }
  }
  return attribs
}

const addText = (handler: TokenHandler, data: string): void => handler.text(data, isBlank(data))

function isBlank(data: string): boolean {
  for (let i = 0; i < data.length; i++) {
    const c = data.charCodeAt(i)
    if (c > 32 && isInk(c)) return false
  }
  return true
}

/** Whether a character beyond the controls and the space is more than a blank. */
function isInk(c: number): boolean {
  return c !== 0xa0 && c !== 0x200b && c !== 0xfeff && c !== 0x3000
}

const isLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90)
const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 9 || c === 13 || c === 12
const endsName = (c: number): boolean =>
  c === GT || c === 32 || c === SLASH || c === 10 || c === 9 || c === 13 || c === 12
