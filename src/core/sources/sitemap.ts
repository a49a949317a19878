import { parsePublished } from '../feeds/dates.ts'
import { pageLink } from '../feeds/links.ts'
import { plainText } from '../feeds/text.ts'
import { capture, longText, shortText } from '../feeds/tolerant/capture.ts'
import { type OpenToken, type Tokens, tokensOf } from '../feeds/tolerant/tokens.ts'

export interface SitemapEntry {
  readonly url: string
  /** Google News: the article's headline. */
  readonly title: string | null
  /** Google News: ISO instant in UTC. */
  readonly published: string | null
  readonly publishedRaw: string | null
  readonly language: string | null
  /** Google News: the name of the publication. */
  readonly publication: string | null
  /** ISO instant in UTC. */
  readonly lastModified: string | null
}

export type SitemapResult =
  | {
      readonly ok: true
      readonly kind: 'pages'
      readonly entries: readonly SitemapEntry[]
      /** Pages beyond the limit of what is read, or of what a sitemap may contain. */
      readonly leftOut: number
      /** Entries without an http(s) address. */
      readonly withoutAddress: number
    }
  | {
      readonly ok: true
      readonly kind: 'index'
      readonly sitemaps: readonly SitemapPart[]
      readonly withoutAddress: number
    }
  | { readonly ok: false; readonly reason: 'empty' | 'no_sitemap' | 'no_addresses' }

export interface SitemapPart {
  readonly url: string
  readonly lastModified: string | null
}

export interface SitemapContext {
  /** When the document was read; a date more than a day later is ignored. */
  readonly now?: Date | null
  /** Where the document was read from. */
  readonly url?: string | null
  /** The outlet's IANA zone, for dates that name none. */
  readonly timezone?: string | null
}

/** sitemaps.org: at most 50,000 addresses a file; up to four times as many are read, and the newest 50,000 are kept. */
const MAX_ENTRIES = 50_000
const MAX_READ = 200_000

/** The fields of one `<url>` or `<sitemap>`, by local name; of several elements of one name the first is used. */
type Fields = Map<string, string>

/** Fields that are read, with and without their usual prefix. */
const fieldNames: ReadonlySet<string> = new Set([
  'loc',
  'lastmod',
  'news:title',
  'news:publication_date',
  'news:name',
  'news:language',
])

/**
 * Reads a sitemap: pages (with Google News fields), an index of other sitemaps, or plain text with one address a line.
 * As tolerant as the feed reader. Only entries without an http(s) address are left out, and they are counted.
 */
export function parseSitemap(text: string, context: SitemapContext = {}): SitemapResult {
  if (!text.trim()) return { ok: false, reason: 'empty' }
  if (!text.includes('<')) return plainSitemap(text)
  const base = context.url ?? null
  const pages: SitemapEntry[] = []
  const parts: SitemapPart[] = []
  let root: 'urlset' | 'sitemapindex' | null = null
  let fields: Fields | null = null
  let isPart = false
  let unread = 0
  let withoutAddress = 0
  const finish = () => {
    const url = fields && pageLink(fields.get('loc') ?? '', base)
    if (fields && !(url && /^https?:/i.test(url))) withoutAddress++
    else if (fields && url) {
      if (isPart) parts.push({ url, lastModified: dateOf(fields.get('lastmod'), null, context) })
      else if (pages.length < MAX_READ) pages.push(entryOf(url, fields, context))
      else unread++
    }
    fields = null
  }
  const prefixes = new Map<string, string>()
  const nameOf = (tag: string) => localName(tag, prefixes)
  const tokens = tokensOf(text)
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (token.type !== 'open' && token.type !== 'close') continue
    if (token.type === 'open') declare(token, prefixes)
    const name = nameOf(token.name)
    if (name === 'urlset' || name === 'sitemapindex') root ??= name
    else if (name === 'url' || name === 'sitemap') {
      finish()
      if (token.type === 'open') {
        fields = new Map()
        isPart = name === 'sitemap'
      }
    } else if (token.type === 'open' && fields && fieldNames.has(name))
      readField(tokens, token, name, nameOf, fields)
  }
  finish()
  if (root === null && !pages.length && !parts.length) return { ok: false, reason: 'no_sitemap' }
  // no entry has an address: nothing can be polled
  if (withoutAddress && !pages.length && !parts.length) return { ok: false, reason: 'no_addresses' }
  if (root === 'sitemapindex' || (root === null && parts.length))
    return { ok: true, kind: 'index', sitemaps: parts, withoutAddress }
  const entries = newestOf(pages, MAX_ENTRIES)
  return { ok: true, kind: 'pages', entries, leftOut: unread + pages.length - entries.length, withoutAddress }
}

