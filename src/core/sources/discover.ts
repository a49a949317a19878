import { resolveUrl, sameSite } from '../fetching/url.ts'
import { type PageElement, parseDom, query } from '../page/dom.ts'
import { pageTitle, textOf } from '../page/meta.ts'

export interface FoundFeed {
  readonly url: string
  readonly title: string | null
  /** `link`: declared in the head; `anchor`: a link on the page that looks like one; `well_known`: a usual place, unseen. */
  readonly source: 'link' | 'anchor' | 'well_known'
}

const MAX_FOUND = 50

const feedTypes = /^(?:application|text)\/(?:rss|atom|rdf|x-rss|feed)\+(?:xml|json)|^application\/feed\+json/i
/** An anchor's address that is a feed's by its look. */
const feedAddress =
  /(?:\/(?:rss|atom|feeds?)(?:\/|$|\.(?:xml|rss|php)|[/?])|\.(?:rss|atom|rdf)(?:$|\?)|[?&](?:feed|format|type)=(?:rss2?|atom))/i
const commentFeed = /\bcomments?\b|kommentar|comentario|commentaire/i

/** Usual places of feeds and news sitemaps, in the order in which they are worth a try. */
const wellKnown = [
  '/feed',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/atom.xml',
  '/index.xml',
  '/feed.json',
  '/feeds/posts/default',
  '/?feed=rss2',
  '/news-sitemap.xml',
  '/sitemap-news.xml',
  '/sitemap_news.xml',
]

/**
 * The feeds that a page leads to: those it declares, then links that look like feeds; feeds of comments last.
 * @param url the page's address, the base of its links
 */
export function discoverFeeds(html: string, url: string): readonly FoundFeed[] {
  const $ = query(parseDom(html))
  const base = resolveUrl(url, $('base[href]').attr('href') ?? '') ?? url
  const found = new Map<string, FoundFeed>()
  const add = (href: string, title: string, source: FoundFeed['source']): void => {
    const address = resolveUrl(base, href)
    if (address && !found.has(address) && found.size < MAX_FOUND)
      found.set(address, { url: address, title: title.replace(/\s+/g, ' ').trim() || null, source })
  }
  for (const { attribs } of $('link[href]'))
    if (isFeedLink(attribs)) add(attribs.href!, attribs.title ?? '', 'link')
  for (const anchor of $('a[href]')) {
    const { href, title } = anchor.attribs
    if (feedAddress.test(href!)) add(href!, textOf(anchor as PageElement, 200) || (title ?? ''), 'anchor')
  }
  return [...found.values()].sort((a, b) => rank(a, url) - rank(b, url))
}

/** Addresses at which a site's feeds usually are, to be tried when its home page names none. */
export function wellKnownFeeds(url: string): readonly FoundFeed[] {
  return wellKnown.flatMap((path) => {
    const address = resolveUrl(url, path)
    return address ? [{ url: address, title: null, source: 'well_known' as const }] : []
  })
}

function isFeedLink(attributes: Readonly<Record<string, string>>): boolean {
  const relations = (attributes.rel ?? '').toLowerCase().split(/\s+/)
  if (!attributes.href) return false
  if (relations.includes('feed')) return true
  if (!relations.includes('alternate')) return false
  const type = attributes.type ?? ''
  return (
    feedTypes.test(type) || (/^(?:text|application)\/xml/i.test(type) && feedAddress.test(attributes.href))
  )
}

function rank(feed: FoundFeed, page: string): number {
  const comments = commentFeed.test(`${feed.url} ${feed.title ?? ''}`) ? 4 : 0
  const elsewhere = sameSite(feed.url, page) ? 0 : 2
  return comments + elsewhere + (feed.source === 'link' ? 0 : 1)
}

/** The page's `<title>`, white space collapsed; null without one. */
export const htmlTitle = (html: string): string | null => pageTitle(parseDom(html))
