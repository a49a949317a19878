import { parsePublished } from './dates.ts'
import { pageLink } from './links.ts'
import { plainText } from './text.ts'
import { capture, longText, shortText } from './tolerant/capture.ts'
import { type OpenToken, type Tokens, tokensOf } from './tolerant/tokens.ts'

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
  | { readonly ok: true; readonly kind: 'pages'; readonly entries: readonly SitemapEntry[] }
  | { readonly ok: true; readonly kind: 'index'; readonly sitemaps: readonly SitemapPart[] }
  | { readonly ok: false; readonly reason: 'empty' | 'no_sitemap' }

export interface SitemapPart {
  readonly url: string
  readonly lastModified: string | null
}

export interface SitemapContext {
  /** Where the document was read from. */
  readonly url?: string | null
  /** The outlet's IANA zone, for dates that name none. */
  readonly timezone?: string | null
}

/** sitemaps.org: at most 50,000 addresses a file. */
const MAX_ENTRIES = 50_000

/** The fields of one `<url>` or `<sitemap>`, by local name; the first of each counts. */
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
 * Reads a sitemap: pages (with Google News fields), an index of other sitemaps, or plain text with an address a line.
 * Tolerant as the feed reader is; entries without an http(s) address are left out.
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
  const finish = () => {
    const url = fields && pageLink(fields.get('loc') ?? '', base)
    if (fields && url && /^https?:/i.test(url)) {
      if (isPart) parts.push({ url, lastModified: dateOf(fields.get('lastmod'), null, context) })
      else if (pages.length < MAX_ENTRIES) pages.push(entryOf(url, fields, context))
    }
    fields = null
  }
  const tokens = tokensOf(text)
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (token.type !== 'open' && token.type !== 'close') continue
    const name = localName(token.name)
    if (name === 'urlset' || name === 'sitemapindex') root ??= name
    else if (name === 'url' || name === 'sitemap') {
      finish()
      if (token.type === 'open') {
        fields = new Map()
        isPart = name === 'sitemap'
      }
    } else if (token.type === 'open' && fields && fieldNames.has(name)) readField(tokens, token, name, fields)
  }
  finish()
  if (root === null && !pages.length && !parts.length) return { ok: false, reason: 'no_sitemap' }
  if (root === 'sitemapindex' || (root === null && parts.length))
    return { ok: true, kind: 'index', sitemaps: parts }
  return { ok: true, kind: 'pages', entries: pages }
}

function readField(tokens: Tokens, token: OpenToken, name: string, fields: Fields): void {
  const content = capture(tokens, token, localName, name === 'news:title' ? longText : shortText)
  const value = content?.value.trim()
  if (value && !fields.has(name)) fields.set(name, value)
}

/** Lower case; the prefixes of news sitemaps kept (`<image:loc>` is not `<loc>`), any other vocabulary named apart. */
function localName(tag: string): string {
  const lower = tag.toLowerCase()
  const colon = lower.indexOf(':')
  if (colon < 0) return lower
  const prefix = lower.slice(0, colon)
  if (prefix === 'sitemap' || prefix === 'sm' || prefix === 's') return lower.slice(colon + 1)
  return prefix === 'n' ? `news:${lower.slice(colon + 1)}` : lower
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
  return text ? parsePublished(text, { language, timezone: context.timezone ?? null, now: null }) : null
}

function plainSitemap(text: string): SitemapResult {
  const urls = text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => /^https?:\/\/\S+$/i.test(line))
    .slice(0, MAX_ENTRIES)
  if (!urls.length) return { ok: false, reason: 'no_sitemap' }
  const nothing = {
    title: null,
    published: null,
    publishedRaw: null,
    language: null,
    publication: null,
    lastModified: null,
  }
  return { ok: true, kind: 'pages', entries: urls.map((url) => ({ url, ...nothing })) }
}
