import { decodeAddress, decodeReferences } from '../text.ts'
import type { OpenToken, Tokens } from './tokens.ts'

/** The content of an element. */
export interface Content {
  /** Text with references decoded and CDATA included; the source where the element contains other elements. */
  readonly value: string
  /** The element contains other elements, so `value` is markup as written. */
  readonly markup: boolean
}

/** How an element is read: a `short` one contains no other field; `decode` decodes the references in its text. */
export interface Shape {
  readonly short: boolean
  readonly decode: (text: string) => string
}

export const shortText: Shape = { short: true, decode: decodeReferences }
export const longText: Shape = { short: false, decode: decodeReferences }
export const address: Shape = { short: true, decode: decodeAddress }

/** Tags that begin or end an item or the feed: an element that is still open ends there. */
const boundaries: ReadonlySet<string> = new Set(['item', 'entry', 'channel', 'rss', 'feed'])

/** Elements that never occur inside a short field: where one occurs, the field was not closed. */
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
 * Reads to the close tag of the element that was just opened. Where the close tag is missing, the content ends where an item
 * ends or begins, or (for a short field) where the next field begins.
 * @returns null for content that is cut off by the end of the document: half an address is a wrong address
 */
export function capture(
  tokens: Tokens,
  opened: OpenToken,
  nameOf: (tag: string) => string,
  shape: Shape,
): Content | null {
  if (opened.selfClosing) return { value: '', markup: false }
  const own = nameOf(opened.name)
  let depth = 0
  let markup = false
  let comments = false
  let value = ''
  let seen = opened.end
  // Adjacent texts are decoded together: a `<` that does not begin a tag can divide a reference.
  let text = ''
  const flush = () => {
    if (text && !markup) value += shape.decode(text)
    text = ''
  }
  for (;;) {
    const token = tokens.next()
    if (!token) return null
    if (token.start > seen) comments = true
    seen = token.end
    if (token.type === 'text') {
      text += token.text
      continue
    }
    flush()
    if (token.type === 'cdata') {
      if (!markup) value += token.text
      comments = true
      continue
    }
    const tag = nameOf(token.name)
    const closes = tag === own && token.type === 'close' && depth-- === 0
    const unclosed =
      boundaries.has(tag) || (shape.short && token.type === 'open' && tag !== own && fields.has(tag))
    if (!closes && unclosed) tokens.unread(token)
    if (closes || unclosed) {
      if (!markup) return { value, markup }
      const source = tokens.text.slice(opened.end, token.start)
      return { value: comments ? bare(source) : source, markup }
    }
    markup = true
    if (tag === own && token.type === 'open' && !token.selfClosing) depth++
  }
}

/** Skips an element and its content. */
export function skip(tokens: Tokens, opened: OpenToken, nameOf: (tag: string) => string): void {
  if (opened.selfClosing) return
  const own = nameOf(opened.name)
  let depth = 0
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (token.type !== 'open' && token.type !== 'close') continue
    const tag = nameOf(token.name)
    if (tag === own) {
      if (token.type === 'open') depth += token.selfClosing ? 0 : 1
      else if (depth-- === 0) return
    } else if (boundaries.has(tag)) {
      tokens.unread(token)
      return
    }
  }
}

function bare(source: string): string {
  return source.replace(/<!\[CDATA\[|\]\]>|<!--[\s\S]*?-->|<\?[^<>]*>/g, '')
}
