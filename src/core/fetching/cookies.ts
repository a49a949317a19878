import { registrableDomain } from './url.ts'

/** Cookies of one chain of redirects, by RFC 6265 without expiry dates: no cookie is kept longer than the chain. */
export interface CookieJar {
  /** Stores what a response set. `headers` are the values of its Set-Cookie headers, one a cookie. */
  store(url: URL, headers: readonly string[]): void
  /** The Cookie header for a request; undefined where there is no cookie for it. */
  header(url: URL): string | undefined
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  /** Only for the very host that set it. */
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
}

/** A chain that sets more, or longer, wants something else than to show a page. */
const MAX_COOKIES = 50
const MAX_COOKIE_LENGTH = 4_096

/** An empty jar, for one request and its redirects. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>()
  return {
    store(url, headers) {
      for (const header of headers.slice(0, MAX_COOKIES)) {
        const read = readCookie(header, url)
        if (!read) continue
        const key = `${read.cookie.domain};${read.cookie.path};${read.cookie.name}`
        if (read.expired) cookies.delete(key)
        else if (cookies.has(key) || cookies.size < MAX_COOKIES) cookies.set(key, read.cookie)
      }
    },
    header(url) {
      const sent = [...cookies.values()]
        .filter((cookie) => isFor(cookie, url))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => (name ? `${name}=${value}` : value))
      return sent.length ? sent.join('; ') : undefined
    },
  }
}

function readCookie(header: string, url: URL): { cookie: Cookie; expired: boolean } | null {
  if (header.length > MAX_COOKIE_LENGTH || /[\u0000-\u0008\u000a-\u001f\u007f]/.test(header)) return null
  const [pair = '', ...rest] = header.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, Math.max(0, equals)).trim()
  const value = pair.slice(equals + 1).trim()
  if (!name && !value) return null
  const attributes = new Map(
    rest.map((part) => {
      const at = part.indexOf('=')
      return at < 0
        ? [part.trim().toLowerCase(), '']
        : [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]
    }),
  )
  const asked = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase()
  if (asked && !mayShare(asked, url.hostname)) return null
  const path = attributes.get('path') ?? ''
  const cookie = {
    name,
    value,
    domain: asked || url.hostname,
    hostOnly: !asked || asked === url.hostname,
    path: path.startsWith('/') ? path : defaultPath(url.pathname),
    secure: attributes.has('secure'),
  }
  return { cookie, expired: isExpired(attributes) }
}

/** A cookie of the past is a cookie taken back; any other time is beyond the end of the chain. */
function isExpired(attributes: ReadonlyMap<string, string>): boolean {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined) return /^-?\d+$/.test(maxAge) && Number(maxAge) <= 0
  const expires = Date.parse(attributes.get('expires') ?? '')
  return !Number.isNaN(expires) && expires <= LONG_AGO
}

/** Servers take a cookie back with a date of 1970 or so. Later dates would need a clock. */
const LONG_AGO = Date.parse('2001-01-01T00:00:00Z')

/** A host may share a cookie with the hosts of its own registrable domain, never with a whole public suffix. */
function mayShare(domain: string, host: string): boolean {
  return domain === host || (host.endsWith(`.${domain}`) && registrableDomain(domain) !== null)
}

function defaultPath(pathname: string): string {
  const end = pathname.lastIndexOf('/')
  return end <= 0 ? '/' : pathname.slice(0, end)
}

function isFor(cookie: Cookie, url: URL): boolean {
  const host = url.hostname
  const domainFits = host === cookie.domain || (!cookie.hostOnly && host.endsWith(`.${cookie.domain}`))
  if (!domainFits || (cookie.secure && url.protocol !== 'https:')) return false
  const { pathname } = url
  if (!pathname.startsWith(cookie.path)) return false
  return (
    cookie.path.endsWith('/') ||
    pathname.length === cookie.path.length ||
    pathname[cookie.path.length] === '/'
  )
}
