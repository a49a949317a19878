import { getDomain, parse as parseHost } from 'tldts'
import {
  sessionNames,
  sessionNamesByValue,
  trackingNames,
  trackingNamesBySite,
  trackingPrefixes,
} from './tracking-params.ts'
import { isRedirectorHost, unwrapRedirector } from './url-wrappers.ts'

/** Beyond this the address is of no use: Postgres refuses btree entries above 2,704 bytes. */
export const MAX_URL_LENGTH = 2048

const dropped: ReadonlySet<string> = new Set([...trackingNames, ...sessionNames])
/** These choose a page on some sites and name where the reader came from on others: their value tells. */
const ambiguous: ReadonlySet<string> = new Set(['ref', 'source', 'src', 'from', 'via', 'origin', 'referrer'])
const comesFrom =
  /^(?:rss|feed|atom|twitter|tw|facebook|fb|linkedin|whatsapp|telegram|instagram|pinterest|reddit|google(?:news)?|apple_?news|flipboard|e?-?mail|newsletter|social|share|push|app|home(?:page)?|hp|amp)$|^rss[-_]|-{4,}\d*$/i
/** A campaign code has parts, one of which names a channel: `rss_news`, `int:mail:daily`. `a12` chooses a page. */
const campaignCode =
  /^(?=.*[_:.|~-])(?:.*[_:.|~-])?(?:rss|feed|twitter|tw|facebook|fb|social|soc|sm|e-?mail|eml|newsletter|nl|google|share|push|app|ads?|camp(?:aign)?|cmp|ext|int|partner|ppc|seo|sem)(?:$|[_:.|~-])/i
const byValue: ReadonlySet<string> = new Set(sessionNamesByValue)
const prefixes = new RegExp(`^(?:${trackingPrefixes.map((p) => p.replace(/[.-]/g, '\\$&')).join('|')})`)

/**
 * One spelling for all addresses that a server must answer alike (RFC 3986 §6.2.2–6.2.3) and for those that differ only in
 * parameters that track the reader. The scheme, `www.` and a trailing slash stay: a server may distinguish them; `urlKey`
 * does not.
 * @returns the absolute http(s) URL, or null if the input is not one, or is longer than 2,048 characters.
 */
export function canonicalUrl(input: string): string | null {
  return canonicalAfter(input, MAX_UNWRAPPED)
}

/** A redirector's address may contain that of another one: deeper nesting does not occur in practice. */
const MAX_UNWRAPPED = 4

function canonicalAfter(input: string, times: number): string | null {
  const url = parseHttp(input)
  if (!url) return null
  const target = unwrapRedirector(url, parseHttp)
  const canonical = serialize(target)
  // In its canonical spelling the address of a redirector may prove to contain another: `google.com//amp/…`.
  if (times > 0 && canonical !== input && isRedirectorHost(target.hostname))
    return canonicalAfter(canonical, times - 1)
  return canonical.length > MAX_URL_LENGTH ? null : canonical
}

/**
 * What identifies an article by its address: the canonical URL without scheme, `www.`, trailing slash, and
 * without the marks of its mobile and AMP twins. Equal keys = the same article.
 * @returns null where `canonicalUrl` gives null.
 */
export function urlKey(input: string): string | null {
  const canonical = canonicalUrl(input)
  if (canonical === null) return null
  const url = new URL(canonical)
  const host = desktopHost(url.hostname)
  const port = url.port ? `:${url.port}` : ''
  const path = withoutAmpPath(url.pathname).replace(/\/+$/, '')
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair && !isAmpSwitch(pair))
    .map((pair) => pair.replace(/%20/g, '+').replace(/=$/, ''))
    .join('&')
  return `${host}${port}${path}${query ? `?${query}` : ''}${url.hash}`
}

/**
 * The address to request: as it was given, byte for byte. The canonical form is for identity only: a server may need parts
 * that identity leaves out, and may distinguish addresses that identity treats as the same.
 * @returns null where `canonicalUrl` gives null
 */
export function requestUrl(input: string): string | null {
  const url = canonicalUrl(input) === null ? null : parseHttp(input)
  if (!url) return null
  url.hash = ''
  return url.href
}

/** `href` as a browser would follow it from `base`; null if the result is not an http(s) address. */
export function resolveUrl(base: string | null | undefined, href: string): string | null {
  const text = href.trim()
  if (!text) return null
  try {
    const url = base ? new URL(text, base) : new URL(text)
    return isHttp(url) ? url.href : null
  } catch {
    return null
  }
}

/** `news.bbc.co.uk` → `bbc.co.uk`, by the Public Suffix List; null for an IP address or a bare suffix. */
export function registrableDomain(urlOrHost: string): string | null {
  return getDomain(urlOrHost, { allowPrivateDomains: false })
}

/** Whether both addresses belong to one registrable domain (or are the very same host). */
export function sameSite(a: string, b: string): boolean {
  const [first, second] = [parseHost(a), parseHost(b)]
  if (first.domain !== null || second.domain !== null) return first.domain === second.domain
  return first.hostname !== null && first.hostname === second.hostname
}

/** The host name in lower case, IDN in its ASCII form; null if the input is not an http(s) URL. */
export function hostOf(input: string): string | null {
  return parseHttp(input)?.hostname ?? null
}

/** The host that serves the same pages to a desktop: `m.example.com`, `amp.…`, `en.m.…`, `www.…` → without the mark. */
export function desktopHost(hostname: string): string {
  let host = hostname
  if (/^(?:www\d{0,2}|m|mobile|amp|wap|touch)\./.test(host)) host = stripsTo(host, 1) ?? host
  // en.m.wikipedia.org
  const inner = /^([a-z-]+)\.(?:m|mobile|amp)\.(.+)$/.exec(host)
  if (inner && getDomain(inner[2]!) !== null) host = `${inner[1]}.${inner[2]}`
  return host
}

