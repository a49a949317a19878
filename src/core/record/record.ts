/**
 * The article record: what Newsloom makes of one page or text, whatever its source.
 * The names are the public contract (docs/schema.md); the database columns and exports use the same ones.
 */

export type AgencyRole = 'text' | 'photo'

export interface Agency {
  readonly name: string
  readonly role: AgencyRole
}

export interface Dateline {
  /** The dateline as written in the text, separator included: `HELSINKI, Finland-`. */
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

/** How Postgres stores a field; null: not in a column of its own. */
export type ColumnKind = 'text' | 'text[]' | 'integer' | 'timestamptz' | 'jsonb'

interface ArticleField {
  readonly column: ColumnKind | null
  /** The value where a page says nothing; its type is the type of the field. */
  readonly empty: unknown
  /** Whether `provenance` says where the value came from. */
  readonly sourced?: true
  /** Which answer of the API has it: lists of articles and the single article, or the single article alone. */
  readonly api?: 'list' | 'detail'
}

/**
 * The fields of an article, each listed once: the type of the record, the columns of `articles` and `news.articles` in
 * src/schema, and the statements that store, export and show them are made from this list. In the order of exports.
 */
export const articleFields = {
  /** Slug from the outlet registry, or null when the outlet is not known. */
  outlet: { column: null, empty: null as string | null },
  title: { column: 'text', empty: null as string | null, sourced: true, api: 'list' },
  /** The standfirst; never repeated in `body`. */
  dek: { column: 'text', empty: null as string | null, sourced: true, api: 'list' },
  /** Names of people. */
  authors: { column: 'text[]', empty: [] as readonly string[], sourced: true, api: 'list' },
  agencies: { column: 'jsonb', empty: [] as readonly Agency[], sourced: true, api: 'detail' },
  dateline: { column: 'jsonb', empty: null as Dateline | null, sourced: true, api: 'detail' },
  /** ISO instant in UTC. */
  published_at: { column: 'timestamptz', empty: null as string | null, api: 'list' },
  /** The outlet's own time with its offset, or the bare day. */
  published_local: { column: 'text', empty: null as string | null, api: 'detail' },
  published_precision: { column: 'text', empty: null as PublishedPrecision | null, api: 'list' },
  published_tz_source: { column: 'text', empty: null as PublishedTzSource | null },
  published_raw: { column: 'text', empty: null as string | null },
  published_source: { column: 'text', empty: null as PublishedSource | null },
  /** ISO instant in UTC. */
  modified_at: { column: 'timestamptz', empty: null as string | null, sourced: true, api: 'list' },
  /** BCP 47. */
  language: { column: 'text', empty: null as string | null, sourced: true, api: 'list' },
  section: { column: 'text', empty: null as string | null, sourced: true, api: 'list' },
  tags: { column: 'text[]', empty: [] as readonly string[], sourced: true, api: 'detail' },
  canonical_url: { column: 'text', empty: null as string | null, sourced: true },
  image_url: { column: 'text', empty: null as string | null, sourced: true, api: 'detail' },
  captions: { column: 'jsonb', empty: [] as readonly Caption[], api: 'detail' },
  /** Plain text, NFC, blocks joined by a blank line; a list is one block (an item a line), so is a table (rows by line, cells by tab). */
  body: { column: 'text', empty: null as string | null, sourced: true, api: 'detail' },
  body_html: { column: 'text', empty: null as string | null },
  /** Words by Unicode segmentation of `body`. */
  word_count: { column: 'integer', empty: 0 as number, api: 'list' },
  kind: { column: 'text', empty: 'article' as ArticleKind, api: 'list' },
  /** Why `kind` is not `article`; null for an article. */
  reason: { column: null, empty: null as string | null },
} as const satisfies Readonly<Record<string, ArticleField>>

type Fields = typeof articleFields

export type ArticleRecord = { readonly [Name in keyof Fields]: Fields[Name]['empty'] }

/** The fields that have a column of their own in `articles`. */
export type StoredField = {
  [Name in keyof Fields]: Fields[Name]['column'] extends ColumnKind ? Name : never
}[keyof Fields]

const entries = Object.entries(articleFields) as [keyof Fields, ArticleField][]

/** Name and type of each column, in the order of exports. */
export const storedFields = entries.flatMap(([name, { column }]) =>
  column === null ? [] : [{ name: name as StoredField, column }],
)

/** The fields that an answer of the API has. */
export function apiFields(answer: 'list' | 'detail'): StoredField[] {
  return entries.flatMap(([name, { api }]) =>
    api === 'list' || (api === 'detail' && answer === 'detail') ? [name as StoredField] : [],
  )
}

/** A record in which nothing is known yet. */
export function emptyRecord(): ArticleRecord {
  return Object.fromEntries(entries.map(([name, { empty }]) => [name, empty])) as ArticleRecord
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
  /** The outlet's pages need a browser: they are rendered where there is a rendering service. */
  readonly render?: boolean
}
