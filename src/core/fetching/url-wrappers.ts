/** Services whose addresses lead to a page and contain the page's address. */

interface Wrapper {
  readonly host: RegExp
  readonly path: RegExp
  /** Query parameters that may hold the target, in order. */
  readonly params: readonly string[]
}

const wrappers: readonly Wrapper[] = [
  { host: /^(?:www\.|news\.)?google\.[a-z.]+$/, path: /^\/url$/, params: ['url', 'q'] },
  { host: /^(?:l|lm|www|m)\.facebook\.com$/, path: /^\/(?:l|sharer(?:\/sharer)?)\.php$/, params: ['u'] },
  { host: /^l\.(?:instagram|threads)\.(?:com|net)$/, path: /^\/$/, params: ['u'] },
  { host: /^(?:www\.)?(?:twitter|x)\.com$/, path: /^\/(?:share|intent\/tweet)$/, params: ['url'] },
  { host: /^(?:www\.)?youtube\.com$/, path: /^\/redirect$/, params: ['q'] },
  { host: /^(?:www\.)?linkedin\.com$/, path: /^\/(?:redir\/redirect|shareArticle)$/, params: ['url'] },
  { host: /^(?:m\.)?vk\.com$/, path: /^\/away(?:\.php)?$/, params: ['to'] },
  { host: /^t\.umblr\.com$/, path: /^\/redirect$/, params: ['z'] },
  { host: /^out\.reddit\.com$/, path: /^\//, params: ['url'] },
  { host: /^slack-redir\.net$/, path: /^\/link$/, params: ['url'] },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: /^\//, params: ['url'] },
  { host: /^(?:www\.)?bing\.com$/, path: /^\/news\/apiclick\.aspx$/, params: ['url'] },
  { host: /^duckduckgo\.com$/, path: /^\/l\/$/, params: ['uddg'] },
]

/** google.com/amp/s/HOST/PATH, HOST-as-dashes.cdn.ampproject.org/c/s/HOST/PATH: `s` means https. */
const ampCaches: readonly { readonly host: RegExp; readonly path: RegExp }[] = [
  { host: /^(?:www\.)?google\.[a-z.]+$/, path: /^\/amp\/(s\/)?([^/]+\.[^/]+)(\/.*)?$/ },
  { host: /(?:^|\.)cdn\.ampproject\.org$/, path: /^\/[cvi]\/(s\/)?([^/]+\.[^/]+)(\/.*)?$/ },
]

/** A wrapped address may be wrapped again; five times does not occur. */
const MAX_DEPTH = 4

/** The page that a share or redirect link leads to, without asking anyone; the URL itself where it wraps none. */
export function unwrapRedirector(url: URL, parse: (text: string) => URL | null): URL {
  let current = url
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const inner = innerUrl(current, parse)
    if (!inner) return current
    current = inner
  }
  return current
}

/** Whether addresses of this host may hold another address. */
export function isRedirectorHost(host: string): boolean {
  return (
    host === 'news.google.com' ||
    wrappers.some((wrapper) => wrapper.host.test(host)) ||
    ampCaches.some((cache) => cache.host.test(host))
  )
}

function innerUrl(url: URL, parse: (text: string) => URL | null): URL | null {
  for (const { host, path, params } of wrappers) {
    if (!host.test(url.hostname) || !path.test(url.pathname)) continue
    for (const name of params) {
      const value = url.searchParams.get(name)
      if (value && /^https?:\/\//i.test(value)) return parse(value)
    }
  }
  if (url.hostname === 'news.google.com') {
    const target = googleNewsTarget(url.pathname)
    if (target) return parse(target)
  }
  for (const { host, path } of ampCaches) {
    if (!host.test(url.hostname)) continue
    const found = path.exec(url.pathname)
    if (found) return parse(`${found[1] ? 'https' : 'http'}://${found[2]}${found[3] ?? '/'}${url.search}`)
  }
  return null
}

/** Whether only a request can show which page the address leads to: a link of Google News that contains a token. */
export function isTokenLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname, pathname } = new URL(url)
  return hostname === 'news.google.com' && tokenOf(pathname) !== null && googleNewsTarget(pathname) === null
}

/** Of the page behind such a link: the address that it leads to, as its data attributes, its refresh or its only link say it. */
export function targetOfTokenPage(html: string): string | null {
  const head = html.slice(0, MAX_TOKEN_PAGE)
  const said =
    /\bdata-n-au="(https?:\/\/[^"\s<>]{4,2000})"/i.exec(head)?.[1] ??
    /<meta[^<>]{0,200}\bhttp-equiv="?refresh"?[^<>]{0,200}\burl=['"]?(https?:\/\/[^"'\s<>]{4,2000})/i.exec(
      head,
    )?.[1] ??
    /<a\b[^<>]{0,200}\brel="nofollow"[^<>]{0,200}\bhref="(https?:\/\/[^"\s<>]{4,2000})"/i.exec(head)?.[1] ??
    /<a\b[^<>]{0,200}\bhref="(https?:\/\/[^"\s<>]{4,2000})"[^<>]{0,200}\brel="nofollow"/i.exec(head)?.[1]
  if (!said) return null
  const target = said.replace(/&amp;/gi, '&')
  if (!URL.canParse(target)) return null
  return isOfGoogle(target) ? null : target
}

/** Whether the address is Google's own: a page there (its reader, a question for consent) is not an article of an outlet. */
export function isOfGoogle(url: string): boolean {
  return URL.canParse(url) && /(?:^|\.)(?:google\.[a-z.]+|gstatic\.com)$/.test(new URL(url).hostname)
}

const MAX_TOKEN_PAGE = 200_000

function tokenOf(path: string): string | null {
  return /^\/(?:__i\/)?(?:rss\/)?(?:articles|read)\/([\w-]{12,2000})=*$/.exec(path)?.[1] ?? null
}

/**
 * The address inside a link of Google News: its last path segment is base64 of a protocol buffer whose field 4 is the
 * address. Newer links contain a token instead, which only Google can resolve.
 */
function googleNewsTarget(path: string): string | null {
  const token = tokenOf(path)
  if (!token) return null
  const bytes = Buffer.from(token, 'base64url')
  const at = bytes.indexOf('\x22', 0, 'latin1')
  if (at < 0 || at > 4) return null
  let length = bytes[at + 1] ?? 0
  let from = at + 2
  // lengths from 128 on take two bytes
  if (length >= 0x80) length = (length & 0x7f) | ((bytes[from++] ?? 0) << 7)
  const text = bytes.subarray(from, from + length).toString('utf8')
  return text.length === length && /^https?:\/\/[^\s/]+\.[^\s]+$/.test(text) ? text : null
}
