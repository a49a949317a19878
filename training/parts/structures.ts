import type { Page } from '../../src/core/page/blocks.ts'
import type { PageElement, PageNode, PageParent, PageText } from '../../src/core/page/dom.ts'
import { asides, endings } from './beside.ts'
import {
  append,
  between,
  type Donor,
  element,
  insertAfter,
  phrase,
  pick,
  type Random,
  run,
  textsIn,
} from './fragments.ts'
import { parts } from './within.ts'

/** Target and weight of each text node, as in `Labels`. */
export type NodeLabels = Map<PageText, readonly [number, number]>

/** Made-up parts count less than what people labelled. */
const WORTH = 0.6

/**
 * Template variation: a labelled page gets parts that few labelled pages have. Lists, tables and the entries of a live
 * blog within the text, made of the page's own sentences, belong to it; lists of links, cards with prose, galleries,
 * readers' comments and the next article, made of another page's texts, do not.
 * Changes the tree, and adds to `labels` what it put in.
 */
export function addStructures(page: Page, labels: NodeLabels, own: Donor, other: Donor, next: Random): void {
  const paragraphs = bodyParagraphs(page, labels)
  if (paragraphs.length < 2 || own.sentences.length < 6 || other.sentences.length < 6) return
  for (let n = between(1, 2, next); n > 0; n--)
    place(pick(paragraphs, next), pick(parts, next)(own, other, next), 1)
  if (next() < 0.5) makeEntries(paragraphs, own, labels, next)
  for (let n = between(1, 2, next); n > 0; n--) {
    const inside = next() < 0.4
    const last = paragraphs[paragraphs.length - 1]!
    const at = inside ? pick(paragraphs, next) : outwards(last, between(0, 2, next))
    place(at, pick(inside ? asides : endings, next)(own, other, next), 0)
  }

  function place(at: PageNode, made: readonly PageNode[], target: number): void {
    for (const text of made.flatMap(textsIn)) label(labels, text, target)
    insertAfter(at, made)
  }
}

function label(labels: NodeLabels, text: PageText, target: number): void {
  const tokens = text.data.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0
  labels.set(text, [target, tokens === 0 ? 0 : WORTH * (0.4 + Math.min(tokens, 80) / 20)])
}

/** Elements of the paragraphs that surely belong to the text, and stand among others of their kind. */
function bodyParagraphs({ blocks, boxes }: Page, labels: NodeLabels): PageElement[] {
  return blocks
    .filter(
      ({ prose, parts, box }) =>
        prose &&
        boxes[box]!.blockCount === 1 &&
        /^(?:p|div)$/.test(boxes[box]!.element.name) &&
        parts.some((part) => part && (labels.get(part)?.[0] ?? 0) > 0.9),
    )
    .map(({ box }) => boxes[box]!.element as PageElement)
}

/** The element, or so many of its ancestors up. */
function outwards(from: PageElement, steps: number): PageElement {
  let at: PageParent = from
  for (let i = 0; i < steps; i++) {
    const up: PageParent | null = at.parent
    if (!up || up.name === 'body' || up.name === 'html' || up.name === '#root') break
    at = up
  }
  return at as PageElement
}

/**
 * Some of the text's paragraphs get boxes of their own, most with a heading: sections, questions and answers, or the entries of
 * a live blog, which begin with a time.
 */
function makeEntries(paragraphs: readonly PageElement[], own: Donor, labels: NodeLabels, next: Random): void {
  const timed = next() < 0.35
  const name = pick(['div', 'section', timed ? 'article' : 'div', 'li'], next)
  const className = pick(['', 'entry', 'post', 'update', 'block', 'item', 'step', 'question'], next)
  const titled = !timed || next() < 0.6
  const heading = pick(['h2', 'h3', 'h3', 'h4'], next)
  let hour = between(9, 22, next)
  for (const paragraph of run(paragraphs, between(2, 9, next), next)) {
    const parent = paragraph.parent!
    const at = parent.children.indexOf(paragraph)
    const entry = element(name, className)
    if (timed) {
      const time = element('time', '', `${hour}:${between(10, 59, next)}`)
      labels.set(time.children[0] as PageText, [0, 0])
      hour = Math.max(0, hour - between(0, 1, next))
      append(entry, element('div', '', time))
    }
    if (titled) {
      const title = element(heading, '', phrase(pick(own.sentences, next), between(4, 9, next)))
      label(labels, title.children[0] as PageText, 1)
      append(entry, title)
    }
    append(entry, paragraph)
    parent.children[at] = entry
    entry.parent = parent
  }
}
