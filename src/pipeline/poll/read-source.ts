import { gunzipSync } from 'node:zlib'
import { parseFeed } from '../../core/feeds/parse-feed.ts'
import { noHints } from '../../core/feeds/types.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { canonicalUrl } from '../../core/fetching/url.ts'
import { storable } from '../../core/record/storable.ts'
import type { KnownShapes } from '../../core/sources/address-shape.ts'
import { discoverFeeds, htmlTitle } from '../../core/sources/discover.ts'
import { readSectionPage } from '../../core/sources/section-page.ts'
import { newestOf, newestParts, parseSitemap } from '../../core/sources/sitemap.ts'
import type { Source, SourceDocument, SourceEntry, SourceOutlet } from './source.ts'

const MAX_ENTRIES = 5_000
const MAX_GUID = 800
const MAX_PARTS = 20

/**
 * Reads a document as a feed, as a news sitemap, or else as a page that links to feeds. Runs in a thread, because the
 * document decides how long it takes.
 */
export async function readSource({
  body: received,
  contentType,
  linkHeader,
  url,
  outlet,
  pageShapes,
}: SourceDocument): Promise<Source> {
  const body = unpacked(received)
  if (!body) return { ok: false, reason: 'bad_gzip', pageTitle: null, found: [] }
  if (pageShapes) {
    const { text } = decodeBytes(body, { kind: 'html', ...(contentType ? { contentType } : {}) })
    return sectionSource(text, url, outlet, pageShapes)
  }
  const { text } = decodeBytes(body, { kind: 'xml', ...(contentType ? { contentType } : {}) })
  const result = await parseFeed(text, { ...outlet, url })
  if (result.ok) {
    const { feed } = result
    const entries = newestOf(feed.items, MAX_ENTRIES).flatMap((item) =>
      entryOf(
        item.guid ?? item.link,
        item.originalLink ?? item.link,
        item.title,
        item.author,
        item.published,
        outlet.now,
      ),
    )
    return {
      ok: true,
      kind: 'feed',
      title: feed.title,
      home: feed.home,
      hints: feed.hints,
      entries: distinct(entries),
      sitemaps: [],
      leftOut: { entries: Math.max(0, feed.items.length - MAX_ENTRIES), sitemaps: 0 },
    }
  }
  const sitemap = parseSitemap(text, { timezone: outlet.timezone ?? null, now: outlet.now ?? null, url })
  if (!sitemap.ok)
    return {
      ok: false,
      reason: result.reason,
      pageTitle: htmlTitle(text),
      found: discoverFeeds(text, url, linkHeader),
    }
  const entries =
    sitemap.kind === 'pages'
      ? newestOf(sitemap.entries, MAX_ENTRIES).flatMap((entry) =>
          entryOf(entry.url, entry.url, entry.title, null, entry.published ?? entry.lastModified, outlet.now),
        )
      : []
  const sitemaps =
    sitemap.kind === 'index' ? newestParts(sitemap.sitemaps, MAX_PARTS).map((part) => part.url) : []
  const { withoutAddress } = sitemap
  const leftOut =
    sitemap.kind === 'index'
      ? { entries: 0, sitemaps: sitemap.sitemaps.length - sitemaps.length, withoutAddress }
      : {
          entries: sitemap.leftOut + Math.max(0, sitemap.entries.length - MAX_ENTRIES),
          sitemaps: 0,
          withoutAddress,
        }
  return {
    ok: true,
    kind: 'sitemap',
    title: null,
    home: null,
    hints: noHints,
    entries: distinct(entries),
    sitemaps,
    leftOut,
  }
}

/** A section page lists new articles; one with more links than this is an archive. */
const MAX_LINKS = 500

function sectionSource(html: string, url: string, outlet: SourceOutlet, known: KnownShapes): Source {
  const page = readSectionPage(html, { ...outlet, url }, known)
  const refusal = page.isNofollow ? 'nofollow' : page.links.length ? null : 'no_article_links'
  if (refusal) return { ok: false, reason: refusal, pageTitle: page.title, found: [] }
  const entries = page.links
    .slice(0, MAX_LINKS)
    .flatMap((link) =>
      entryOf(canonicalUrl(link.url), link.url, link.title, null, link.published, outlet.now),
    )
  return {
    ok: true,
    kind: 'page',
    title: page.title,
    home: null,
    hints: noHints,
    entries: distinct(entries),
    sitemaps: [],
    leftOut: { entries: Math.max(0, page.links.length - MAX_LINKS), sitemaps: 0 },
  }
}

const MAX_UNPACKED = 50 * 1024 * 1024

/** A sitemap may be a gzip file (`sitemap.xml.gz`) whatever Content-Encoding says; null when it cannot be unpacked. */
function unpacked(body: Uint8Array): Uint8Array | null {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return gunzipSync(body, { maxOutputLength: MAX_UNPACKED })
  } catch {
    return null
  }
}

function entryOf(
  guid: string | null,
  link: string | null,
  title: string | null,
  author: string | null,
  published: string | null,
  now: Date | undefined,
): SourceEntry[] {
  const identity = storable(guid ?? title)
  if (!identity) return []
  return [
    {
      guid: identity.slice(0, MAX_GUID),
      link: storable(link),
      title: storable(title),
      author: storable(author),
      publishedAt: published && !isOfTheFuture(published, now) ? new Date(published) : null,
    },
  ]
}

/** Wrong zones and embargoes put a date up to a day ahead. A later date is a mistake, and would count as new for years. */
const MAX_AHEAD_MS = 2 * 86_400_000

function isOfTheFuture(instant: string, now: Date | undefined): boolean {
  return now !== undefined && Date.parse(instant) - now.getTime() > MAX_AHEAD_MS
}

/** A guid that occurs twice in a feed means one entry, unless it has two addresses: then the address distinguishes them. */
function distinct(entries: readonly SourceEntry[]): SourceEntry[] {
  const links = new Map<string, Set<string>>()
  for (const { guid, link } of entries) links.set(guid, (links.get(guid) ?? new Set()).add(link ?? ''))
  const told = entries.map((entry) =>
    entry.link && links.get(entry.guid)!.size > 1 ? { ...entry, guid: entry.link.slice(0, MAX_GUID) } : entry,
  )
  return [...new Map(told.map((entry) => [entry.guid, entry])).values()]
}