function stripsTo(host: string, labels: number): string | null {
  const rest = host.split('.').slice(labels).join('.')
  return getDomain(rest) === null ? null : rest
}

function withoutAmpPath(path: string): string {
  return (
    path
      .replace(/\/amp\/?$/, '/')
      // `/amp/2026/03/slug` is the twin of `/2026/03/slug`; `/amp/review` may be a section on amplifiers
      .replace(/^\/amp\/(?=[^/]+\/[^/])/, '/')
      .replace(/\.amp(?:\.html?)?$/, (mark) => (mark.includes('html') ? '.html' : ''))
  )
}

function isAmpSwitch(pair: string): boolean {
  return /^(?:amp(?:=(?:1|true|yes)?)?|outputtype=amp)$/i.test(pair)
}

/** Accepts what people paste and feeds write: blanks around, HTML-escaped ampersands, no scheme, `//host/path`. */
function parseHttp(input: string): URL | null {
  if (input.length > 4 * MAX_URL_LENGTH) return null
  const trimmed = input.trim()
  const opening = /^[<"'“]+/.exec(trimmed)?.[0] ?? ''
  // An apostrophe may be the last character of an address; the other marks never occur in one.
  const closing = opening.includes("'") ? /[>"'”]+$/ : /[>"”]+$/
  let text = trimmed.slice(opening.length).replace(closing, '')
  while (/&(?:amp|#0*38|#x0*26);/i.test(text)) text = text.replace(/&(?:amp|#0*38|#x0*26);/gi, '&')
  // what feed readers register for: feed://host/path, feed:https://host/path
  text = text.replace(/^(?:feed|rss|itpc|pcast):(?:(?=https?:)|\/\/)/i, (_, at: number) =>
    /^[a-z]+:https?:/i.test(text.slice(at)) ? '' : 'http://',
  )
  if (text.startsWith('//')) text = `http:${text}`
  else if (!/^[a-z][a-z0-9+.-]*:/i.test(text) || /^[\w.-]+\.\w+:\d+(?:[/?#]|$)/.test(text)) {
    if (!/^[^\s/?#@:]+\.[^\s/?#@:]+(?::\d+)?(?:[/?#]|$)/.test(text) || !parseHost(text).isIcann) return null
    text = `http://${text}`
  }
  try {
    const url = new URL(text)
    return isHttp(url) && url.hostname && !/^\.|\.\./.test(url.hostname) ? url : null
  } catch {
    return null
  }
}

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:'
}

function serialize(url: URL): string {
  const host = url.hostname.replace(/\.+$/, '')
  const port = url.port ? `:${url.port}` : ''
  return `${url.protocol}//${host}${port}${pathOf(url)}${queryOf(url, host)}${fragmentOf(url)}`
}

function pathOf(url: URL): string {
  return (
    plainEscapes(url.pathname)
      .replace(/;(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*/gi, '')
      // ASP.NET sessions without cookies: /(S(lit3py55t21z5v55vlm25s55))/page.aspx
      .replace(/\/\((?:[A-Z]\([\w-]{16,}\))+\)(?=\/)/gi, '')
      // an archive's path holds an address: https://web.archive.org/web/2020/https://example.com
      .replace(/(?<!:)\/{2,}/g, '/')
  )
}

function queryOf(url: URL, host: string): string {
  if (url.search.length < 2) return ''
  const siteNames = trackingNamesBySite[getDomain(host) ?? '']
  const pairs = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair && pair !== '=')
    .map((pair) => {
      const text = plainEscapes(pair)
      const at = text.indexOf('=')
      return at < 0
        ? { name: text, value: '', text }
        : { name: text.slice(0, at), value: text.slice(at + 1), text }
    })
    .filter(({ name, value }) => !isTracking(name.toLowerCase(), value, siteNames))
  // stable: the order among equal names may carry meaning (a[]=2&a[]=1)
  pairs.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return pairs.length ? `?${pairs.map(({ text }) => text).join('&')}` : ''
}

function isTracking(name: string, value: string, siteNames: readonly string[] | undefined): boolean {
  if (dropped.has(name) || prefixes.test(name) || siteNames?.includes(name)) return true
  // PHP's and others' session hash; a short one is a section, a story, a session of a parliament
  if (byValue.has(name)) return /^[0-9a-f]{26,}$/i.test(value) || isLongToken(name, value)
  if (ambiguous.has(name)) return comesFrom.test(value)
  if (name === 'cid') return campaignCode.test(value)
  return name.startsWith('aspsessionid')
}

/** Letters and digits mixed, too long for an id that an editor chose; a short name such as `s` alone is not a session. */
function isLongToken(name: string, value: string): boolean {
  return name.length > 3 && /^(?=.*\d)(?=.*[a-z])[\w.-]{16,}$/i.test(value)
}

/**
 * Fragments point into a page, except where a script reads the page's address from them: `#!/story/1` and `#/story/1`.
 */
function fragmentOf(url: URL): string {
  return /^#!?\/./.test(url.hash) || /^#!./.test(url.hash) ? plainEscapes(url.hash) : ''
}

/** Escapes of unreserved characters are undone, the others are written in upper case (RFC 3986 §6.2.2). */
function plainEscapes(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/%[0-9a-f]{2}/gi, (coded) => {
    const char = String.fromCharCode(Number.parseInt(coded.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(char) ? char : coded.toUpperCase()
  })
}
