/**
 * The article record: what Newsloom makes of one page or text, whatever it came from.
 * The names are the public contract (docs/schema.md); the database columns and exports use the same ones.
 */

export type AgencyRole = 'text' | 'photo'

export interface Agency {
  readonly name: string
  readonly role: AgencyRole
}

export interface Dateline {
  /** The dateline as it stood in the text, separator included: `HELSINKI, Finland-`. */
  readonly raw: string
  readonly city: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
}

export interface Caption {
  readonly text: string
  readonly credit: string | null
  readonly agency: string | null
}

export type PublishedPrecision = 'second' | 'minute' | 'hour' | 'day'
export type PublishedTzSource = 'text' | 'outlet' | 'assumed_utc'
export type PublishedSource = 'json_ld' | 'meta' | 'time_tag' | 'text' | 'url' | 'feed' | 'given'

export type ArticleKind = 'article' | 'live_blog' | 'gallery' | 'video' | 'not_article'

export interface ArticleRecord {
  /** Slug from the outlet registry, or null when the outlet is not known. */
  readonly outlet: string | null
  readonly title: string | null
  /** The standfirst; never repeated in `body`. */
  readonly dek: string | null
  /** Names of people. */
  readonly authors: readonly string[]
  readonly agencies: readonly Agency[]
  readonly dateline: Dateline | null
  /** ISO instant in UTC. */
  readonly published_at: string | null
  readonly modified_at: string | null
  /** The outlet's own time with its offset, or the bare day. */
  readonly published_local: string | null
  readonly published_precision: PublishedPrecision | null
  readonly published_tz_source: PublishedTzSource | null
  readonly published_raw: string | null
  readonly published_source: PublishedSource | null
  /** BCP 47. */
  readonly language: string | null
  readonly section: string | null
  readonly tags: readonly string[]
  readonly canonical_url: string | null
  readonly image_url: string | null
  readonly captions: readonly Caption[]
  /** Plain text, NFC, blocks joined by a blank line. */
  readonly body: string | null
  readonly body_html: string | null
  /** Words by Unicode segmentation of `body`. */
  readonly word_count: number
  readonly kind: ArticleKind
  /** Why `kind` is not `article`; null for an article. */
  readonly reason: string | null
}

/** What is known about an outlet when a page of it is read. Facts, from the registry. */
export interface OutletFacts {
  readonly slug: string
  readonly name: string
  readonly domain: string | null
  readonly country: string | null
  readonly language: string | null
  /** IANA name. */
  readonly timezone: string | null
  /** Lines by which a text dump names its outlet. */
  readonly mastheads: readonly string[]
  readonly extract_rules: ExtractRules | null
}

/** Per-outlet selectors, kept as data in `seeds/outlets.json`, each with the day until which it was checked. */
export interface ExtractRules {
  readonly valid_until: string
  readonly body?: string
  readonly title?: string
  readonly dek?: string
  readonly authors?: string
  readonly published?: string
  readonly remove?: readonly string[]
}
