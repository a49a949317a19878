import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What the fetcher may reach. Everything public on ports 80 and 443 by default. */
export interface AddressPolicy {
  /** Ports besides 80 and 443, or any at all. */
  readonly allowPorts?: readonly number[] | 'any' | undefined
  /** Lets private, loopback and reserved addresses through: for tests and the demo, never for feeds of others. */
  readonly allowPrivate?: boolean | undefined
  /**
   * This installation's services, refused whatever else is allowed: `host`, `host:port`, an address, `address:port`, a CIDR.
   */
  readonly deny?: readonly string[] | undefined
}

export type RefusalCode = 'bad_url' | 'bad_scheme' | 'blocked_port' | 'blocked_host' | 'blocked_address'

export interface Refusal {
  readonly code: RefusalCode
  readonly reason: string
}

/** IPv4 blocks that are not for the public internet (IANA special-purpose registry), and two of cloud metadata. */
const BLOCKED_V4 = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'carrier NAT'],
  ['127.0.0.0/8', 'loopback'],
  ['168.63.129.16/32', 'cloud metadata'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'IETF protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.88.99.0/24', '6to4 relay'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
] as const

/** Within 2000::/3, the only block of global unicast: its special ranges. */
const BLOCKED_V6 = [
  ['2001::/23', 'IETF protocol assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['3fff::/20', 'documentation'],
] as const

const rangesV4 = BLOCKED_V4.map(([cidr, reason]) => ({ cidr: ipaddr.IPv4.parseCIDR(cidr), reason }))
const rangesV6 = BLOCKED_V6.map(([cidr, reason]) => ({ cidr: ipaddr.IPv6.parseCIDR(cidr), reason }))
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Why an address is not on the public internet, or null. */
function notPublic(address: Address): string | null {
  if (address.kind() === 'ipv4') {
    const v4 = address as ipaddr.IPv4
    return rangesV4.find(({ cidr }) => v4.match(cidr))?.reason ?? null
  }
  const v6 = address as ipaddr.IPv6
  if (v6.isIPv4MappedAddress()) return notPublic(v6.toIPv4Address())
  if (!v6.match(globalUnicast)) return v6.range() === 'unicast' ? 'not global unicast' : v6.range()
  return rangesV6.find(({ cidr }) => v6.match(cidr))?.reason ?? null
}

function parseAddress(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  // Only the strict spellings: resolvers give these, and WHATWG URLs have turned the others into them.
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare)
  return ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : null
}

/** Whether a host, as a URL holds it, is an address. */
export function isAddress(host: string): boolean {
  return parseAddress(host) !== null
}

/** Names that mean this machine or this network, whatever address a resolver returns for them. */
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/

/**
 * Decides about a URL before any lookup: scheme, port, host name or literal address.
 * Returns the URL without user info and fragment, or why it is refused.
 */
export function checkUrl(input: string | URL, policy: AddressPolicy = {}): URL | Refusal {
  let url: URL
  try {
    url = new URL(input)
  } catch {
    return { code: 'bad_url', reason: `not a usable URL: ${String(input).slice(0, 200)}` }
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { code: 'bad_scheme', reason: `scheme ${url.protocol} is not http or https` }
  url.username = ''
  url.password = ''
  url.hash = ''
  const port = portOf(url)
  if (port !== 80 && port !== 443 && policy.allowPorts !== 'any' && !policy.allowPorts?.includes(port))
    return {
      code: 'blocked_port',
      reason: `port ${port} is not allowed: NEWSLOOM_ALLOW_PORTS=${port} allows it`,
    }
  const host = url.hostname.replace(/\.$/, '').toLowerCase()
  if (host === '') return { code: 'bad_url', reason: 'the URL has no host' }
  if (isAddress(host)) return checkAddress(host, port, policy) ?? url
  if (deniedHost(host, port, policy))
    return { code: 'blocked_host', reason: `${host} is one of our own services` }
  if (!policy.allowPrivate && (LOCAL_NAME.test(host) || !host.includes('.')))
    return { code: 'blocked_host', reason: `${host} is a local name` }
  return url
}

export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

/** Decides about the address that would be connected to; null when it may be. */
export function checkAddress(address: string, port: number, policy: AddressPolicy = {}): Refusal | null {
  const parsed = parseAddress(address)
  if (!parsed) return { code: 'blocked_address', reason: `${address} is not an address` }
  if (deniedAddress(parsed, port, policy))
    return { code: 'blocked_address', reason: `${address} is one of our own services` }
  if (policy.allowPrivate) return null
  const reason = notPublic(parsed)
  return reason ? { code: 'blocked_address', reason: `${address} is not public: ${reason}` } : null
}

interface DenyEntry {
  readonly host: string
  readonly port: number | null
}

function denyEntry(text: string): DenyEntry {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text)
  if (bracketed) return { host: bracketed[1]!, port: bracketed[2] ? Number(bracketed[2]) : null }
  const withPort = /^([^:]+):(\d+)$/.exec(text)
  if (withPort) return { host: withPort[1]!.toLowerCase(), port: Number(withPort[2]) }
  return { host: text.toLowerCase(), port: null }
}

function deniedHost(host: string, port: number, policy: AddressPolicy): boolean {
  return (policy.deny ?? []).some((text) => {
    const entry = denyEntry(text)
    return entry.host === host && (entry.port === null || entry.port === port)
  })
}

/** IPv6 networks whose addresses contain an IPv4 address, and the byte at which it begins. */
const EMBEDDING = [
  ['::ffff:0:0/96', 12], // mapped
  ['::/96', 12], // compatible
  ['64:ff9b::/96', 12], // NAT64
  ['64:ff9b:1::/48', 12], // NAT64, local use
  ['2002::/16', 2], // 6to4
] as const
const embedding = EMBEDDING.map(([cidr, at]) => ({ cidr: ipaddr.IPv6.parseCIDR(cidr), at }))

/** The IPv4 address that an IPv6 address contains, or null. `::` and `::1` contain none: they are this machine itself. */
function embeddedV4(address: Address): ipaddr.IPv4 | null {
  if (address.kind() === 'ipv4') return null
  const v6 = address as ipaddr.IPv6
  const found = embedding.find(({ cidr }) => v6.match(cidr))
  if (!found || /^(::|::1)$/.test(v6.toString())) return null
  return new ipaddr.IPv4(v6.toByteArray().slice(found.at, found.at + 4))
}

function deniedAddress(address: Address, port: number, policy: AddressPolicy): boolean {
  if (!policy.deny?.length) return false
  const plain = embeddedV4(address) ?? address
  return policy.deny.some((text) => {
    const entry = denyEntry(text)
    if (entry.port !== null && entry.port !== port) return false
    if (entry.host.includes('/') && ipaddr.isValidCIDR(entry.host)) {
      const [network, bits] = ipaddr.parseCIDR(entry.host)
      return network.kind() === plain.kind() && (plain as ipaddr.IPv4).match(network as ipaddr.IPv4, bits)
    }
    const denied = parseAddress(entry.host)
    return denied !== null && denied.toNormalizedString() === plain.toNormalizedString()
  })
}
