import { type Feed, type NoFeedReason, parseFeed as readFeed } from '../core/feeds/parse-feed.ts'
import { decodeBytes } from '../core/fetching/charset.ts'
import { parseSitemap as readSitemap, type SitemapEntry, type SitemapPart } from '../core/sources/sitemap.ts'

export interface FeedOptions {
  /** Where the document was read from: the base of its relative links. */
  readonly url?: string
  /** HTTP response headers; `content-type` names the charset. */
  readonly headers?: Readonly<Record<string, string>>
  /** The outlet's IANA zone, for dates that name none; UTC without it. */
  readonly timezone?: string
  /** The outlet's language (BCP 47), for a feed that names none. */
  readonly language?: string
  /** What relative dates count from. */
  readonly now?: Date
}

export type ParsedFeedItem = Feed['items'][number]

/** A feed, or the reason why the document is none. */
export type ParsedFeed =
  | ({ readonly ok: true } & Feed)
  | { readonly ok: false; readonly reason: NoFeedReason; readonly items: readonly [] }

/** The pages of a sitemap, the parts of a sitemap index, or the reason why the document is neither. */
export type ParsedSitemap =
  | {
      readonly ok: true
      readonly entries: readonly SitemapEntry[]
      readonly sitemaps: readonly SitemapPart[]
    }
  | {
      readonly ok: false
      readonly reason: string
      readonly entries: readonly []
      readonly sitemaps: readonly []
    }

/**
 * Reads RSS, RDF, Atom and JSON Feed; broken documents as far as they can be read. The promise is rejected only for
 * arguments of a wrong type. It parses in the caller's thread.
 */
export async function parseFeed(
  document: string | Uint8Array,
  options: FeedOptions = {},
): Promise<ParsedFeed> {
  const { url, timezone, language, now } = options
  const result = await readFeed(textOf(document, options), { url, timezone, language, now })
  return result.ok ? { ok: true, ...result.feed } : { ok: false, reason: result.reason, items: [] }
}

/**
 * Reads a sitemap (with Google News fields), a sitemap index, or a plain list of addresses.
 * @throws TypeError for arguments of a wrong type
 */
export function parseSitemap(document: string | Uint8Array, options: FeedOptions = {}): ParsedSitemap {
  const { url = null, timezone = null } = options
  const result = readSitemap(textOf(document, options), { url, timezone })
  if (!result.ok) return { ok: false, reason: result.reason, entries: [], sitemaps: [] }
  return result.kind === 'pages'
    ? { ok: true, entries: result.entries, sitemaps: [] }
    : { ok: true, entries: [], sitemaps: result.sitemaps }
}

function textOf(document: string | Uint8Array, { headers }: FeedOptions): string {
  if (typeof document === 'string') return document
  if (!(document instanceof Uint8Array))
    throw new TypeError(`newsloom: the document must be a string or a Uint8Array, not ${typeof document}`)
  const contentType = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'content-type',
  )?.[1]
  return decodeBytes(document, { kind: 'xml', contentType }).text
}
