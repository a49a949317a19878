import { type Dom, isElement, type PageElement, type PageParent } from '../page/dom.ts'
import type { Sourced } from '../record/provenance.ts'

const elsewhere = /^(?:aside|nav|footer|form)$/
const notLead = /related|teaser|sidebar|promo|author|avatar|logo|comment|advert/i

/**
 * The picture of the page's first figure, for pages whose metadata names none: the widest of `srcset`, else what a
 * script would load (`data-src`, the picture in `noscript`), else `src`.
 */
export function ownPicture(dom: Dom): Sourced<string> | null {
  const value = firstPicture(dom.root)
  return value ? { value, source: 'page' } : null
}

const pictures: ReadonlySet<string> = new Set(['figure', 'picture', 'amp-img'])

function firstPicture(parent: PageParent): string | null {
  for (const child of parent.children) {
    if (!isElement(child)) continue
    const own = pictures.has(child.name) && !isElsewhere(child) ? addressIn(child) : null
    const found = own ?? firstPicture(child)
    if (found) return found
  }
  return null
}

function isElsewhere(figure: PageElement): boolean {
  for (let up: PageParent | null = figure; up; up = up.parent)
    if (elsewhere.test(up.name) || notLead.test(up.attribs.class ?? '')) return true
  return false
}

function addressIn(element: PageElement): string | null {
  const { attribs } = element
  const own =
    widest(attribs.srcset ?? attribs['data-srcset'] ?? '') ??
    attribs['data-src'] ??
    attribs['data-original'] ??
    attribs.src
  if (/^(?:img|source|amp-img)$/.test(element.name) && own && !own.startsWith('data:')) return own.trim()
  for (const child of element.children) {
    const found = isElement(child) ? addressIn(child) : null
    if (found) return found
  }
  return null
}

/** `a.jpg 400w, b.jpg 1200w`: the address with the largest number. */
function widest(srcset: string): string | null {
  let best: string | null = null
  let most = -1
  for (const [, address, size] of srcset.matchAll(/(\S+?)(?:\s+([\d.]+)[wx])?\s*(?:,\s+|,?\s*$)/g)) {
    if (!address || Number(size ?? 1) <= most) continue
    best = address
    most = Number(size ?? 1)
  }
  return best
}
