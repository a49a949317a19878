import { Parser } from 'htmlparser2'
import { resolveUrl, sameSite } from './url.ts'

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
  const found = new Map<string, FoundFeed>()
  let base = url
  let anchor: { readonly url: string; text: string } | null = null
  const add = (feed: FoundFeed) => {
    const known = found.get(feed.url)
    if (!known && found.size < MAX_FOUND) found.set(feed.url, feed)
    else if (known?.source === 'anchor' && feed.source === 'link') found.set(feed.url, feed)
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'base' && attributes.href) base = resolveUrl(url, attributes.href) ?? base
      if (name === 'link' && isFeedLink(attributes)) {
        const address = resolveUrl(base, attributes.href ?? '')
        if (address) add({ url: address, title: attributes.title?.trim() || null, source: 'link' })
      }
      if (name === 'a' && attributes.href && feedAddress.test(attributes.href)) {
        const address = resolveUrl(base, attributes.href)
        anchor = address ? { url: address, text: attributes.title ?? '' } : null
      }
    },
    ontext(text) {
      if (anchor && anchor.text.length < 200) anchor.text += text
    },
    onclosetag(name) {
      if (name !== 'a' || !anchor) return
      add({ url: anchor.url, title: anchor.text.replace(/\s+/g, ' ').trim() || null, source: 'anchor' })
      anchor = null
    },
  })
  parser.end(html)
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

/** The text of the first `<title>` outside of pictures (svg has titles too), blanks folded; null without one. */
export function htmlTitle(html: string): string | null {
  let title: string | null = null
  let inside = false
  let pictures = 0
  let done = false
  const parser = new Parser({
    onopentagname(name) {
      if (name === 'svg') pictures++
      if (name === 'title' && pictures === 0 && !done) inside = true
    },
    ontext(text) {
      if (inside) title = (title ?? '') + text
    },
    onclosetag(name) {
      if (name === 'svg') pictures--
      if (name !== 'title' || !inside) return
      inside = false
      done = true
      parser.pause()
    },
  })
  parser.write(html)
  if (!done) parser.end()
  return title === null ? null : (title as string).replace(/\s+/g, ' ').trim()
}
