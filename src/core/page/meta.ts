import { type Dom, isElement, type PageElement, type PageParent } from './dom.ts'
import { blockTags } from './tags.ts'

/** The page's `<meta>` and `<link>` elements, by name in lower case; the first value of a name leads. */
export interface Meta {
  readonly all: ReadonlyMap<string, readonly string[]>
  readonly links: readonly { readonly rel: string; readonly href: string; readonly type: string }[]
  readonly titleTag: string | null
  readonly htmlLang: string | null
  readonly base: string | null
}

export function readMeta(dom: Dom): Meta {
  const all = new Map<string, string[]>()
  for (const element of dom.index.get('meta') ?? []) {
    const { attribs } = element
    const value = (attribs.content ?? attribs.value ?? '').trim()
    if (!value) continue
    for (const naming of namings) {
      const name = attribs[naming]
      if (!name) continue
      const key = name.trim().toLowerCase()
      const list = all.get(key)
      if (list) list.push(value)
      else all.set(key, [value])
    }
  }
  const links = (dom.index.get('link') ?? []).map((element) => ({
    rel: (element.attribs.rel ?? '').toLowerCase(),
    href: (element.attribs.href ?? '').trim(),
    type: (element.attribs.type ?? '').toLowerCase(),
  }))
  const html = dom.index.get('html')?.[0]
  const lang = html ? (html.attribs.lang ?? html.attribs['xml:lang']) : null
  return {
    all,
    links,
    titleTag: pageTitle(dom),
    htmlLang: lang?.trim() || null,
    base: dom.index.get('base')?.[0]?.attribs.href ?? null,
  }
}

/** The text of the first `<title>` outside of pictures (svg has titles too), white space collapsed. */
export function pageTitle(dom: Dom): string | null {
  const element = dom.index.get('title')?.find((title) => !insideSvg(title))
  return element ? textOf(element) || null : null
}

/** The attributes by which a `<meta>` names what it tells. */
const namings = ['property', 'name', 'itemprop', 'http-equiv'] as const

/** The first value of the first of these names that has one. */
export function metaValue(meta: Meta, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = meta.all.get(name)?.[0]
    if (value) return value
  }
  return null
}

/** All text below an element, white space collapsed; for short things such as titles and bylines. */
export function textOf(element: PageParent, limit = 2_000): string {
  let text = ''
  const visit = (node: PageParent): void => {
    for (const child of node.children) {
      if (text.length > limit) return
      if (!isElement(child)) text += child.data
      else if (child.name === 'br') text += ' '
      else if (
        child.name !== 'script' &&
        child.name !== 'style' &&
        child.name !== 'svg' &&
        child.name !== 'noscript'
      ) {
        if (blockTags.has(child.name)) text += ' '
        visit(child)
        if (blockTags.has(child.name)) text += ' '
      }
    }
  }
  visit(element)
  return text.replace(/\s+/g, ' ').trim()
}

function insideSvg(element: PageElement): boolean {
  for (let up: PageParent | null = element.parent; up; up = up.parent) if (up.name === 'svg') return true
  return false
}
