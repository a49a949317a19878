import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderFeed, xml } from './feeds.ts'
import type { Sample, SampleEntry, SampleOutlet } from './read.ts'

export interface SiteReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface SiteRequest {
  /** Path and query. */
  readonly path: string
  readonly ifNoneMatch?: string | undefined
  readonly ifModifiedSince?: string | undefined
}

/** One outlet's web site: its home page, feed, robots.txt, pages and pictures. */
export interface Site {
  readonly outlet: SampleOutlet
  /** Addresses of its pages, path and query. */
  readonly paths: readonly string[]
  answer(request: SiteRequest): SiteReply
}

/** A transparent pixel: every picture of the sample. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * @param toServed replaces the invented addresses by the served ones; it works for any ASCII-compatible charset, because it
 * gets the bytes as latin1
 */
export function createSite(
  sample: Sample,
  outlet: SampleOutlet,
  toServed: (text: string) => string,
  allRevised = false,
): Site {
  const versions = new Map<string, SampleEntry[]>()
  for (const entry of sample.entries) {
    if (entry.outlet !== outlet.slug || !entry.url) continue
    const path = pathOf(entry.url)
    versions.set(path, [...(versions.get(path) ?? []), entry])
  }
  const revised = new Set<string>()
  const current = (path: string): SampleEntry | undefined => {
    const known = versions.get(path)
    return allRevised || revised.has(path) ? known?.at(-1) : known?.[0]
  }
  const now = () => [...versions.keys()].map(current).filter((entry) => entry !== undefined)
  const served = (text: string) => Buffer.from(toServed(text), 'utf8')

  function page(path: string, request: SiteRequest): SiteReply | null {
    const key = path.startsWith('/amp/') ? path.slice(4) : path
    const known = versions.has(key) ? key : key.split('?')[0]!
    const entry = current(known)
    if (!entry) return null
    const bytes = readFileSync(join(sample.root, entry.file))
    const body = Buffer.from(toServed(bytes.toString('latin1')), 'latin1')
    const { modified_at, published_at } = entry.record
    const reply = conditional(request, body, modified_at ?? published_at ?? null, {
      // Charsets other than UTF-8 are named only in the page, as on many old sites.
      'content-type': entry.charset === 'utf-8' ? 'text/html; charset=utf-8' : 'text/html',
    })
    // The outlet revises the article as soon as it was read once.
    if (reply.status === 200) revised.add(known)
    return reply
  }

  function answer(request: SiteRequest): SiteReply {
    const { path } = request
    const feed = outlet.feeds.find(({ url }) => pathOf(url) === path)
    if (feed) {
      const { text, contentType } = renderFeed(feed.kind, outlet, now())
      const newest = now()
        .map(({ record }) => record.modified_at ?? record.published_at ?? '')
        .sort()
        .at(-1)
      return conditional(request, served(text), newest || null, { 'content-type': contentType })
    }
    if (path === '/robots.txt') return plainReply(served(robots(outlet)), 'text/plain')
    if (path === '/') return plainReply(served(home(outlet, now())), 'text/html; charset=utf-8')
    if (path.startsWith('/images/')) return plainReply(pixel, 'image/gif')
    return page(path, request) ?? plainReply(served(missing(outlet)), 'text/html; charset=utf-8', 404)
  }

  return { outlet, paths: [...versions.keys()], answer }
}

/** A 304 where the ETag or, without one, the date is the same; otherwise the full answer. */
function conditional(
  request: SiteRequest,
  body: Uint8Array,
  modified: string | null,
  headers: Readonly<Record<string, string>>,
): SiteReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`
  const validators = { etag, ...(modified ? { 'last-modified': new Date(modified).toUTCString() } : {}) }
  const same = request.ifNoneMatch
    ? request.ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
    : modified !== null && Date.parse(request.ifModifiedSince ?? '') >= Date.parse(modified)
  if (same) return { status: 304, headers: validators, body: new Uint8Array() }
  return { status: 200, headers: { ...validators, ...headers }, body }
}

function plainReply(body: Uint8Array, contentType: string, status = 200): SiteReply {
  return { status, headers: { 'content-type': contentType }, body }
}

function robots(outlet: SampleOutlet): string {
  const sitemaps = outlet.feeds.filter(({ kind }) => kind === 'sitemap')
  return [
    `# ${outlet.name}: read on, but leave the doors shut`,
    'User-agent: *',
    'Disallow: /login',
    'Disallow: /abo',
    'Disallow: /druck.php',
    'Allow: /',
    '',
    'User-agent: GreedyBot',
    'Disallow: /',
    ...sitemaps.map(({ url }) => `\nSitemap: ${url}`),
    '',
  ].join('\n')
}

const feedTypes = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  rdf: 'application/rdf+xml',
  json: 'application/feed+json',
} as const

function home(outlet: SampleOutlet, entries: readonly SampleEntry[]): string {
  const links = outlet.feeds.map(({ url, kind }) =>
    kind === 'sitemap'
      ? `<link rel="sitemap" type="application/xml" href="${xml(url)}">`
      : `<link rel="alternate" type="${feedTypes[kind]}" title="${xml(outlet.name)}" href="${xml(pathOf(url))}">`,
  )
  const headlines = entries.map(
    ({ url, record }) =>
      `<li><a href="${xml(url ?? '/')}">${xml(record.title ?? record.section ?? 'More')}</a></li>`,
  )
  return `<!DOCTYPE html>
<html lang="${outlet.language}">
<head><meta charset="utf-8"><title>${xml(outlet.name)}</title>
${links.join('\n')}
</head>
<body><h1>${xml(outlet.name)}</h1>
<p>An invented newspaper of the Newsloom sample.</p>
<ul>
${headlines.join('\n')}
</ul></body>
</html>
`
}

function missing(outlet: SampleOutlet): string {
  return `<!DOCTYPE html><html lang="${outlet.language}"><head><meta charset="utf-8"><title>404 | ${xml(outlet.name)}</title></head><body><h1>404</h1><p><a href="/">${xml(outlet.name)}</a></p></body></html>\n`
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
