import { type TextShape, textShape } from '../body/text-shape.ts'
import { bit, type ClassMemory, classMask } from './classes.ts'
import {
  type Dom,
  isElement,
  type PageElement,
  type PageNode,
  type PageParent,
  type PageText,
} from './dom.ts'
import { limits } from './limits.ts'
import { textOf } from './meta.ts'
import { isHidden, isHiddenByClass } from './shown.ts'
import { BLOCK, CUSTOM, HEADING, SILENT } from './tags.ts'

/** A block-level element, with the sums of all text below it. */
export interface Box {
  readonly element: PageParent
  readonly parent: number
  readonly depth: number
  readonly mask: number
  hidden: boolean
  /** Weighted characters (text-shape.ts). */
  size: number
  linkSize: number
  /** Size of the blocks that read like prose. */
  prose: number
  proseCount: number
  blockCount: number
  images: number
  firstBlock: number
  lastBlock: number
}

/** A run of text between two block boundaries: what is kept or dropped as one. */
export interface Block {
  readonly index: number
  readonly text: string
  readonly box: number
  readonly shape: TextShape
  readonly linkSize: number
  readonly linkCount: number
  readonly boldSize: number
  /** The text nodes it is made of; null is a line break. */
  readonly parts: readonly (PageText | null)[]
  prose: boolean
  hidden: boolean
}

export interface Page {
  readonly boxes: readonly Box[]
  readonly blocks: readonly Block[]
  readonly size: number
  readonly prose: number
}

/** A hidden inline element that holds more than a label may be the text. */
const SHORT_LABEL = 120

interface Run {
  parts: (PageText | null)[]
  link: boolean[]
  bold: boolean[]
  linkCount: number
}

/**
 * Cuts the page into blocks of text in one pass over the tree, and sums text, links and prose per element
 * on the way up (the features of Kohlschütter et al. 2010, "Boilerplate detection using shallow text
 * features", and of Readability, without their repeated queries).
 */
export function readBlocks(dom: Dom): Page {
  const boxes: Box[] = []
  const blocks: Block[] = []
  const classes: ClassMemory = new Map()
  /** Boxes that a class hides. */
  const hiddenByClass: number[] = []
  let run: Run = { parts: [], link: [], bold: [], linkCount: 0 }

  const flush = (box: number): void => {
    if (run.parts.length === 0) return
    const done = run
    run = { parts: [], link: [], bold: [], linkCount: 0 }
    const pre = boxes[box]!.element.name === 'pre'
    for (const line of cutAtBreaks(done)) {
      if (blocks.length >= limits.blocks) return
      const text = lineText(line.parts, pre)
      if (!text) continue
      const shape = textShape(text)
      let linked = 0
      let bolded = 0
      let all = 0
      for (let i = 0; i < line.parts.length; i++) {
        const part = line.parts[i]
        if (!part) continue
        const length = part.data.trim().length
        all += length
        if (line.link[i]) linked += length
        if (line.bold[i]) bolded += length
      }
      const linkSize = all > 0 ? (shape.size * linked) / all : 0
      const index = blocks.length
      const hidden = boxes[box]!.hidden
      const prose =
        !hidden && shape.size >= 80 && linkSize < shape.size * 0.4 && shape.terminators + shape.commas > 0
      blocks.push({
        index,
        text,
        box,
        shape,
        linkSize,
        linkCount: line.linkCount,
        boldSize: all > 0 ? (shape.size * bolded) / all : 0,
        parts: line.parts,
        prose,
        hidden,
      })
      const own = boxes[box]!
      own.size += shape.size
      own.linkSize += linkSize
      own.blockCount++
      if (prose) {
        own.prose += shape.size
        own.proseCount++
      }
    }
  }

  const visit = (element: PageParent, box: number, link: boolean, bold: boolean): void => {
    const children = element.children
    for (let i = 0; i < children.length; i++) {
      const node = children[i] as PageNode
      if (!isElement(node)) {
        // A blank between two inline elements is a space.
        if (run.parts.length > 0 || !isBlank(node.data)) push(node, link, bold)
        continue
      }
      const { name, kind } = node
      if (kind & SILENT) continue
      if (name === 'br') {
        if (run.parts.length > 0) push(null, false, false)
        continue
      }
      if (name === 'img') {
        boxes[box]!.images++
        continue
      }
      if (kind & (BLOCK | CUSTOM)) {
        if (kind & BLOCK || hasBlockChild(node)) {
          flush(box)
          const parent = boxes[box]!
          const mask = classMask(node.attribs.class, node.attribs.id, classes)
          const index = boxes.length
          const made: Box = {
            element: node,
            parent: box,
            depth: parent.depth + 1,
            mask,
            hidden: parent.hidden || isHidden(node),
            size: 0,
            linkSize: 0,
            prose: 0,
            proseCount: 0,
            blockCount: 0,
            images: 0,
            firstBlock: blocks.length,
            lastBlock: blocks.length,
          }
          node.box = index
          boxes.push(made)
          if (isHiddenByClass(node)) hiddenByClass.push(index)
          visit(node, index, link, bold || (kind & HEADING) !== 0)
          flush(index)
          made.lastBlock = blocks.length - 1
          parent.size += made.size
          parent.linkSize += made.linkSize
          parent.prose += made.prose
          parent.proseCount += made.proseCount
          parent.blockCount += made.blockCount
          parent.images += made.images
          continue
        }
      }
      if (name === 'a') {
        run.linkCount++
        visit(node, box, true, bold)
      } else {
        if (isHidden(node) || (isHiddenByClass(node) && textOf(node, SHORT_LABEL + 1).length <= SHORT_LABEL))
          continue
        visit(node, box, link, bold || name === 'b' || name === 'strong')
      }
    }
  }
  const push = (part: PageText | null, link: boolean, bold: boolean): void => {
    run.parts.push(part)
    run.link.push(link)
    run.bold.push(bold)
  }

  boxes.push({
    element: dom.root,
    parent: -1,
    depth: 0,
    mask: 0,
    hidden: false,
    size: 0,
    linkSize: 0,
    prose: 0,
    proseCount: 0,
    blockCount: 0,
    images: 0,
    firstBlock: 0,
    lastBlock: 0,
  })
  visit(dom.root, 0, false, false)
  flush(0)
  boxes[0]!.lastBlock = blocks.length - 1
  if (hiddenByClass.length > 0) hideByClass(boxes, blocks, hiddenByClass)
  return { boxes, blocks, size: boxes[0]!.size, prose: boxes[0]!.prose }
}

