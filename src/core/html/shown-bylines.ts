import { authorHref, bylineClass, notByline, statusLabel } from './author-tables.ts'
import type { Page } from './blocks.ts'
import type { Credit } from './credits.ts'
import type { Dom, ElementNode } from './dom.ts'
import { textOf } from './meta.ts'
import type { TextPlace } from './place.ts'

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
export function shownBylines(dom: Dom, page: Page, { titleAt, start, kept }: TextPlace): Credit[][] {
  const found: { credits: Credit[]; rank: number }[] = []
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  let at = 0
  let depth = 0
  const first = Math.max(0, (titleAt >= 0 ? Math.min(titleAt, start < 0 ? titleAt : start) : start) - 60)
  const visit = (element: ElementNode): void => {
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
    const marked = /\bauthor\b/i.test(attribs.rel ?? '') || /author|creator/i.test(attribs.itemprop ?? '')
    const linked = name === 'a' && authorHref.test(attribs.href ?? '')
    if (marked || linked || (attribs.class !== undefined && isBylineClass(attribs.class))) {
      const text = textOf(element, 300)
        .replace(/^(By|Von|Par|Por)(?=\p{Lu}\p{Ll})/u, '$1 ')
        .replace(statusLabel, '')
      if (text.length > 2 && text.length < 200) {
        let rank =
          start < 0
            ? at
            : at <= start + 1
              ? titleAt >= 0 && at >= titleAt
                ? Math.min(at - titleAt, start - at)
                : start - at
              : at > end
                ? 40 + at - end
                : 60
        if (titleAt >= 0 && at < titleAt - 6) rank += 60
        if (marked) rank -= 3
        if (/^(?:by|von|par|por|di|door|av|text|автор)[\s:]/i.test(text)) rank -= 6
        if (page.boxes[depth]!.hidden) rank += 20
        if (linked && !marked) rank += 2
        if (rank < 60) found.push({ credits: creditsIn(element, text), rank })
        return
      }
    }
    for (const child of element.children) if (child.type === 'tag') visit(child)
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

/** The links to authors in a byline, if there are any, else its text. */
function creditsIn(element: ElementNode, text: string): Credit[] {
  const links: Credit[] = []
  const visit = (node: ElementNode): void => {
    const isName =
      (node.name === 'a' &&
        (authorHref.test(node.attribs.href ?? '') || /author/i.test(node.attribs.rel ?? ''))) ||
      /^name$/i.test(node.attribs.itemprop ?? '')
    if (isName) {
      const name = textOf(node, 120).replace(/^(?:by|von|par|por)\s+/i, '')
      if (name.length > 1) links.push({ text: name, kind: 'unknown', structured: true })
      return
    }
    for (const child of node.children) if (child.type === 'tag') visit(child)
  }
  visit(element)
  return links.length > 0 ? links : [{ text, kind: 'unknown', structured: false }]
}
