import { resolveUrl } from '../fetching/url.ts'
import { type Dom, type PageElement, type PageParent, parseDom } from '../page/dom.ts'
import { type Meta, readMeta } from '../page/meta.ts'

/** How many levels above a link the list of pages that contains it is searched. */
const LIST_ABOVE = 4

/**
 * The next page of the same article. `rel=next` also names the next article of a blog, and a series numbers its
 * parts, so the address must be the page's own with the next page number, and the first page has none or a 1.
 */
export function nextPageOf(
  dom: Dom,
  meta: Meta,
  url: string | undefined,
  resolve: (href: string) => string | null,
): string | null {
  if (!url) return null
  const own = pageOf(url)
  const wanted = String(own.page + 1)
  // Where `pageOf` finds a number in an address; most addresses with such a digit need no second look.
  const numbered = new RegExp(`[/_=\\-eap0]${wanted}(?:[/&.?#]|$)`, 'i')
  const hrefs = meta.links.filter((link) => link.rel.split(/\s+/).includes('next')).map((link) => link.href)
  for (const element of dom.index.get('a') ?? []) {
    const { rel, href } = element.attribs
    if (
      href?.includes(wanted) &&
      numbered.test(href) &&
      ((rel && /\bnext\b/.test(rel)) || inPageList(element))
    )
      hrefs.push(href)
  }
  for (const href of hrefs) {
    const target = resolve(href)
    if (target && isNextPage(url, target)) return target
  }
  return null
}

/** The same, from the page's characters. */
export function findNextPage(html: string, url: string): string | null {
  if (!looksPaged(html, url)) return null
  const dom = parseDom(html)
  const meta = readMeta(dom)
  const base = resolveUrl(url, meta.base ?? '') ?? url
  return nextPageOf(dom, meta, url, (href) => resolveUrl(base, href))
}

/**
 * Whether any address in the page may be that of the next page; otherwise no tree is needed. Most pages have such a number
 * somewhere (a date, a list), so an address that has one must also be the page's own except for the number.
 */
export function looksPaged(html: string, url: string): boolean {
  const number = new RegExp(`[/_=-]p?${pageOf(url).page + 1}(?:[/&.?]|$)`, 'i')
  let moved: boolean | undefined
  for (let at = html.indexOf('href='); at >= 0; at = html.indexOf('href=', at + 5)) {
    const quote = html.charCodeAt(at + 5)
    const from = quote === 34 || quote === 39 ? at + 6 : at + 5
    let end = from
    for (let c = html.charCodeAt(end); end - from < 400 && c > 32 && c !== 34 && c !== 39 && c !== 62; )
      c = html.charCodeAt(++end)
    const href = html.slice(from, end)
    if (!number.test(href)) continue
    // If the page has a base of its own, or a character written as a number, only the tree shows what is meant.
    if (/&#/.test(href) || (moved ??= /<base\s/i.test(html))) return true
    const target = resolveUrl(url, href.replaceAll('&amp;', '&'))
    if (target && isNextPage(url, target)) return true
  }
  return false
}

/** Whether `next` is the address of the page that follows the page at `url`, of the same article. */
export function isNextPage(url: string, next: string): boolean {
  const own = pageOf(url)
  const other = pageOf(next)
  return other.base === own.base && other.page === own.page + 1
}

/** Whether an address is that of a later page of something. */
export const isLaterPage = (url: string): boolean => pageOf(url).page > 1

/** A list of pages calls itself one; a list of pages of comments does not count. */
function inPageList(link: PageElement): boolean {
  let found = false
  let up: PageParent | null = link
  for (let i = 0; up && i <= LIST_ABOVE; up = up.parent, i++) {
    const names = `${up.attribs.class ?? ''} ${up.attribs.id ?? ''}`
    if (/comment|kommentar|related|archive/i.test(names)) return false
    if (/pag(?:e|ing|in|er)/i.test(names)) found = true
  }
  return found
}

/** An address without its page number, and the number (1 where it has none). */
function pageOf(url: string): { base: string; page: number } {
  const clean = url.replace(/#.*$/, '').replace(/^https?:\/\/(?:www\.)?/, '')
  const query = /[?&](?:page|p|seite|pagina|paged|pg)=(\d{1,3})(?=&|$)/i.exec(clean)
  if (query) return { base: trim(clean.replace(query[0], '')), page: Number(query[1]) }
  const path = /[/_-](?:page|seite|pagina|p)?[/_-]?(\d{1,2})(\.\w{2,5})?\/?(?=\?|$)/i.exec(clean)
  if (path && Number(path[1]) > 1 && Number(path[1]) < 50)
    return { base: trim(clean.replace(path[0], path[2] ?? '')), page: Number(path[1]) }
  return { base: trim(clean), page: 1 }
}

const trim = (address: string): string => address.replace(/[?&]+$/, '').replace(/\/$/, '')
