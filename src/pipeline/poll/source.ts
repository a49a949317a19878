import type { FeedHints, LeftOut } from '../../core/feeds/types.ts'
import type { KnownShapes } from '../../core/sources/address-shape.ts'
import type { FoundFeed } from '../../core/sources/discover.ts'
import type { FeedKind } from '../../schema/values.ts'

/** One entry of a feed, a news sitemap or a section page. */
export interface SourceEntry {
  /** The feed's own id for it, or its address: it distinguishes the entry from the others of this feed. */
  readonly guid: string
  readonly link: string | null
  readonly title: string | null
  readonly author: string | null
  readonly publishedAt: Date | null
}

export type Source =
  | {
      readonly ok: true
      readonly kind: FeedKind
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
      /** The title of the page, and the feeds that it links to. */
      readonly pageTitle: string | null
      readonly found: readonly FoundFeed[]
    }

/** What is known of the outlet: for dates that name no zone, and months that need a language. */
export interface SourceOutlet {
  readonly timezone?: string | null
  readonly language?: string | null
  readonly now?: Date
}

/** A document as it was received. */
export interface SourceDocument {
  readonly body: Uint8Array
  readonly contentType: string | null
  /** The values of its Link headers, joined by commas. */
  readonly linkHeader?: string | null
  /** Where it was read from, after redirects. */
  readonly url: string
  readonly outlet: SourceOutlet
  /** Given: the document is to be read as a section page. What is known of the outlet's addresses. */
  readonly pageShapes?: KnownShapes
}
