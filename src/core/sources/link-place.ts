import { isElement, type PageElement, type PageParent } from '../page/dom.ts'

/** The link is marked as paid for (`sponsored`) or as written by a reader (`ugc`). */
export function isPaid({ attribs }: PageElement): boolean {
  return /\b(?:sponsored|ugc)\b/i.test(attribs.rel ?? '')
}

/** Words in `class` and `id` that mark an element as navigation. */
const navigationName =
  /(?:^|[^a-z])(?:nav|navi|navbar|navigation|menu|submenu|megamenu|breadcrumbs?|footer|foot|masthead|topbar|paginat\w*|pager|tags?|share|sharing|social|cookies?|consent|login|skip|comments?|sitemap|legal)(?![a-z])/i
const navigationRole = /^(?:navigation|banner|contentinfo|menu|menubar|search|dialog)$/i

/** Whether the link is part of the site's navigation, rather than of the list that the page shows. */
export function isInNavigation(anchor: PageElement): boolean {
  let isTeaser = false
  for (let up: PageParent | null = anchor; up; up = up.parent) {
    if (up.name === 'article' || up.name === 'main') isTeaser = true
    if (up.name === 'body' || up.name === 'html' || up.name === '#root') return false
    if (up.name === 'nav' || up.name === 'menu' || up.name === 'dialog') return true
    // a header or footer inside a teaser belongs to the teaser
    if ((up.name === 'header' || up.name === 'footer') && !isWithinTeaser(up)) return true
    const { attribs } = up as PageElement
    if (navigationRole.test(attribs.role ?? '')) return true
    if (!isTeaser && navigationName.test(spaced(`${attribs.class ?? ''} ${attribs.id ?? ''}`))) return true
  }
  return false
}

function isWithinTeaser(element: PageParent): boolean {
  for (let up = element.parent; up; up = up.parent) if (up.name === 'article' || up.name === 'li') return true
  return false
}

/** `siteFooter` is `site Footer`. */
function spaced(names: string): string {
  return names.slice(0, 400).replace(/([a-z])([A-Z])/g, '$1 $2')
}

/** Four words, or as much text in a script without spaces between words. */
export function isHeadline(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length
  return (words >= 4 && text.length >= 16) || (text.match(unspaced)?.length ?? 0) >= 8
}

/** Letters of scripts without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/gu

const heading = /^h[1-6]$/

/** The heading that contains the link, or that the link contains. */
export function headingOf(anchor: PageElement): PageElement | null {
  for (let up: PageParent | null = anchor.parent, depth = 0; up && depth < 4; up = up.parent, depth++)
    if (heading.test(up.name)) return up as PageElement
  return firstHeading(anchor, 6)
}

/** The first heading in an element, down to `depth` levels. */
export function firstHeading(element: PageElement, depth: number): PageElement | null {
  for (const child of element.children) {
    if (!isElement(child)) continue
    if (heading.test(child.name)) return child
    const inside = depth > 0 ? firstHeading(child, depth - 1) : null
    if (inside) return inside
  }
  return null
}
