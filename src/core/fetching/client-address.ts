/** The address of a client of our servers, behind proxies or not. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A range of addresses: its first address, and the length of its prefix in bits. */
export type AddressRange = readonly [Address, number]

/**
 * Reads `10.0.0.0/8`, or a single address.
 * @throws Error with what was expected
 */
export function parseRange(text: string): AddressRange {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    throw new Error('addresses or ranges such as 10.0.0.7 or 10.0.0.0/8, separated by commas')
  }
}

/**
 * The address of the client: the peer of the connection. If the peer is one of the `trusted` proxies, it is the nearest hop
 * of `X-Forwarded-For` that is not one of them. So nothing that a stranger writes into the header counts.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trusted: readonly AddressRange[],
): string {
  let client = plainAddress(peer)
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
  while (isWithin(client, trusted)) {
    const hop = hops.pop()
    if (!hop || !ipaddr.isValid(hop)) break
    client = plainAddress(hop)
  }
  return client
}

/** Whether an address lies in one of the ranges; false for a text that is not an address. */
export function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return ranges.some(
    ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network as never, bits),
  )
}

/** What a limit counts by: the address, or of IPv6 its network (/64), since its holder has all addresses in it. */
export function limitedAs(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const network = (parsed as ipaddr.IPv6).parts.slice(0, 4)
  return `${network.map((part) => part.toString(16)).join(':')}::/64`
}

/** `::ffff:10.0.0.1` is 10.0.0.1, and a zone (`fe80::1%eth0`) is not part of an address. */
export function plainAddress(address: string): string {
  const bare = address.split('%')[0]!
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare
}

/** Whether it is a loopback address in any spelling. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}
