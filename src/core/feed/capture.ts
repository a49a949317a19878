import { CDATA, CLOSE, type Cursor, END, next, OPEN, TEXT } from './scan.ts'
import { decodeAddress, decodeReferences } from './text.ts'

/** The content of an element. */
export interface Content {
  /** One reading of it: references undone and CDATA opened where it is text, the source where it holds elements. */
  readonly value: string
  /** It holds elements, so `value` is markup as it stands. */
  readonly markup: boolean
}

/** How an element is read: `short` ones hold no other field; `decode` undoes the references of its text. */
export interface Shape {
  readonly short: boolean
  readonly decode: (text: string) => string
}

export const shortText: Shape = { short: true, decode: decodeReferences }
export const longText: Shape = { short: false, decode: decodeReferences }
export const address: Shape = { short: true, decode: decodeAddress }

/** Tags that begin or end an item or the feed: whatever was left open before them ends there. */
const boundaries: ReadonlySet<string> = new Set(['item', 'entry', 'channel', 'rss', 'feed'])

/** Elements that never stand inside a short field: seeing one means that the field was not closed. */
const fields: ReadonlySet<string> = new Set([
  'title',
  'link',
  'guid',
  'pubdate',
  'description',
  'author',
  'category',
])

/**
 * Reads on to the close tag of the element that was just opened. A missing close tag ends the content where an
 * item ends or begins, or (for a short field) where the next field begins.
 * @returns null for content that the end of the document cut off: half an address is a wrong address.
 */
export function capture(c: Cursor, nameOf: (tag: string) => string, shape: Shape): Content | null {
  if (c.selfClosing) return { value: '', markup: false }
  const { text, name } = c
  const from = c.at
  // nearly always: text and the close tag
  const lt = text.indexOf('<', from)
  if (lt < 0) return cutOff(c)
  if (
    text.startsWith(name, lt + 2) &&
    text.charCodeAt(lt + 1) === 47 &&
    text.charCodeAt(lt + 2 + name.length) === 62
  ) {
    c.at = lt + 3 + name.length
    return { value: shape.decode(text.slice(from, lt)), markup: false }
  }
  return captureAny(c, nameOf, shape, name, from)
}

function captureAny(
  c: Cursor,
  nameOf: (tag: string) => string,
  shape: Shape,
  name: string,
  from: number,
): Content | null {
  const { text } = c
  const own = nameOf(name)
  let depth = 0
  let markup = false
  let comments = false
  let value = ''
  let end = -1
  let seen = from
  while (end < 0) {
    const token = next(c)
    if (c.start > seen) comments = true
    seen = c.at
    if (token === END) return null
    if (token === TEXT) {
      if (!markup) value += shape.decode(text.slice(c.from, c.to))
    } else if (token === CDATA) {
      if (!markup) value += text.slice(c.from, c.to)
      comments = true
    } else {
      const tag = nameOf(c.name)
      const unclosed =
        boundaries.has(tag) || (shape.short && token === OPEN && tag !== own && fields.has(tag))
      if (tag === own && token === CLOSE && depth-- === 0) end = c.start
      else if (unclosed) {
        end = c.start
        c.at = c.start
      } else {
        markup = true
        if (tag === own && token === OPEN && !c.selfClosing) depth++
      }
    }
  }
  if (!markup) return { value, markup }
  const source = text.slice(from, end)
  return { value: comments ? bare(source) : source, markup }
}

/** Steps over an element whose content is of no interest, as far as it reaches. */
export function skip(c: Cursor, nameOf: (tag: string) => string): void {
  if (c.selfClosing) return
  const own = nameOf(c.name)
  let depth = 0
  for (let token = next(c); token !== END; token = next(c)) {
    if (token !== OPEN && token !== CLOSE) continue
    const tag = nameOf(c.name)
    if (tag === own) {
      if (token === OPEN) depth += c.selfClosing ? 0 : 1
      else if (depth-- === 0) return
    } else if (boundaries.has(tag)) {
      c.at = c.start
      return
    }
  }
}

function cutOff(c: Cursor): null {
  c.at = c.text.length
  return null
}

function bare(source: string): string {
  return source.replace(/<!\[CDATA\[|\]\]>|<!--[\s\S]*?-->|<\?[^>]*>/g, '')
}
