import { extractHtml } from '../core/article/read-page.ts'
import type { ExtractContext } from '../core/article/types.ts'
import { extractText as extractTextDump } from '../core/dump/read.ts'
import { decodeBytes } from '../core/fetching/charset.ts'
import type { ArticleRecord, ExtractRules, OutletFacts } from '../core/record/record.ts'

/** A document: text that is decoded already, or its bytes, whose charset is then found. */
export type ArticleSource = string | Uint8Array

/** What you know of the outlet. Everything but the slug may be left out. */
export interface OutletOptions {
  /** Comes back as `record.outlet`. */
  readonly slug: string
  /** The name that titles and bylines repeat; without it the slug. */
  readonly name?: string
  readonly domain?: string | null
  /** ISO 3166-1 alpha-2: decides the order of day and month, and what is a dateline abroad. */
  readonly country?: string | null
  /** BCP 47. */
  readonly language?: string | null
  /** IANA name, for dates that name no zone; UTC without it. */
  readonly timezone?: string | null
  /** Lines by which a text dump names its outlet. */
  readonly mastheads?: readonly string[]
  /** CSS selectors of this outlet's fields. */
  readonly extract_rules?: ExtractRules | null
}

export interface ArticleOptions {
  /** Where the document was read from: the base of relative addresses, and a hint to date and outlet. */
  readonly url?: string
  /** HTTP response headers; `content-type` names the charset, `content-language` the language. */
  readonly headers?: Readonly<Record<string, string>>
  readonly outlet?: OutletOptions
  /** Outlets to recognise a document by when `outlet` is not given: by domain, or by masthead in a text. */
  readonly outlets?: readonly OutletOptions[]
  /** When it was fetched: relative dates count from it, and no publication date exceeds it. */
  readonly fetchedAt?: Date
  /** Extraction stops after so many milliseconds; the record is then `not_article`, reason `too_slow`. Default 5,000. */
  readonly timeLimitMs?: number
}

const TIME_LIMIT_MS = 5_000

/**
 * The article of an HTML page. Never throws for what is in the page: a page that is no article gives a record of kind
 * `not_article` with a reason.
 * @param html the page, as a string or as bytes
 * @throws TypeError for arguments of a wrong type
 */
export function extractArticle(html: ArticleSource, options: ArticleOptions = {}): ArticleRecord {
  return extractHtml(textOf(html, 'html', options), contextOf(options)).record
}

/**
 * The article of a plain-text copy of a page, with its navigation, captions and legal lines still in it.
 * @throws TypeError for arguments of a wrong type
 */
export function extractText(text: ArticleSource, options: ArticleOptions = {}): ArticleRecord {
  return extractTextDump(textOf(text, 'text', options), contextOf(options)).record
}

function textOf(source: ArticleSource, kind: 'html' | 'text', options: ArticleOptions): string {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array)
    return decodeBytes(source, { kind, contentType: lowerCased(options.headers)?.['content-type'] }).text
  throw new TypeError(`newsloom: the ${kind} must be a string or a Uint8Array, not ${typeName(source)}`)
}

function contextOf(options: ArticleOptions): ExtractContext {
  const { url, headers, outlet, outlets, fetchedAt, timeLimitMs = TIME_LIMIT_MS } = options
  if (fetchedAt !== undefined && !(fetchedAt instanceof Date && !Number.isNaN(fetchedAt.getTime())))
    throw new TypeError('newsloom: fetchedAt must be a valid Date')
  const lowered = lowerCased(headers)
  const end = performance.now() + timeLimitMs
  return {
    ...(url === undefined ? {} : { url }),
    ...(lowered ? { headers: lowered } : {}),
    ...(outlet ? { outlet: factsOf(outlet) } : { outlets: (outlets ?? []).map(factsOf) }),
    ...(fetchedAt ? { fetchedAt } : {}),
    expired: () => performance.now() > end,
  }
}

function factsOf(outlet: OutletOptions): OutletFacts {
  if (typeof outlet?.slug !== 'string' || !outlet.slug)
    throw new TypeError('newsloom: an outlet needs a slug, such as { slug: "le-monde" }')
  return {
    slug: outlet.slug,
    name: outlet.name ?? outlet.slug,
    domain: outlet.domain ?? null,
    country: outlet.country ?? null,
    language: outlet.language ?? null,
    timezone: outlet.timezone ?? null,
    mastheads: outlet.mastheads ?? [],
    extract_rules: outlet.extract_rules ?? null,
  }
}

function lowerCased(headers: ArticleOptions['headers']): Record<string, string> | undefined {
  return (
    headers &&
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
  )
}

function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
}
