import { type TextShape, textShape } from '../body/text-shape.ts'
import { bit, type ClassMemory, classMask } from './classes/mask.ts'
import {
  type Dom,
  isElement,
  type PageElement,
  type PageNode,
  type PageParent,
  type PageText,
} from './dom.ts'
import { limits } from './limits.ts'
import { cutAtBreaks, isBlank, lineText, type Run, wrapsText } from './lines.ts'
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
  /** What `patternsOf` found in its text; -1 until it is asked. */
  patterns: number
}

export interface Page {
  readonly boxes: readonly Box[]
  readonly blocks: readonly Block[]
  readonly size: number
  readonly prose: number
}

/** A hidden inline element that holds more than a label may be the text. */
const SHORT_LABEL = 120

/**
 * Cuts the page into blocks of text in one pass over the tree, and sums text, links and prose per element
 * on the way up (the features of Kohlschütter et al. 2010, "Boilerplate detection using shallow text
 * features", and of Readability, without their repeated queries).
 */
export function readBlocks(dom: Dom): Page {
  const boxes: Box[] = []
  const blocks: Block[] = []
  const classes: ClassMemory = new Map()
  const hiding = new Map<string, boolean>()
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
      const marked = line.link.includes(true) || line.bold.includes(true)
      for (let i = 0; marked && i < line.parts.length; i++) {
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
        patterns: -1,
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
          const made = emptyBox(node, box, parent.depth + 1, mask, blocks.length)
          made.hidden = parent.hidden || isHidden(node)
          node.box = index
          boxes.push(made)
          if (isHiddenByClass(node, hiding)) hiddenByClass.push(index)
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
        visit(node, box, !wrapsText(node), bold)
      } else {
        if (
          isHidden(node) ||
          (isHiddenByClass(node, hiding) && textOf(node, SHORT_LABEL + 1).length <= SHORT_LABEL)
        )
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

  boxes.push(emptyBox(dom.root, -1, 0, 0, 0))
  visit(dom.root, 0, false, false)
  flush(0)
  boxes[0]!.lastBlock = blocks.length - 1
  if (hiddenByClass.length > 0) hideByClass(boxes, blocks, hiddenByClass)
  return { boxes, blocks, size: boxes[0]!.size, prose: boxes[0]!.prose }
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

function emptyBox(element: PageParent, parent: number, depth: number, mask: number, firstBlock: number): Box {
  return {
    element,
    parent,
    depth,
    mask,
    hidden: false,
    size: 0,
    linkSize: 0,
    prose: 0,
    proseCount: 0,
    blockCount: 0,
    images: 0,
    firstBlock,
    lastBlock: firstBlock,
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
