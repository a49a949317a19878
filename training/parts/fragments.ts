import type { Block, Page } from '../../src/core/page/blocks.ts'
import { isElement, PageElement, type PageNode, type PageParent, PageText } from '../../src/core/page/dom.ts'
import { tagOf } from '../../src/core/page/tags.ts'

/** A number from 0 to 1. */
export type Random = () => number

/** What a labelled page gives to made-up parts of others: texts, without their markup. */
export interface Donor {
  /** Paragraphs of its body, 80 characters or more. */
  readonly paragraphs: readonly string[]
  /** Sentences of these, 25 to 240 characters. */
  readonly sentences: readonly string[]
  /** Short links outside the body: headlines of other articles, names of sections. */
  readonly headlines: readonly string[]
  readonly title: string
}

/** Parts made from a page's own texts and another page's. */
export type Make = (own: Donor, other: Donor, next: Random) => readonly PageNode[]

const SENTENCE = /[^.!?]{20,240}[.!?]+(?=\s|$)/g

/** @param target which blocks are the body, as in `Labels`. */
export function donorOf(page: Page, target: Float32Array, title: string): Donor {
  const paragraphs: string[] = []
  const headlines: string[] = []
  for (const block of page.blocks) {
    if (target[block.index]! > 0.9 && block.text.length >= 80) paragraphs.push(block.text)
    else if (target[block.index] === 0 && isHeadline(block)) headlines.push(block.text)
  }
  const sentences = paragraphs.flatMap((text) => text.match(SENTENCE) ?? []).map((text) => text.trim())
  return { paragraphs, sentences, headlines, title }
}

const isHeadline = ({ text, linkSize, shape }: Block): boolean =>
  text.length >= 20 && text.length <= 120 && linkSize > shape.size * 0.8

/** An element; strings become text nodes. */
export function element(
  name: string,
  className: string,
  ...children: readonly (PageNode | string)[]
): PageElement {
  const made = new PageElement(tagOf(name))
  if (className) made.attribs = { class: className }
  for (const child of children) append(made, typeof child === 'string' ? new PageText(child) : child)
  return made
}

/** Puts a node behind the others in its parent. */
export function append(parent: PageElement, child: PageNode): void {
  child.parent = parent
  parent.children.push(child)
}

export function link(text: string): PageElement {
  const made = element('a', '', text)
  made.attribs = { href: '/2026/another-page' }
  return made
}

/** Puts nodes behind `after` in its parent. */
export function insertAfter(after: PageNode, nodes: readonly PageNode[]): void {
  const parent = after.parent as PageParent
  const at = parent.children.indexOf(after)
  for (const node of nodes) node.parent = parent
  parent.children.splice(at + 1, 0, ...nodes)
}

/** All text nodes below, in page order. */
export function textsIn(node: PageNode): PageText[] {
  return isElement(node) ? node.children.flatMap(textsIn) : [node]
}

export const pick = <T>(list: readonly T[], next: Random): T => list[Math.floor(next() * list.length)]!

export const between = (least: number, most: number, next: Random): number =>
  least + Math.floor(next() * (most - least + 1))

/** So many of the list from a place by chance on, in their order. */
export function run<T>(list: readonly T[], count: number, next: Random): readonly T[] {
  const from = Math.floor(next() * Math.max(1, list.length - count + 1))
  return list.slice(from, from + count)
}

/** The first few words of a sentence, as a heading or a cell has them. */
export function phrase(sentence: string, words: number): string {
  return sentence
    .split(' ')
    .slice(0, words)
    .join(' ')
    .replace(/[\s,.;:!?]+$/, '')
}
