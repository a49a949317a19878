import { headEnd, type TextPlace, textEnd } from '../../body/place.ts'
import type { Page } from '../../page/blocks.ts'
import { type Dom, isElement, type PageNode, type PageParent } from '../../page/dom.ts'
import { textOf } from '../../page/meta.ts'
import type { Credit } from '../credits.ts'
import {
  authorHref,
  bylineClass,
  checkedBy,
  gluedBy,
  nameClass,
  networkHref,
  notByline,
  personHref,
  reviewedBy,
  statusLabel,
} from './tables.ts'

/** Names in camelCase (`authorModule`) are words too. */
function isBylineClass(names: string): boolean {
  if (
    !/author|autor|byline|writer|reporter|journalist|redakteur|auteur|signature|firma|contributor|creator/i.test(
      names,
    )
  )
    return false
  return bylineClass.test(names.replace(/(?<=[a-z])(?=[A-Z])/g, '-')) && !notByline.test(names)
}

/** Elements that call themselves a byline, or link to an author's page, those nearest the headline first. */
export function shownBylines(dom: Dom, page: Page, place: TextPlace): Credit[][] {
  const { titleAt, start, kept } = place
  const found: { credits: Credit[]; rank: number }[] = []
  const end = textEnd(kept)
  const head = headEnd(place)
  let at = 0
  let depth = 0
  const first = Math.max(0, (titleAt >= 0 ? Math.min(titleAt, start < 0 ? titleAt : start) : start) - 60)
  const visit = (element: PageParent): void => {
    if (element.box >= 0) {
      const box = page.boxes[element.box]!
      if (box.lastBlock < first || (end >= 0 && box.firstBlock > end + 60)) return
      at = box.firstBlock
      depth = element.box
    }
    const { attribs, name } = element
    if (
      name === 'script' ||
      name === 'style' ||
      name === 'noscript' ||
      name === 'template' ||
      name === 'figure'
    )
      return
    const marked =
      (attribs.rel !== undefined && /\bauthor\b/i.test(attribs.rel)) ||
      (attribs.itemprop !== undefined && /author|creator/i.test(attribs.itemprop))
    const near = at >= first && at <= head
    const linked = name === 'a' && attribs.href !== undefined && isAuthorLink(attribs.href, near)
    const named = attribs.class !== undefined && isBylineClass(attribs.class)
    if (marked || linked || named || name === 'address') {
      const text = textOf(element, 300).replace(gluedBy, '$1 ').replace(statusLabel, '')
      const postal = name === 'address' && (/\d/.test(text) || text.length > 60)
      if (text.length > (linked && !marked ? 2 : 1) && text.length < 200 && !postal) {
        let rank =
          start < 0
            ? at
            : at <= head
              ? titleAt >= 0 && at >= titleAt
                ? Math.min(at - titleAt, Math.abs(start - at))
                : Math.abs(start - at)
              : at > end
                ? 40 + at - end
                : 60
        if (titleAt >= 0 && at < titleAt - 6) rank += 60
        if (marked) rank -= 3
        if (/^(?:by|von|par|por|di|door|av|text|автор)[\s:]/i.test(text)) rank -= 6
        if (page.boxes[depth]!.hidden) rank += 20
        if (linked && !marked) rank += 2
        // A link at the end of a sentence or two is a picture's credit, or a person who is spoken of.
        if (linked && !marked && (page.blocks[at]?.text.length ?? 0) > LONG_LINE) rank += 30
        if (reviewedBy.test(text)) rank += 30
        if (rank < 60 && !checkedBy.test(lineBefore(element)) && !checkedBy.test(labelOf(text)))
          found.push({ credits: creditsIn(element, text), rank })
        return
      }
    }
    for (const child of element.children) if (isElement(child)) visit(child)
  }
  visit(dom.root)
  const sorted = found.sort((a, b) => a.rank - b.rank)
  // Two links to authors side by side are one byline.
  const best = sorted[0]
  const beside = best
    ? sorted.filter(
        (f, i) =>
          i === 0 ||
          (f.rank - best.rank <= 2 &&
            f.credits.every((c) => c.structured) &&
            best.credits.every((c) => c.structured)),
      )
    : []
  return best ? [beside.flatMap((f) => f.credits), ...sorted.slice(1).map((f) => f.credits)] : []
}

/** The words of a byline before its first name: `Fact-checked by`. */
const labelOf = (text: string): string =>
  /^[^:]{0,30}?\b(?:by|von|par|por|da|di)\b|^[^:]{0,30}:/iu.exec(text)?.[0] ?? ''

/** The text right before an element in its parent: of at most three nodes, 60 characters. */
function lineBefore(element: PageParent): string {
  let text = ''
  let before = element.prev as PageNode | null
  for (let steps = 0; before && steps < 3 && text.length < 60; steps++) {
    text = (isElement(before) ? ` ${textOf(before, 60)} ` : before.data.slice(-60)) + text
    before = before.prev as PageNode | null
  }
  return text.slice(-60).trim()
}

const isAuthorLink = (href: string, near: boolean): boolean =>
  authorHref.test(href) || (near && personHref.test(href) && !networkHref.test(href))

const LONG_LINE = 150

/** The links to authors in a byline, if there are any, else the elements that call themselves names, else its text. */
function creditsIn(element: PageParent, text: string): Credit[] {
  const links: Credit[] = []
  const names: Credit[] = []
  const visit = (node: PageParent): void => {
    const isLink =
      (node.name === 'a' &&
        (isAuthorLink(node.attribs.href ?? '', true) || /author/i.test(node.attribs.rel ?? ''))) ||
      /^name$/i.test(node.attribs.itemprop ?? '')
    if (isLink || (node.attribs.class !== undefined && nameClass.test(node.attribs.class))) {
      const name = textOf(node, 120)
        .replace(/^(?:by|von|par|por)\s+/i, '')
        .replace(gluedBy, '')
      if (name.length > 1) (isLink ? links : names).push({ text: name, kind: 'unknown', structured: true })
      if (isLink) return
    }
    for (const child of node.children) if (isElement(child)) visit(child)
  }
  visit(element)
  if (links.length > 0) return links
  return names.length > 0 ? names : [{ text, kind: 'unknown', structured: false }]
}
