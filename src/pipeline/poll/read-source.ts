import { gunzipSync } from 'node:zlib'
import { parseFeed } from '../../core/feeds/parse-feed.ts'
import { type FeedHints, type LeftOut, noHints } from '../../core/feeds/types.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { storable } from '../../core/record/storable.ts'
import { discoverFeeds, type FoundFeed, htmlTitle } from '../../core/sources/discover.ts'
import { newestOf, newestParts, parseSitemap } from '../../core/sources/sitemap.ts'

/** One entry of a feed or a news sitemap. */
export interface SourceEntry {
  /** The feed's own id of it, or its address: what tells it from the others of this feed. */
  readonly guid: string
  readonly link: string | null
  readonly title: string | null
  readonly author: string | null
  readonly publishedAt: Date | null
}

export type Source =
  | {
      readonly ok: true
      readonly kind: 'feed' | 'sitemap'
      readonly title: string | null
      readonly home: string | null
      readonly hints: FeedHints
      readonly entries: readonly SourceEntry[]
      /** Further sitemaps that a sitemap index names. */
      readonly sitemaps: readonly string[]
      readonly leftOut: LeftOut
    }
  | {
      readonly ok: false
      readonly reason: string
      /** What the page is called, and the feeds that it leads to. */
      readonly pageTitle: string | null
      readonly found: readonly FoundFeed[]
    }

/** What is known of the outlet: for dates that name no zone, and months that need a language. */
export interface SourceOutlet {
  readonly timezone?: string | null
  readonly language?: string | null
  readonly now?: Date
}

const MAX_ENTRIES = 5_000
const MAX_GUID = 800
const MAX_PARTS = 20

/** A document as it was received. */
export interface SourceDocument {
  readonly body: Uint8Array
  readonly contentType: string | null
  /** The values of its Link headers, joined by commas. */
  readonly linkHeader?: string | null
  /** Where it was read from, after redirects. */
  readonly url: string
  readonly outlet: SourceOutlet
}

/**
 * Reads a document as a feed, as a news sitemap, or else as a page that leads to feeds. Runs in a thread: it takes
 * as long as the document likes.
 */
export async function readSource({
  body: received,
  contentType,
  linkHeader,
  url,
  outlet,
}: SourceDocument): Promise<Source> {
  const body = unpacked(received)
  if (!body) return { ok: false, reason: 'bad_gzip', pageTitle: null, found: [] }
  const { text } = decodeBytes(body, { kind: 'xml', ...(contentType ? { contentType } : {}) })
  const result = await parseFeed(text, { ...outlet, url })
  if (result.ok) {
    const { feed } = result
    const entries = feed.items
      .slice(0, MAX_ENTRIES)
      .flatMap((item) =>
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
  const leftOut =
    sitemap.kind === 'index'
      ? { entries: 0, sitemaps: sitemap.sitemaps.length - sitemaps.length }
      : { entries: sitemap.leftOut + Math.max(0, sitemap.entries.length - MAX_ENTRIES), sitemaps: 0 }
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

const MAX_UNPACKED = 50 * 1024 * 1024

/** A sitemap may be a gzip file (`sitemap.xml.gz`), whatever the transport does; null when it cannot be unpacked. */
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

/** Wrong zones and embargoes put a date up to a day ahead; what is further ahead is a mistake, and would be the news for years. */
const MAX_AHEAD_MS = 2 * 86_400_000

function isOfTheFuture(instant: string, now: Date | undefined): boolean {
  return now !== undefined && Date.parse(instant) - now.getTime() > MAX_AHEAD_MS
}

/** A feed that says the same guid twice means one entry, unless it leads to two addresses: then the address tells them apart. */
function distinct(entries: readonly SourceEntry[]): SourceEntry[] {
  const links = new Map<string, Set<string>>()
  for (const { guid, link } of entries) links.set(guid, (links.get(guid) ?? new Set()).add(link ?? ''))
  const told = entries.map((entry) =>
    entry.link && links.get(entry.guid)!.size > 1 ? { ...entry, guid: entry.link.slice(0, MAX_GUID) } : entry,
  )
  return [...new Map(told.map((entry) => [entry.guid, entry])).values()]
}
