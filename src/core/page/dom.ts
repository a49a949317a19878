import { type CheerioAPI, load } from 'cheerio/slim'
import { Document, Element, Text } from 'domhandler'
import { decodeHTML, decodeHTMLAttribute } from 'entities/decode'
import { type Handler, Parser } from 'htmlparser2'
import { limits } from './limits.ts'
import { closeNoscript } from './noscript.ts'
import { BLOCK, CODE, INDEXED, type Tag, tagOf } from './tags.ts'
import { PageTokenizer } from './tokenizer.ts'

export type PageNode = PageElement | PageText

export type PageParent = PageElement | PageRoot

export class PageText extends Text {
  declare parent: PageParent | null
}

/** An element of domhandler's, with what the passes over the tree ask of each. */
export class PageElement extends Element {
  declare children: PageNode[]
  declare parent: PageParent | null
  /** The meaning of its name, as bits (tags.ts). */
  kind: number
  /** The place of its box in `Page.boxes`; -1 for an element that has none. Written by `readBlocks`. */
  box = -1
  constructor({ name, kind }: Tag) {
    super(name, {})
    this.kind = kind
  }
}

/** The document: code that walks the parents of an element can read it like an element. */
export class PageRoot extends Document {
  declare children: PageNode[]
  declare parent: null
  readonly name = '#root'
  readonly attribs: Readonly<Record<string, string>> = {}
  box = -1
}

export const isElement = (node: PageNode): node is PageElement => (node.type as string) !== 'text'

export interface Dom {
  readonly root: PageRoot
  /** Elements by tag name, for the names that are searched (`indexedTags`), in page order. */
  readonly index: ReadonlyMap<string, readonly PageElement[]>
  /** Elements with an `itemprop`, in page order. */
  readonly marked: readonly PageElement[]
  /** Why the tree is not the whole page: a limit, or the caller's deadline. */
  readonly cut: 'too_large' | 'too_deep' | 'too_slow' | null
  readonly nodeCount: number
}

/**
 * Parses a page with htmlparser2 into domhandler's nodes, as `cheerio/slim` does, in time linear in the page whatever
 * the page is. Comments are left out. Nesting deeper than the limit is flattened, attributes past the limit are left
 * out, and past the limits on nodes and open elements the rest of the page is not read (`cut` says so).
 */
export function parseDom(html: string, expired?: () => boolean): Dom {
  const source = html.length > limits.chars ? html.slice(0, limits.chars) : html
  const builder = new TreeBuilder(expired)
  if (html.length > limits.chars) builder.cut = 'too_large'
  // Texts and attributes decode their character references themselves: the tokenizer then skips to their ends.
  const parser = new Parser(builder, { decodeEntities: false, Tokenizer: PageTokenizer })
  builder.parser = parser
  parser.end(closeNoscript(source))
  return builder
}

/** The elements that a CSS selector (css-select) finds, in page order. */
export function select(dom: Dom, selector: string): PageElement[] {
  return query(dom)(selector).toArray() as PageElement[]
}

const queries = new WeakMap<PageRoot, CheerioAPI>()

/** Cheerio over the page. */
export function query({ root }: Dom): CheerioAPI {
  let $ = queries.get(root)
  if (!$) {
    $ = load(root)
    queries.set(root, $)
  }
  return $
}

/** Takes the parser's events. Attributes arrive after their element, one by one, so that none past the limit is kept. */
class TreeBuilder implements Dom, Partial<Handler> {
  readonly root = new PageRoot([])
  readonly index = new Map<string, PageElement[]>()
  readonly marked: PageElement[] = []
  cut: Dom['cut'] = null
  nodeCount = 0
  parser: Parser | null = null
  private readonly stack: PageParent[] = [this.root]
  private top: PageParent = this.root
  /** The element whose tag is being read. */
  private current: PageElement | null = null
  private attributes = 0
  private lastText: PageText | null = null
  /** Open elements below the deepest level of the tree. */
  private flattened = 0
  private elements = 0
  private readonly expired: (() => boolean) | undefined

  constructor(expired: (() => boolean) | undefined) {
    this.expired = expired
  }

  onopentagname(name: string): void {
    const element = new PageElement(tagOf(name))
    this.append(element)
    this.lastText = null
    this.current = element
    this.attributes = 0
    if (element.kind & INDEXED) {
      const list = this.index.get(name)
      if (list) list.push(element)
      else this.index.set(name, [element])
    }
    if (++this.elements % 1024 === 0 && this.expired?.()) this.halt('too_slow')
    if (this.stack.length + this.flattened > limits.open) this.halt('too_deep')
    // A void element is closed by the parser as soon as its tag ends.
    if (this.stack.length >= limits.depth) this.flattened++
    else {
      this.stack.push(element)
      this.top = element
    }
  }

  onattribute(name: string, value: string): void {
    const element = this.current
    if (!element || this.attributes >= limits.attributes || element.attribs[name] !== undefined) return
    this.attributes++
    const text = value.length > limits.attributeChars ? value.slice(0, limits.attributeChars) : value
    element.attribs[name] = text.includes('&') ? decodeHTMLAttribute(text) : text
    if (name === 'itemprop') this.marked.push(element)
    // A declarative shadow root is shown in the place of its host's content.
    else if (name === 'shadowrootmode' && element.name === 'template') element.kind = BLOCK
  }

  ontext(data: string): void {
    if (this.lastText) {
      // Parts of one text: references at their seams are those of the whole.
      this.lastText.data += this.decoded(data)
      return
    }
    this.lastText = new PageText(this.decoded(data))
    this.append(this.lastText)
  }

  onclosetag(): void {
    this.lastText = null
    if (this.flattened > 0) this.flattened--
    else if (this.stack.length > 1) {
      this.stack.pop()
      this.top = this.stack[this.stack.length - 1]!
    }
  }

  oncomment(): void {
    this.lastText = null
  }

  private decoded(data: string): string {
    if (!data.includes('&')) return data
    return this.top instanceof PageElement && this.top.kind & CODE ? data : decodeHTML(data)
  }

  private append(node: PageNode): void {
    const { children } = this.top
    const before = children[children.length - 1]
    if (before) {
      node.prev = before
      before.next = node
    }
    node.parent = this.top
    children.push(node)
    if (++this.nodeCount > limits.nodes) this.halt('too_large')
  }

  private halt(why: 'too_large' | 'too_deep' | 'too_slow'): void {
    this.cut ??= why
    this.parser?.pause()
  }
}
