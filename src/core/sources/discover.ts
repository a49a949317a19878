import { requestUrl, resolveUrl, sameSite } from '../fetching/url.ts'
import { type PageElement, parseDom, query } from '../page/dom.ts'
import { pageTitle, textOf } from '../page/meta.ts'

export interface FoundFeed {
  readonly url: string
  readonly title: string | null
  /** `link`: declared in the head; `anchor`: a link on the page that looks like a feed; `well_known`: a usual address, not checked. */
  readonly source: 'link' | 'anchor' | 'well_known'
  /** The feed lists comments, not articles. */
  readonly isComments?: true
}

const MAX_FOUND = 50

const feedTypes = /^(?:(?:application|text)\/)?(?:rss|atom|rdf|x-rss|feed)\+(?:xml|json)/i
/** An address that looks like a feed's. */
const feedAddress =
  /(?:\/(?:rss|atom|feeds?)(?:\/|$|\.(?:xml|rss|php)|[/?])|\.(?:rss|atom|rdf)(?:$|\?)|[?&](?:feed|format|type)=(?:rss2?|atom))/i
/** Matches the title or address of a feed of comments, as WordPress and similar systems write it in several languages. */
const commentFeed =
  /\bcomments?\b|kommentar|comentari|comentári|commentaire|commenti\b|\breacties\b|komentarz|komentář|komentar|коментар|комментар|σχόλι|yorum|تعليق|コメント|评论|評論|댓글|hozzászólás|kommentit/i

/** Usual paths of feeds and news sitemaps, the most frequent first. */
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
 * The feeds that a page names: first those that its Link header and its head declare, then links that look like feeds. Feeds of
 * comments come last and are marked.
 * @param url the page's address, the base of its links
 * @param linkHeader the values of its Link headers, joined by commas
 */
export function discoverFeeds(
  html: string,
  url: string,
  linkHeader: string | null = null,
): readonly FoundFeed[] {
  const $ = query(parseDom(html))
  const base = resolveUrl(url, $('base[href]').attr('href') ?? '') ?? url
  const found = new Map<string, FoundFeed>()
  const add = (href: string, title: string, source: FoundFeed['source'], from = base): void => {
    const address = feedAddressOf(href, from)
    if (!address || found.has(address) || found.size >= MAX_FOUND) return
    const label = title.replace(/\s+/g, ' ').trim() || null
    const isComments = commentFeed.test(`${address} ${label ?? ''}`)
    found.set(address, { url: address, title: label, source, ...(isComments ? { isComments } : {}) })
  }
  for (const link of readLinkHeader(linkHeader ?? ''))
    if (isFeedLink(link)) add(link.href!, link.title ?? '', 'link', url)
  for (const { attribs } of $('link[href]'))
    if (isFeedLink(attribs)) add(attribs.href!, attribs.title ?? '', 'link')
  for (const anchor of $('a[href]')) {
    const { href, title } = anchor.attribs
    if (feedAddress.test(href!)) add(href!, textOf(anchor as PageElement, 200) || (title ?? ''), 'anchor')
  }
  return [...found.values()].sort((a, b) => rank(a, url) - rank(b, url))
}

/** A feed's address may be written for feed readers: `feed://host/path`, `feed:https://host/path`. */
function feedAddressOf(href: string, base: string): string | null {
  return /^\s*feed:/i.test(href) ? requestUrl(href) : resolveUrl(base, href)
}

type LinkAttributes = Readonly<Record<string, string>>

const MAX_LINKS = 50
const MAX_HEADER = 8_000

/** RFC 8288: `<address>; rel="alternate"; type="…", <address>; …`, as attributes of a link element. */
function readLinkHeader(header: string): LinkAttributes[] {
  return [...header.slice(0, MAX_HEADER).matchAll(/<([^<>]*)>([^<]*)/g)]
    .slice(0, MAX_LINKS)
    .map(([, href = '', rest = '']) => {
      const attributes: Record<string, string> = { href }
      for (const [, name = '', quoted, bare] of rest.matchAll(
        /;\s*([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/gi,
      ))
        attributes[name.toLowerCase()] ??= quoted ?? bare ?? ''
      return attributes
    })
}

/** Addresses at which a site's feeds usually are, to be tried when its home page names none. */
export function wellKnownFeeds(url: string): readonly FoundFeed[] {
  return wellKnown.flatMap((path) => {
    const address = resolveUrl(url, path)
    return address ? [{ url: address, title: null, source: 'well_known' as const }] : []
  })
}

function isFeedLink(attributes: LinkAttributes): boolean {
  const relations = (attributes.rel ?? '').trim().toLowerCase().split(/\s+/)
  const { href } = attributes
  if (!href) return false
  if (relations.includes('feed')) return true
  const type = (attributes.type ?? '').trim()
  const isFeed = feedTypes.test(type)
  // some pages omit the relation; links to other things (a style sheet, an oEmbed) have one
  if (relations.length === 1 && !relations[0]) return isFeed
  if (!relations.includes('alternate')) return false
  if (isFeed) return true
  const looksLikeFeed = feedAddress.test(href) || feedTitle.test(attributes.title ?? '')
  return looksLikeFeed && /^(?:(?:text|application)\/xml|application\/json)(?:;|$)/i.test(type)
}

/** `JSON Feed`, `RSS`: the title of a link whose type is general (`application/json`). */
const feedTitle = /\b(?:rss|atom|feed)\b/i

function rank(feed: FoundFeed, page: string): number {
  const comments = feed.isComments ? 4 : 0
  const elsewhere = sameSite(feed.url, page) ? 0 : 2
  return comments + elsewhere + (feed.source === 'link' ? 0 : 1)
}

/** The page's `<title>`, white space collapsed; null without one. */
export const htmlTitle = (html: string): string | null => pageTitle(parseDom(html))
