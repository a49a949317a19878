import { networkInterfaces } from 'node:os'
import type { HostPort } from '../adapters/host-port.ts'
import { parseDocumentsAddress } from '../adapters/objects/address.ts'
import { parsePostgresAddress } from '../adapters/postgres/address.ts'
import { parseRedisAddress } from '../adapters/redis/address.ts'
import { isLoopback, plainAddress } from '../core/fetching/client-address.ts'

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
}

/**
 * The services that Newsloom itself uses, as `host:port` for the fetcher's deny list: no feed may reach the database, Redis,
 * the pages or the metrics, even where private addresses or other ports are allowed.
 * @param urls addresses of services, on this machine or another
 * @param ports ports that this process listens on
 */
export function ownServices(
  urls: readonly (string | undefined)[],
  ports: readonly (number | undefined)[] = [],
): string[] {
  const services = urls.flatMap((text) => {
    if (text && /^rediss?[:+]/.test(text)) return parseRedisAddress(text).hosts.map(inUrl)
    if (text && /^postgres(ql)?:/.test(text)) return parsePostgresAddress(text).hosts.map(inUrl)
    if (text && /^s3:/.test(text)) {
      const address = parseDocumentsAddress(text)
      return address.kind === 's3' ? [hostOfUrl(address.endpoint)] : []
    }
    if (!text || !URL.canParse(text)) return []
    const service = hostOfUrl(new URL(text))
    return service.host && service.port ? [service] : []
  })
  const own = ports.flatMap((port) => (port ? [{ host: 'localhost', port }] : []))
  return [...services, ...own].flatMap(({ host, port }) =>
    isThisMachine(host) ? everyWayHere().map((way) => `${way}:${port}`) : [`${host}:${port}`],
  )
}

function hostOfUrl({ hostname, port, protocol }: URL): HostPort {
  return { host: hostname, port: Number(port || DEFAULT_PORTS[protocol]) }
}

function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || isLoopback(host) || ownAddresses().includes(plainAddress(host))
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => plainAddress(address)))

/** Every address that leads to a service of this machine: loopback, "any address", and those of its network cards. */
function everyWayHere(): string[] {
  const cards = ownAddresses().map((address) => (address.includes(':') ? `[${address}]` : address))
  return ['localhost', '127.0.0.0/8', '0.0.0.0/8', '[::1]', '[::]', ...cards]
}

/** An IPv6 address in brackets, as in a URL. */
function inUrl({ host, port }: HostPort): HostPort {
  return { host: host.includes(':') ? `[${host}]` : host, port }
}
