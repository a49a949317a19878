import ipaddr from 'ipaddr.js'
import { portOf } from '../../core/fetching/address.ts'
import { type AddressRange, isLoopback, isWithin, parseRange } from '../../core/fetching/client-address.ts'

/** Which proxy is used for which addresses, as the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
export interface ProxySettings {
  /** For `http://` addresses, as a URL. */
  readonly http?: string | undefined
  /** For `https://` addresses; without it they take the one for `http://`. */
  readonly https?: string | undefined
  /** Names, domains, addresses and ranges that are requested directly, separated by commas or spaces; `*` for all. */
  readonly except?: string | undefined
}

/**
 * Gives, for a request to a URL, the proxy that it goes through, as a URL, or null for a direct connection. Loopback
 * addresses never go through a proxy: for the proxy they would mean another machine.
 */
export function proxyChooser(settings: ProxySettings): (url: URL) => string | null {
  const exceptions = (settings.except ?? '')
    .split(/[,\s]+/)
    .filter(Boolean)
    .map(exceptionOf)
  return (url) => {
    const proxy = url.protocol === 'https:' ? (settings.https ?? settings.http) : settings.http
    if (!proxy) return null
    const host = bareHost(url.hostname)
    if (host === 'localhost' || host.endsWith('.localhost') || isLoopback(host)) return null
    const port = portOf(url)
    return exceptions.some((exception) => matches(exception, host, port)) ? null : proxy
  }
}

interface Exception {
  /** `*`, a name that includes its subdomains, or an address. */
  readonly name: string
  /** `*.example.org`: its subdomains, but not the name itself. */
  readonly subdomainsOnly: boolean
  readonly range: AddressRange | null
  readonly port: number | null
}

function exceptionOf(text: string): Exception {
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bareHost(bracketed ?? (plain || text))
  return {
    name: host.replace(/^\*?\./, ''),
    subdomainsOnly: host.startsWith('*.'),
    range: rangeOf(host),
    port: digits ? Number(digits) : null,
  }
}

function rangeOf(text: string): AddressRange | null {
  try {
    return parseRange(text)
  } catch {
    return null
  }
}

function matches(
  { name, subdomainsOnly, range, port: only }: Exception,
  host: string,
  port: number,
): boolean {
  if (only !== null && only !== port) return false
  if (range && ipaddr.isValid(host)) return isWithin(host, [range])
  return name === '*' || (!subdomainsOnly && host === name) || host.endsWith(`.${name}`)
}

/** In lower case, without the brackets of an IPv6 address and the dot at the end of a full name. */
function bareHost(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}
