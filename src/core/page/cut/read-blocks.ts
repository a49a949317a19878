import { textShape } from '../../body/text-shape.ts'
import type { Block, Box, Page } from '../blocks.ts'
import { type ClassMemory, classMask } from '../classes/mask.ts'
import {
  type Dom,
  isElement,
  type PageElement,
  type PageNode,
  type PageParent,
  type PageText,
} from '../dom.ts'
import { limits } from '../limits.ts'
import { textOf } from '../meta.ts'
import { BLOCK, CUSTOM, HEADING, SILENT } from '../tags.ts'
import { hideByClass } from './hide.ts'
import { cutAtBreaks, isBlank, lineText, type Run, wrapsText } from './lines.ts'
import { isHidden, isHiddenByClass } from './shown.ts'

/** Characters. A hidden inline element with more text than a label may be the text of the article. */
const SHORT_LABEL = 120

/**
 * Cuts the page into blocks of text in one pass over the tree, and computes for each element the sums of text, links and prose
 * (the features of Kohlschütter et al. 2010, "Boilerplate detection using shallow text features", and of Readability, without
 * their repeated queries).
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
