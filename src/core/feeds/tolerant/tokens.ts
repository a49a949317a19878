import { QuoteType, Tokenizer } from 'htmlparser2'

interface Place {
  /** Offsets of the token's beginning and end in `Tokens.text`. */
  readonly start: number
  readonly end: number
}
export interface OpenToken extends Place {
  readonly type: 'open'
  /** As written. */
  readonly name: string
  /** Names in lower case, values as written; the first of equal names counts. */
  readonly attributes: ReadonlyMap<string, string>
  readonly selfClosing: boolean
}
export interface CloseToken extends Place {
  readonly type: 'close'
  readonly name: string
}
export interface TextToken extends Place {
  readonly type: 'text'
  readonly text: string
}
/** Character references in it are not decoded. */
export interface CdataToken extends Place {
  readonly type: 'cdata'
  readonly text: string
}
export type Token = OpenToken | CloseToken | TextToken | CdataToken

export interface Tokens {
  /** The document as it was given to the tokenizer: the offsets of tokens refer to it. */
  readonly text: string
  /** The next token, null at the end. Comments, processing instructions and doctypes are skipped. */
  next(): Token | null
  /** Puts a token back: the next call of `next` returns it again. */
  unread(token: Token): void
}

const nameStart = /[A-Za-z_\u0080-\uffff]/
const quoteAhead = /\s*=\s*["']/y

/**
 * The tokens of a document that may be malformed XML, by htmlparser2's tokenizer in its XML mode. Never fails, decodes no
 * reference, and needs time in proportion to the length of the text. What htmlparser2 wrongly takes for a tag (`<3`, `<a <b>`)
 * becomes text; an attribute whose quote is never closed ends with its tag.
 */
export function tokensOf(document: string): Tokens {
  const text = withEndings(document)
  let returned: Token | null = null
  let token: Token | null = null
  /** Offset in `text` at which the tokenizer's input begins. */
  let base = 0
  /** Offset at which the tokenizer must begin, or begin again when it has taken text for a tag; -1 while it simply continues. */
  let restart = 0
  let ended = false
  /** The tag that is being read. */
  let tag: { start: number; name: string; attributes: Map<string, string> } | null = null
  let attribute: { name: string; start: number; value: string; end: number } | null = null

  const found = (next: Token) => {
    token = next
    tokenizer.pause()
  }
  const goOnAt = (at: number) => {
    restart = at
    tokenizer.pause()
  }
  /** The text from `start` to `end` was read as a tag, but is text. */
  const isText = (start: number, end: number) => {
    tag = null
    attribute = null
    found({ type: 'text', text: text.slice(start, end), start, end })
    goOnAt(end)
  }
  const endOfTag = (end: number, selfClosing: boolean) => {
    if (!tag) return
    const { start, name, attributes } = tag
    tag = null
    attribute = null
    found({ type: 'open', name, attributes, selfClosing, start, end })
  }
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      ontext(start, end) {
        found({
          type: 'text',
          text: text.slice(base + start, base + end),
          start: base + start,
          end: base + end,
        })
      },
      ontextentity() {},
      oncdata(start, end, endOffset) {
        const from = base + start
        const to = base + end
        found({ type: 'cdata', text: text.slice(from, to - endOffset), start: from - 9, end: to + 1 })
      },
      onopentagname(start, end) {
        const from = base + start
        const name = text.slice(from, base + end)
        const bracket = name.indexOf('<')
        if (!nameStart.test(name[0] ?? '')) isText(from - 1, from)
        else if (bracket >= 0) isText(from - 1, from + bracket)
        else tag = { start: from - 1, name, attributes: new Map() }
      },
      onattribname(start, end) {
        if (!tag) return
        const from = base + start
        const name = text.slice(from, base + end)
        const bracket = name.indexOf('<')
        if (bracket >= 0) isText(tag.start, from + bracket)
        else attribute = { name: name.toLowerCase(), start: from, value: '', end: base + end }
      },
      onattribdata(start, end) {
        if (attribute) attribute.value += text.slice(base + start, base + end)
      },
      onattribentity() {},
      onattribend(quote, end) {
        if (!tag || !attribute) return
        const { name, value } = attribute
        // the value of an attribute whose quote was never closed includes the next tags
        const close = value.indexOf('>')
        if (quote === QuoteType.Unquoted && value.includes('<')) {
          isText(tag.start, base + end - value.length + value.indexOf('<'))
          return
        }
        const overrun = quote !== QuoteType.Unquoted && close >= 0 && value.indexOf('<', close) >= 0
        if (!tag.attributes.has(name)) tag.attributes.set(name, overrun ? value.slice(0, close) : value)
        attribute = null
        if (!overrun) return
        const at = text.indexOf('>', tag.start)
        endOfTag(at + 1, text[at - 1] === '/')
        goOnAt(at + 1)
      },
      onopentagend(end) {
        endOfTag(base + end + 1, false)
      },
      onselfclosingtag(end) {
        endOfTag(base + end + 1, true)
      },
      onclosetag(start, end) {
        const close = text.indexOf('>', base + end)
        found({
          type: 'close',
          name: text.slice(base + start, base + end),
          start: base + start - 2,
          end: close < 0 ? text.length : close + 1,
        })
      },
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  )

  const begin = (at: number) => {
    base = at
    restart = -1
    tokenizer.reset()
    tokenizer.write(text.slice(at))
  }
  const waiting = (): Token | null => token
  /** Ends the tag that the end of the text cut off, if the quote of one of its attributes is never closed. */
  const endUnclosedQuote = (): boolean => {
    if (!tag || !attribute) return false
    quoteAhead.lastIndex = attribute.end
    const close = quoteAhead.test(text) ? text.indexOf('>', quoteAhead.lastIndex) : -1
    if (close < 0) return false
    endOfTag(close + 1, text[close - 1] === '/')
    restart = close + 1
    return true
  }
  const read = (): Token | null => {
    token = null
    while (!waiting() && !ended) {
      if (restart >= 0) begin(restart)
      else tokenizer.resume()
      if (waiting() || restart >= 0) continue
      // the whole text has been read
      tokenizer.end()
      ended = waiting() !== null || !endUnclosedQuote()
    }
    return token
  }
  return {
    text,
    next() {
      const again = returned
      returned = null
      return again ?? read()
    },
    unread(last) {
      returned = last
    },
  }
}

/**
 * Replaces the beginning of a comment or CDATA section that is never closed: htmlparser2 would read it to the end of the
 * document, and all items after it would be lost. The length of the text does not change.
 */
function withEndings(text: string): string {
  let open = unclosed(text, '<!--', '-->')
  let repaired = open < 0 ? text : text.slice(0, open) + text.slice(open).replaceAll('<!--', '<!  ')
  open = unclosed(repaired, '<![CDATA[', ']]>')
  if (open >= 0)
    repaired = repaired.slice(0, open) + repaired.slice(open).replaceAll('<![CDATA[', '         ')
  return repaired
}

/** The offset of the first `begin` that no `end` follows; -1 where there is none. */
function unclosed(text: string, begin: string, end: string): number {
  const last = text.lastIndexOf(end)
  return text.indexOf(begin, last < 0 ? 0 : last + end.length)
}
