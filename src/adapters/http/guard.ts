import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import type { SecureContext } from 'node:tls'
import { buildConnector } from 'undici'
import { type AddressPolicy, checkAddress, checkUrl, isAddress } from '../../core/fetching/address.ts'
import { HttpError, refusalError } from './error.ts'

export interface ResolvedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** All addresses of a host name, as DNS and the hosts file give them. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>

export const resolveByDns: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/** How long the answer of a resolver is valid: shorter than a connection is kept. */
const REMEMBERED_MS = 4_000
const MAX_REMEMBERED = 5_000

/** `resolve` with a short cache: a name that is requested twice within that time is looked up once. */
export function rememberResolved(resolve: Resolve): Resolve {
  const known = new Map<string, { readonly found: ReturnType<Resolve>; readonly until: number }>()
  return (hostname) => {
    const now = performance.now()
    const before = known.get(hostname)
    if (before && before.until > now) return before.found
    const found = resolve(hostname)
    known.delete(hostname)
    known.set(hostname, { found, until: now + REMEMBERED_MS })
    // a failed lookup is not cached
    found.catch(() => known.delete(hostname))
    for (const [oldest, { until }] of known) {
      if (until > now && known.size <= MAX_REMEMBERED) break
      known.delete(oldest)
    }
    return found
  }
}

/**
 * The addresses that may be connected to for a host and port. If one is refused, all are: a public name with one private
 * address is an attack or a mistake.
 * @throws HttpError blocked_address, dns_not_found
 */
export async function admittedAddresses(
  hostname: string,
  port: number,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<readonly ResolvedAddress[]> {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const found = isAddress(bare)
    ? [{ address: bare, family: bare.includes(':') ? (6 as const) : (4 as const) }]
    : await resolve(bare)
  if (found.length === 0) throw new HttpError('dns_not_found', `${bare} has no address`, bare)
  for (const { address } of found) {
    const refusal = checkAddress(address, port, policy)
    if (refusal) throw refusalError(refusal, bare)
  }
  return found
}

/** @throws HttpError bad_url, bad_scheme, blocked_port, blocked_host, blocked_address */
export function admittedUrl(url: string | URL, policy: AddressPolicy): URL {
  const checked = checkUrl(url, policy)
  if (checked instanceof URL) return checked
  throw refusalError(checked, String(url).slice(0, 500))
}

/**
 * undici's connector with the guard inside: a name is resolved once, every address is checked, and the socket connects to a
 * checked address. So a second lookup with another answer (DNS rebinding) has no effect.
 */
export function guardedConnector(
  policy: AddressPolicy,
  resolve: Resolve,
  timeoutMs: number,
  tls: { readonly secureContext?: SecureContext } = {},
): buildConnector.connector {
  const connectors = new Map<number, buildConnector.connector>()
  const connectorFor = (port: number): buildConnector.connector => {
    const known = connectors.get(port)
    if (known) return known
    const guarded: LookupFunction = (hostname, options, callback) => {
      admittedAddresses(hostname, port, policy, resolve).then(
        (addresses) => {
          const wanted = addresses.filter(({ family }) => !options.family || options.family === family)
          const usable = wanted.length > 0 ? wanted : addresses
          if (options.all)
            callback(
              null,
              usable.map(({ address, family }) => ({ address, family })),
            )
          else callback(null, usable[0]!.address, usable[0]!.family)
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 4),
      )
    }
    const made = buildConnector({
      ...tls,
      lookup: guarded,
      timeout: timeoutMs,
      autoSelectFamily: true,
      allowH2: false,
    })
    connectors.set(port, made)
    return made
  }
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
    // sockets do not look up an IP address, so a literal one is checked here
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const refusal = isAddress(host) ? checkAddress(host, port, policy) : null
    if (refusal) callback(refusalError(refusal, host), null)
    else connectorFor(port)(options, callback)
  }
}
