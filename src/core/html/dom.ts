import { QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { limits } from './guard.ts'
import {
  closedByBlock,
  formattingTags,
  headTags,
  rawTags,
  scopeBarriers,
  specialTags,
  voidTags,
} from './tags.ts'

export interface TextNode {
  readonly type: 'text'
  data: string
  parent: ElementNode | null
}

/** An element; the shape is that of domhandler's, as far as css-select reads it. */
export interface ElementNode {
  readonly type: 'tag'
  readonly name: string
  readonly attribs: Record<string, string>
  readonly children: Node[]
  parent: ElementNode | null
  /** Filled by the block pass (blocks.ts). */
  box: number
}

export type Node = TextNode | ElementNode

export interface Dom {
  readonly root: ElementNode
  /** Elements by the tag names that metadata asks for, in page order. */
  readonly index: ReadonlyMap<string, readonly ElementNode[]>
  /** Why the tree is not the whole page: a guard's limit, or the caller's deadline. */
  readonly cut: 'too_large' | 'too_slow' | null
  readonly nodeCount: number
}

const indexedTags = new Set([
  'meta',
  'link',
  'title',
  'h1',
  'h2',
  'script',
  'time',
  'base',
  'html',
  'body',
  'a',
])
const noAttribs: Record<string, string> = Object.freeze({}) as Record<string, string>

/**
 * Builds a light tree from htmlparser2's tokens, in time linear in the page whatever the page is.
 * Nesting deeper than the limit is flattened, attributes past the limit are left out, and past the
 * node limit the rest of the page is not read. End tags respect table cells and lists as browsers do,
 * so that one stray end tag does not close the article.
 */
export function parseDom(html: string, expired?: () => boolean): Dom {
  const root: ElementNode = {
    type: 'tag',
    name: '#root',
    attribs: noAttribs,
    children: [],
    parent: null,
    box: -1,
  }
  const index = new Map<string, ElementNode[]>()
  const stack: ElementNode[] = [root]
  const flattened = new Map<string, number>()
  const source = html.length > limits.chars ? html.slice(0, limits.chars) : html
  let cut: Dom['cut'] = html.length > limits.chars ? 'too_large' : null
  let nodeCount = 0
  let elementCount = 0
  let top = root
  let tagName = ''
  let attribName = ''
  let attribValue = ''
  let attribs: Record<string, string> | null = null
  let attribCount = 0
  let attribSkipped = false
  let foreign = 0
  let lastText: TextNode | null = null

  const popTo = (depth: number): void => {
    while (stack.length > depth) {
      const gone = stack.pop()!
      if (gone.name === 'svg' || gone.name === 'math') foreign--
    }
    top = stack[stack.length - 1]!
  }
  /** Where `name` is open, looking up no further than `stop` says; -1 if it is not. */
  const openAt = (isName: (name: string) => boolean, stop: (name: string) => boolean): number => {
    for (let i = stack.length - 1; i > 0; i--) {
      const name = stack[i]!.name
      if (isName(name)) return i
      if (stop(name)) return -1
    }
    return -1
  }
  const closeImplied = (name: string): void => {
    if (top === root) return
    let at = -1
    if (name === 'li') at = openAt((n) => n === 'li', stopsListItem)
    else if (name === 'dd' || name === 'dt') at = openAt((n) => n === 'dd' || n === 'dt', stopsListItem)
    else if (name === 'td' || name === 'th') at = openAt((n) => n === 'td' || n === 'th', stopsCell)
    else if (name === 'tr') at = openAt((n) => n === 'tr', stopsTable)
    else if (name === 'tbody' || name === 'tfoot' || name === 'thead') at = openAt(isTableSection, stopsTable)
    else if (name === 'a') at = openAt((n) => n === 'a', isSpecial)
    else if (name === 'option') at = openAt((n) => n === 'option', isSpecial)
    else if (name === 'body') at = openAt((n) => n === 'head', never)
    else if (!headTags.has(name) && top.name === 'head') at = stack.length - 1
    if (at > 0) popTo(at)
    if (closedByBlock.has(name)) {
      const p = openAt((n) => n === 'p', isSpecial)
      if (p > 0) popTo(p)
      else if (isHeading(name) && isHeading(top.name)) popTo(stack.length - 1)
    }
  }
  const finishTag = (selfClosed: boolean): void => {
    const name = tagName
    tagName = ''
    if (!name) return
    const given = attribs ?? noAttribs
    attribs = null
    lastText = null
    if ((name === 'html' || name === 'body') && index.has(name)) return
    closeImplied(name)
    const element: ElementNode = {
      type: 'tag',
      name,
      attribs: given,
      children: [],
      parent: top,
      box: -1,
    }
    top.children.push(element)
    if (indexedTags.has(name)) {
      const list = index.get(name)
      if (list) list.push(element)
      else index.set(name, [element])
    }
    nodeCount++
    if (++elementCount % 1024 === 0 && expired?.()) halt('too_slow')
    if (nodeCount > limits.nodes) halt('too_large')
    if (voidTags.has(name) || (selfClosed && foreign > 0)) return
    if (stack.length >= limits.depth && !rawTags.has(name)) {
      flattened.set(name, (flattened.get(name) ?? 0) + 1)
      return
    }
    if (name === 'svg' || name === 'math') foreign++
    stack.push(element)
    top = element
  }
  const addText = (data: string): void => {
    if (lastText) {
      lastText.data += data
      return
    }
    nodeCount++
    lastText = { type: 'text', data, parent: top }
    top.children.push(lastText)
  }

  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => addText(source.slice(start, end)),
    ontextentity: (codePoint) => addText(String.fromCodePoint(codePoint)),
    isInForeignContext: () => foreign > 0,
    onopentagname: (start, end) => {
      tagName = source.slice(start, end).toLowerCase()
      if (tagName === 'image') tagName = 'img'
      attribs = null
      attribCount = 0
    },
    onattribname: (start, end) => {
      const c = source.charCodeAt(start)
      attribSkipped = foreign > 0 || unread(source, start, end, c)
      if (attribSkipped) return
      attribName = nameAt(source, start, end, c)
      attribValue = ''
    },
    onattribdata: (start, end) => {
      if (attribSkipped) return
      attribValue += source.slice(start, Math.min(end, start + limits.attributeChars))
    },
    onattribentity: (codePoint) => {
      if (attribSkipped) return
      attribValue += String.fromCodePoint(codePoint)
    },
    onattribend: (quote) => {
      if (attribSkipped || ++attribCount > limits.attributes) return
      if (quote === QuoteType.NoValue) attribValue = ''
      attribs ??= {}
      if (attribs[attribName] === undefined) attribs[attribName] = attribValue
    },
    onopentagend: () => finishTag(false),
    onselfclosingtag: () => finishTag(true),
    onclosetag: (start, end) => {
      const name = source.slice(start, end).toLowerCase()
      lastText = null
      if (name === 'br') {
        top.children.push({ type: 'tag', name, attribs: noAttribs, children: [], parent: top, box: -1 })
        return
      }
      if (name === 'html' || name === 'body' || voidTags.has(name)) return
      const waiting = flattened.get(name)
      if (waiting) {
        flattened.set(name, waiting - 1)
        return
      }
      if (top.name === name && top !== root) {
        popTo(stack.length - 1)
        return
      }
      const at = openAt((n) => n === name, closeBarrier(name))
      if (at > 0) popTo(at)
    },
    oncomment: () => {
      lastText = null
    },
    oncdata: (start, end, offset) => {
      if (foreign > 0) addText(source.slice(start, end - offset))
    },
    ondeclaration: () => {},
    onprocessinginstruction: () => {},
    onend: () => {},
  }
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks)
  const halt = (why: 'too_large' | 'too_slow'): void => {
    cut ??= why
    tokenizer.pause()
  }
  tokenizer.write(source)
  if (tokenizer.running) tokenizer.end()
  return { root, index, cut, nodeCount }
}