interface Line {
  readonly parts: (PageText | null)[]
  readonly link: boolean[]
  readonly bold: boolean[]
  readonly linkCount: number
}

const LONG_LINE = 80

/** Two line breaks part paragraphs; one does where a line next to it is long or ends a sentence. */
function cutAtBreaks(run: Run): Line[] {
  if (!run.parts.includes(null)) return [run]
  const lines: Line[] = []
  let current: Line = { parts: [], link: [], bold: [], linkCount: run.linkCount }
  let length = 0
  let breaks = 0
  let last = ''
  const next = (from: number): number => {
    let size = 0
    for (let i = from; i < run.parts.length; i++) {
      const part = run.parts[i]
      if (!part) {
        if (size > 0) break
        continue
      }
      size += part.data.trim().length
    }
    return size
  }
  for (let i = 0; i < run.parts.length; i++) {
    const part = run.parts[i] ?? null
    if (part === null) {
      breaks++
      continue
    }
    if (isBlank(part.data)) {
      if (breaks === 0) {
        current.parts.push(part)
        current.link.push(run.link[i]!)
        current.bold.push(run.bold[i]!)
      }
      continue
    }
    if (breaks > 0 && length > 0) {
      if (breaks > 1 || length >= LONG_LINE || /[.!?。！？:：;»”"]\s*$/.test(last) || next(i) >= LONG_LINE) {
        lines.push(current)
        current = { parts: [], link: [], bold: [], linkCount: 0 }
        length = 0
      } else {
        current.parts.push(null)
        current.link.push(false)
        current.bold.push(false)
      }
    }
    breaks = 0
    current.parts.push(part)
    current.link.push(run.link[i]!)
    current.bold.push(run.bold[i]!)
    length += part.data.trim().length
    last = part.data
  }
  if (length > 0) lines.push(current)
  return lines
}

function lineText(parts: readonly (PageText | null)[], pre: boolean): string {
  if (parts.length === 1) return tidy(parts[0]?.data ?? '', pre)
  let text = ''
  for (const part of parts) text += part === null ? '\u2028' : part.data
  return tidy(text, pre)
}

const untidy = /[^\S ]| {2}|\u00ad|[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/

/** White space collapsed, line breaks (U+2028 here) to newlines, invisible characters gone. */
function tidy(text: string, pre: boolean): string {
  if (pre) return text.replaceAll('\u2028', '\n').replace(/^\n+/, '').trimEnd()
  const trimmed = text.trim()
  if (!untidy.test(trimmed)) return trimmed
  return trimmed
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/g, '')
    .replace(/[^\S\u2028]+/g, ' ')
    .replace(/ ?\u2028[ \u2028]*/g, '\n')
    .trim()
}

/** Nothing but white space, controls and invisible characters. */
function isBlank(data: string): boolean {
  for (let i = 0; i < data.length; i++) {
    const c = data.charCodeAt(i)
    if (c > 32 && c !== 0xa0 && c !== 0x200b && c !== 0xfeff && c !== 0x3000) return false
  }
  return true
}

/** A hidden part that holds more of the page's prose than this is what scripts show: `hidden` until it is loaded. */
const SHOWN_LATER = 0.3

/**
 * Hides what classes hide, part by part: blocks keep their numbers, and the sums of what stands around them lose the
 * prose. Not where the text of the article would go with it.
 */
function hideByClass(boxes: readonly Box[], blocks: readonly Block[], found: readonly number[]): void {
  const prose = boxes[0]!.prose
  for (const index of found) {
    const part = boxes[index]!
    if (part.hidden || part.prose > prose * SHOWN_LATER) continue
    for (let i = index; i < boxes.length && (i === index || boxes[i]!.depth > part.depth); i++)
      boxes[i]!.hidden = true
    for (let i = part.firstBlock; i <= part.lastBlock; i++) {
      const block = blocks[i]!
      block.hidden = true
      if (!block.prose) continue
      block.prose = false
      for (let at = block.box; at >= 0; at = boxes[at]!.parent) {
        boxes[at]!.prose -= block.shape.size
        boxes[at]!.proseCount--
      }
    }
  }
}

function hasBlockChild(element: PageElement): boolean {
  for (const child of element.children)
    if (isElement(child) && (child.kind & BLOCK || hasBlockChild(child))) return true
  return false
}

/** What names an element that holds nearly the whole page (`#__next`, `body.has-comments`) says nothing of its parts. */
export const WHOLE_PAGE = 0.9

/** Whether any ancestor of the block, itself included, is of one of these kinds. */
export function within(page: Page, block: Block, mask: number): boolean {
  const whole = page.size * WHOLE_PAGE
  for (let i = block.box; i > 0; i = page.boxes[i]!.parent) {
    const box = page.boxes[i]!
    if (box.mask & mask && box.size <= whole) return true
  }
  return false
}

export { bit }
