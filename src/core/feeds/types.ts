/** What a feed requests of the programs that poll it. */
export interface FeedHints {
  /** `<ttl>`, in minutes. */
  readonly ttlMinutes: number | null
  /** Hours (0–23, GMT) in which not to poll. */
  readonly skipHours: readonly number[]
  /** Days in which not to poll, 0 = Sunday. */
  readonly skipDays: readonly number[]
  /** sy:updatePeriod divided by sy:updateFrequency. */
  readonly updatePeriodMinutes: number | null
}

export interface FeedItem {
  /** Plain text, at most 2,000 characters. */
  readonly title: string | null
  /** Absolute where the base is known; the scheme is always http or https. */
  readonly link: string | null
  /** The page to which `link` redirects, where the feed says so (feedburner:origLink). */
  readonly originalLink: string | null
  /** As written, trimmed, at most 800 characters. A hint, which never identifies an article. */
  readonly guid: string | null
  /** ISO instant in UTC; null where there is none or it cannot be read. */
  readonly published: string | null
  readonly publishedRaw: string | null
  /** The first author, as a name where there is one. */
  readonly author: string | null
  readonly authors: readonly string[]
  /** Plain text, at most 4,000 characters. */
  readonly summary: string | null
  /** BCP 47 as written. */
  readonly language: string | null
  readonly image: string | null
}

export interface Feed {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json'
  readonly title: string | null
  /** The outlet's page that the feed belongs to. */
  readonly home: string | null
  /** The feed's own address, as it gives it. */
  readonly self: string | null
  readonly language: string | null
  readonly hints: FeedHints
  readonly items: readonly FeedItem[]
}

export type FeedResult =
  | { readonly ok: true; readonly feed: Feed }
  | { readonly ok: false; readonly reason: NoFeedReason }

/** Why a document is not a feed. */
export type NoFeedReason =
  | 'empty'
  | 'html_page'
  | 'sitemap'
  | 'opml'
  | 'json_without_items'
  | 'bad_json'
  | 'no_feed_element'

export interface FeedContext {
  /** Where the document was read from: the base of its relative links. */
  readonly url?: string | null | undefined
  /** The outlet's IANA zone, for dates that name none; UTC without it. */
  readonly timezone?: string | null | undefined
  /** The outlet's language, for a feed that names none. */
  readonly language?: string | null | undefined
  /** For relative dates. */
  readonly now?: Date | null | undefined
}

export const noHints: FeedHints = { ttlMinutes: null, skipHours: [], skipDays: [], updatePeriodMinutes: null }

/** What was left out of a document: entries beyond the limit, the oldest first, and entries that cannot be used. */
export interface LeftOut {
  readonly entries: number
  /** Sitemaps named by an index that were not read. */
  readonly sitemaps: number
  /** Entries of a sitemap without an address. */
  readonly withoutAddress?: number
}