/** The attribute's name; the common ones without a new string. */
function nameAt(source: string, start: number, end: number, first: number): string {
  const length = end - start
  if (first === 99 && length === 5 && source.startsWith('class', start)) return 'class'
  if (first === 104 && length === 4 && source.startsWith('href', start)) return 'href'
  if (first === 105 && length === 2 && source.startsWith('id', start)) return 'id'
  return source.slice(start, end).toLowerCase()
}

/** Attributes that nothing asks for: event handlers, sizes, sources of pictures, all of a drawing's. */
function unread(source: string, start: number, end: number, first: number): boolean {
  const length = end - start
  switch (first | 32) {
    case 111: // on…
      return (source.charCodeAt(start + 1) | 32) === 110
    case 115: // srcset, sizes, src of anything but frames is asked for too
      return (
        (length === 6 && source.startsWith('srcset', start)) ||
        (length === 5 && source.startsWith('sizes', start))
      )
    case 119: // width
      return length === 5
    case 104: // height
      return length === 6 && source.startsWith('height', start)
    case 108: // loading
      return length === 7
    case 116: // target, tabindex
      return (length === 6 && source.startsWith('target', start)) || length === 8
    case 97: // aria-…, alt
      return (
        (length > 5 && source.startsWith('aria-', start)) || (length === 3 && source.startsWith('alt', start))
      )
    default:
      return false
  }
}

const never = (): boolean => false
const isSpecial = (name: string): boolean => specialTags.has(name)
const isHeading = (name: string): boolean =>
  name.length === 2 && name[0] === 'h' && name >= 'h1' && name <= 'h6'
const isTableSection = (name: string): boolean => name === 'tbody' || name === 'thead' || name === 'tfoot'
const stopsListItem = (name: string): boolean =>
  specialTags.has(name) && name !== 'address' && name !== 'div' && name !== 'p'
const stopsCell = (name: string): boolean => name === 'tr' || name === 'table'
const stopsTable = (name: string): boolean => name === 'table'
const inScope = (name: string): boolean => scopeBarriers.has(name)
const inListScope = (name: string): boolean => scopeBarriers.has(name) || name === 'ul' || name === 'ol'

/** What an end tag may not reach across. */
function closeBarrier(name: string): (open: string) => boolean {
  if (name === 'table' || name === 'tr' || name === 'td' || name === 'th' || isTableSection(name))
    return name === 'table' ? never : stopsTable
  if (name === 'li') return inListScope
  if (specialTags.has(name) || formattingTags.has(name)) return inScope
  return isSpecial
}
