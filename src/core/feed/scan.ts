/**
 * A tokenizer for XML as it is found: it never fails, never looks at a declaration of entities, and passes over
 * each character once. What cannot be a tag (`a < b`, `<3`) is text.
 */

export const END = 0
export const OPEN = 1
export const CLOSE = 2
export const TEXT = 3
export const CDATA = 4
export type Token = typeof END | typeof OPEN | typeof CLOSE | typeof TEXT | typeof CDATA

/** Where the scan stands and what it saw last; changed in place, because a token for each would cost more than the scan. */
export interface Cursor {
  readonly text: string
  /** Where the next token begins. */
  at: number
  /** Bounds of the last text or CDATA content, or of the attributes of the last tag. */
  from: number
  to: number
  /** Where the last token began, its `<` included. */
  start: number
  /** Name of the last tag as written. */
  name: string
  selfClosing: boolean
  /** Ends that were looked for in vain: they are not looked for again, or a hostile document costs its square. */
  readonly missing: Set<string>
}

export function cursorAt(text: string, at = 0): Cursor {
  return { text, at, from: 0, to: 0, start: 0, name: '', selfClosing: false, missing: new Set() }
}

/** Moves to the next token. Comments, processing instructions and doctypes are stepped over. */
export function next(c: Cursor): Token {
  const { text } = c
  for (;;) {
    if (c.at >= text.length) return END
    c.start = c.at
    const lt = text.indexOf('<', c.at)
    if (lt !== c.at) return textUntil(c, lt < 0 ? text.length : lt)
    const code = text.charCodeAt(lt + 1)
    if (code === 33 /* ! */) {
      if (text.startsWith('[CDATA[', lt + 2)) return cdata(c)
      if (!declaration(c)) return END
    } else if (code === 63 /* ? */) {
      const end = text.indexOf('>', lt)
      if (end < 0) return cut(c)
      c.at = end + 1
    } else if (code === 47 /* / */) {
      const end = text.indexOf('>', lt)
      if (end < 0) return cut(c)
      c.name = text.slice(lt + 2, end).trim()
      c.at = end + 1
      return CLOSE
    } else if (isNameStart(code)) {
      const token = openTag(c)
      if (token !== TEXT) return token
      return textUntil(c, nextLt(text, lt + 1))
    } else return textUntil(c, nextLt(text, lt + 1))
  }
}

const attributeName = /[^\s=/"'<>]+/y
const equals = /\s*=\s*/y
const bareValue = /[^\s"'<>]+/y

/**
 * The attributes written in `source`, names in lower case, values as written; the first of equal names wins.
 * Each step is anchored where the last one ended: no input makes it look twice at a character.
 */
export function attributes(source: string): Map<string, string> {
  const found = new Map<string, string>()
  for (let at = 0; at < source.length; ) {
    attributeName.lastIndex = at
    const name = attributeName.exec(source)?.[0]
    if (name === undefined) {
      at++
      continue
    }
    at += name.length
    equals.lastIndex = at
    if (!equals.test(source)) continue
    at = equals.lastIndex
    const quote = source[at]
    let value = ''
    if (quote === '"' || quote === "'") {
      const close = source.indexOf(quote, at + 1)
      value = source.slice(at + 1, close < 0 ? source.length : close)
      at += value.length + 2
    } else {
      bareValue.lastIndex = at
      value = bareValue.exec(source)?.[0] ?? ''
      at += value.length
    }
    const key = name.toLowerCase()
    if (!found.has(key)) found.set(key, value)
  }
  return found
}

function find(c: Cursor, mark: string, from: number): number {
  if (c.missing.has(mark)) return -1
  const at = c.text.indexOf(mark, from)
  if (at < 0) c.missing.add(mark)
  return at
}

function textUntil(c: Cursor, end: number): Token {
  c.from = c.at
  c.to = end
  c.at = end
  return TEXT
}

function nextLt(text: string, from: number): number {
  const lt = text.indexOf('<', from)
  return lt < 0 ? text.length : lt
}

function cut(c: Cursor): Token {
  c.at = c.text.length
  return END
}

function cdata(c: Cursor): Token {
  c.from = c.start + 9
  const end = find(c, ']]>', c.from)
  if (end < 0) {
    // never closed: it may still end where its element does
    const close = c.text.indexOf('</', c.from)
    if (close < 0) return cut(c)
    c.to = close
    c.at = close
    return CDATA
  }
  c.to = end
  c.at = end + 3
  return CDATA
}

/** Steps over a comment or doctype; false at the end of a document that was cut off in it. */
function declaration(c: Cursor): boolean {
  const { text, start } = c
  const comment = text.startsWith('--', start + 2)
  let end = comment ? find(c, '-->', start + 4) : text.indexOf('>', start)
  if (comment && end < 0) end = text.indexOf('>', start) - 2
  else if (!comment && end > 0) {
    // the internal subset of a doctype holds declarations of its own
    const subset = text.indexOf('[', start)
    if (subset > 0 && subset < end) {
      const close = find(c, ']>', subset)
      if (close > 0) end = close + 1
    }
  }
  if (end < start) {
    cut(c)
    return false
  }
  c.at = comment ? end + 3 : end + 1
  return true
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127
}

/** The open tag at `start`, or TEXT if it is none. */
function openTag(c: Cursor): Token {
  const { text } = c
  let i = c.start + 2
  for (; ; i++) {
    const code = text.charCodeAt(i)
    // Number.isNaN(code) at the end; blanks, `/`, `>` and `<` end a name
    if (!(code > 32) || code === 47 || code === 62 || code === 60) break
  }
  const nameEnd = i
  const end = text.charCodeAt(i) === 62 ? i : tagEnd(c, i)
  if (end === NOT_A_TAG) return TEXT
  if (end === UNFINISHED) return cut(c)
  c.name = text.slice(c.start + 1, nameEnd)
  c.selfClosing = text.charCodeAt(end - 1) === 47
  c.from = nameEnd
  c.to = c.selfClosing ? end - 1 : end
  c.at = end + 1
  return OPEN
}

const NOT_A_TAG = -1
const UNFINISHED = -2

function tagEnd(c: Cursor, from: number): number {
  const { text } = c
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 62) return i
    if (code === 60) return NOT_A_TAG
    if (code !== 34 && code !== 39) continue
    // a quote opens a value only behind an equals sign
    let before = i - 1
    while (before > from && text.charCodeAt(before) <= 32) before--
    if (text.charCodeAt(before) !== 61) continue
    const close = find(c, code === 34 ? '"' : "'", i + 1)
    if (close < 0) continue
    // a quote that was never closed reaches into the next tags
    const value = text.slice(i, close)
    const gt = value.indexOf('>')
    if (gt >= 0 && value.indexOf('<', gt) > 0) return i + gt
    i = close
  }
  return UNFINISHED
}