function readField(
  tokens: Tokens,
  token: OpenToken,
  name: string,
  nameOf: (tag: string) => string,
  fields: Fields,
): void {
  const content = capture(tokens, token, nameOf, name === 'news:title' ? longText : shortText)
  const value = content?.value.trim()
  if (value && !fields.has(name)) fields.set(name, value)
}

/** The usual prefixes, for documents that do not declare them. */
const usualPrefixes: Readonly<Record<string, string>> = { sitemap: '', sm: '', s: '', ns0: '', n: 'news:' }

/** Records the prefixes that the tag declares for sitemaps and for Google News. */
function declare({ attributes }: OpenToken, prefixes: Map<string, string>): void {
  for (const [name, uri] of attributes) {
    if (!name.startsWith('xmlns:') || prefixes.size >= MAX_PREFIXES) continue
    const meaning = /sitemap-news/i.test(uri) ? 'news:' : /\/schemas\/sitemap\//i.test(uri) ? '' : null
    if (meaning !== null) prefixes.set(name.slice('xmlns:'.length), meaning)
  }
}

const MAX_PREFIXES = 100

/** The name in lower case, with what its prefix means; names of other vocabularies keep their prefix (`<image:loc>` is not `<loc>`). */
function localName(tag: string, prefixes: ReadonlyMap<string, string>): string {
  const lower = tag.toLowerCase()
  const colon = lower.indexOf(':')
  if (colon < 0) return lower
  const prefix = lower.slice(0, colon)
  const meaning = prefixes.get(prefix) ?? usualPrefixes[prefix]
  return meaning === undefined ? lower : meaning + lower.slice(colon + 1)
}

/** An entry of a sitemap or an item of a feed, with its ISO instants in UTC. */
interface DatedEntry {
  readonly published: string | null
  readonly lastModified?: string | null
}

/**
 * The newest entries, newest first. Where all have the same date, or none, the newest can be at either end of the list: then both
 * ends are kept, and the middle is left out.
 */
export function newestOf<Entry extends DatedEntry>(
  entries: readonly Entry[],
  count: number,
): readonly Entry[] {
  return newest(entries, count, ({ published, lastModified }) => published ?? lastModified ?? '')
}

/**
 * The parts of an index that contain the newest pages, chosen as by `newestOf`. Where they have no dates, or all the same one, the
 * day or month in the part's address decides: `sitemap-2026-11.xml`.
 */
export function newestParts(parts: readonly SitemapPart[], count: number): readonly SitemapPart[] {
  const areDated = new Set(parts.map((part) => part.lastModified)).size > 1
  return newest(parts, count, ({ url, lastModified }) =>
    areDated
      ? (lastModified ?? '')
      : (/(?:19|20)\d\d[-_/]?[01]\d(?:[-_/]?[0-3]\d)?/.exec(url)?.[0] ?? '').replace(/[-_/]/g, ''),
  )
}

function newest<Item>(
  items: readonly Item[],
  count: number,
  dateOfItem: (item: Item) => string,
): readonly Item[] {
  if (items.length <= count) return items
  return items
    .map((item, at) => ({ item, date: dateOfItem(item), fromEnd: Math.min(at, items.length - 1 - at) }))
    .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.fromEnd - b.fromEnd))
    .slice(0, count)
    .map(({ item }) => item)
}

function entryOf(url: string, fields: Fields, context: SitemapContext): SitemapEntry {
  const language = fields.get('news:language') ?? null
  const publishedRaw = fields.get('news:publication_date') ?? null
  return {
    url,
    title: plainText(fields.get('news:title') ?? '') || null,
    published: dateOf(publishedRaw ?? undefined, language, context),
    publishedRaw,
    language,
    publication: plainText(fields.get('news:name') ?? '') || null,
    lastModified: dateOf(fields.get('lastmod'), language, context),
  }
}

function dateOf(text: string | undefined, language: string | null, context: SitemapContext): string | null {
  return text
    ? parsePublished(text, { language, timezone: context.timezone ?? null, now: context.now ?? null })
    : null
}

function plainSitemap(text: string): SitemapResult {
  const urls = text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => /^https?:\/\/\S+$/i.test(line))
    .slice(0, MAX_READ)
  if (!urls.length) return { ok: false, reason: 'no_sitemap' }
  const nothing = {
    title: null,
    published: null,
    publishedRaw: null,
    language: null,
    publication: null,
    lastModified: null,
  }
  const entries = newestOf(
    urls.map((url) => ({ url, ...nothing })),
    MAX_ENTRIES,
  )
  return { ok: true, kind: 'pages', entries, leftOut: urls.length - entries.length, withoutAddress: 0 }
}
