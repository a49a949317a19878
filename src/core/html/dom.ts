import type { Attribs } from './attribs.ts'
import { limits } from './guard.ts'
import {
  barriers,
  CELL,
  CELL_STOP,
  ENDS_PARAGRAPH,
  FOREIGN,
  forgetNames,
  HEAD,
  HEADING,
  INDEXED,
  idOf,
  kinds,
  LIST_STOP,
  names,
  RAW,
  SPECIAL,
  TABLE,
  TABLE_SECTION,
  TERM,
  VOID,
} from './names.ts'
import { noAttribs, scanHtml, type TokenHandler } from './scan.ts'

export interface TextNode {
  readonly type: 'text'
  data: string
  /** Nothing but blanks, the invisible ones too. */
  blank: boolean
  parent: ElementNode | null
}

/** An element; the shape is that of domhandler's, as far as css-select reads it. */
export interface ElementNode {
  readonly type: 'tag'
  readonly name: string
  /** What its name says, as bits (names.ts). */
  readonly kind: number
  readonly attribs: Attribs
  children: readonly Node[]
  parent: ElementNode | null
  /** Filled by the block pass (blocks.ts). */
  box: number
}

export type Node = TextNode | ElementNode

export interface Dom {
  readonly root: ElementNode
  /** Elements by the tag names that metadata asks for, in page order. */
  readonly index: ReadonlyMap<string, readonly ElementNode[]>
  /** Elements with an `itemprop`, in page order. */
  readonly marked: readonly ElementNode[]
  /** Why the tree is not the whole page: a guard's limit, or the caller's deadline. */
  readonly cut: 'too_large' | 'too_slow' | null
  readonly nodeCount: number
}

const A = idOf('a')
const BODY = idOf('body')
const BR = idOf('br')
const DD = idOf('dd')
const DT = idOf('dt')
const HEAD_ID = idOf('head')
const HTML = idOf('html')
const IMAGE = idOf('image')
const IMG = idOf('img')
const LI = idOf('li')
const OPTION = idOf('option')
const P = idOf('p')
const TR = idOf('tr')

const childless: readonly Node[] = Object.freeze([])

const elementOf = (id: number, attribs: Attribs, parent: ElementNode | null): ElementNode => ({
  type: 'tag',
  name: names[id]!,
  kind: kinds[id]!,
  attribs,
  children: childless,
  parent,
  box: -1,
})

/** Most elements have one child, or none: a list made for it is the smallest there is. */
function append(parent: ElementNode, child: Node): void {
  if (parent.children === childless) parent.children = [child]
  else (parent.children as Node[]).push(child)
}

/**
 * Builds a light tree from a page's tokens, in time linear in the page whatever the page is.
 * Nesting deeper than the limit is flattened, attributes past the limit are left out, and past the
 * node limit the rest of the page is not read. End tags respect table cells and lists as browsers do,
 * so that one stray end tag does not close the article.
 */
export function parseDom(html: string, expired?: () => boolean): Dom {
  forgetNames()
  const root: ElementNode = { ...elementOf(0, noAttribs, null), name: '#root' }
  const index = new Map<string, ElementNode[]>()
  const marked: ElementNode[] = []
  const stack: ElementNode[] = [root]
  /** The names of the open elements. */
  const open: number[] = [0]
  const flattened = new Map<number, number>()
  const source = html.length > limits.chars ? html.slice(0, limits.chars) : html
  let cut: Dom['cut'] = html.length > limits.chars ? 'too_large' : null
  let nodeCount = 0
  let elementCount = 0
  let top = root
  let topId = 0
  let foreign = 0
  let lastText: TextNode | null = null

  const popTo = (depth: number): void => {
    while (stack.length > depth) {
      if (stack.pop()!.kind & FOREIGN) foreign--
      open.pop()
    }
    handler.foreign = foreign > 0
    top = stack[depth - 1]!
    topId = open[depth - 1]!
  }
  /** Where `id` is open, looking up no further than `stop` says; -1 if it is not. */
  const openAt = (id: number, stop: number): number => {
    for (let i = open.length - 1; i > 0; i--) {
      const other = open[i]!
      if (other === id) return i
      if (kinds[other]! & stop) return -1
    }
    return -1
  }
  /** Where an element of this kind is open. */
  const kindAt = (kind: number, stop: number): number => {
    for (let i = open.length - 1; i > 0; i--) {
      const other = kinds[open[i]!]!
      if (other & kind) return i
      if (other & stop) return -1
    }
    return -1
  }
  const closeImplied = (id: number, kind: number): void => {
    let at = -1
    if (id === A || id === OPTION) at = openAt(id, SPECIAL)
    else if (id === LI) at = openAt(id, LIST_STOP)
    else if (id === DD || id === DT) at = kindAt(TERM, LIST_STOP)
    else if (kind & CELL) at = kindAt(CELL, CELL_STOP)
    else if (id === TR) at = openAt(id, TABLE)
    else if (kind & TABLE_SECTION) at = kindAt(TABLE_SECTION, TABLE)
    else if (id === BODY) at = openAt(HEAD_ID, 0)
    else if (topId === HEAD_ID && !(kind & HEAD)) at = stack.length - 1
    if (at > 0) popTo(at)
    if (kind & ENDS_PARAGRAPH) {
      const p = openAt(P, SPECIAL)
      if (p > 0) popTo(p)
      else if (kind & HEADING && top.kind & HEADING) popTo(stack.length - 1)
    }
  }
  const halt = (why: 'too_large' | 'too_slow'): void => {
    cut ??= why
    handler.stopped = true
  }

  const handler: TokenHandler = {
    foreign: false,
    stopped: false,
    text(data, blank) {
      if (lastText) {
        lastText.data += data
        lastText.blank &&= blank
        return
      }
      nodeCount++
      lastText = { type: 'text', data, blank, parent: top }
      append(top, lastText)
    },
    openTag(given, attribs, selfClosed) {
      const id = given === IMAGE ? IMG : given
      lastText = null
      if ((id === HTML || id === BODY) && index.has(names[id]!)) return
      const kind = kinds[id]!
      if (top !== root) closeImplied(id, kind)
      const element = elementOf(id, attribs, top)
      append(top, element)
      if (kind & INDEXED) {
        const list = index.get(element.name)
        if (list) list.push(element)
        else index.set(element.name, [element])
      }
      if (attribs.itemprop !== undefined) marked.push(element)
      nodeCount++
      if (++elementCount % 1024 === 0 && expired?.()) halt('too_slow')
      if (nodeCount > limits.nodes) halt('too_large')
      if (kind & VOID || (selfClosed && foreign > 0)) return
      if (stack.length >= limits.depth && (foreign > 0 || !(kind & RAW))) {
        flattened.set(id, (flattened.get(id) ?? 0) + 1)
        return
      }
      if (kind & FOREIGN) {
        foreign++
        handler.foreign = true
      }
      stack.push(element)
      open.push(id)
      top = element
      topId = id
    },
    closeTag(id) {
      lastText = null
      if (id === BR) {
        append(top, elementOf(BR, noAttribs, top))
        return
      }
      if (id === HTML || id === BODY || kinds[id]! & VOID) return
      if (flattened.size > 0) {
        const waiting = flattened.get(id)
        if (waiting) {
          flattened.set(id, waiting - 1)
          return
        }
      }
      if (topId === id) {
        popTo(stack.length - 1)
        return
      }
      const at = openAt(id, barriers[id]!)
      if (at > 0) popTo(at)
    },
    comment() {
      lastText = null
    },
  }
  scanHtml(source, handler)
  return { root, index, marked, cut, nodeCount }
}
