import type { Context, MiddlewareHandler } from 'hono'
import { isLoopback, plainAddress } from '../../core/fetching/client-address.ts'
import { refusal } from '../problem.ts'
import { hostHeader, ownAddress } from './peer.ts'

/** Load balancers and monitors ask for these under any name; they show no page. */
const ANY_HOST: ReadonlySet<string> = new Set(['/live', '/health', '/metrics'])

/**
 * Refuses requests whose Host header is not a name of this server. So a page of another site whose name was made to resolve to
 * this machine (DNS rebinding) can read nothing. Loopback names and the address that was connected to are always accepted.
 * @param names further names of this server, in lower case, without port
 */
export function onlyOwnHosts(names: readonly string[]): MiddlewareHandler {
  const own = new Set(names)
  return async (c, next) => {
    const host = hostOf(hostHeader(c))
    if (ANY_HOST.has(c.req.path) || (host !== null && (own.has(host) || isOwnAddress(host, c)))) return next()
    return refusal(
      c,
      421,
      'wrong_host',
      `this server does not answer as "${shown(hostHeader(c))}". Its operator names the hosts that it answers as in NEWSLOOM_HOST_NAMES`,
    )
  }
}

/** The host of a Host header without its port, in lower case; null for a header that is not a host. */
function hostOf(header: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header.trim())
  return match ? match[1]!.toLowerCase().replace(/^\[|\]$/g, '') : null
}

function isOwnAddress(host: string, c: Context): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  return isLoopback(host) || plainAddress(host) === ownAddress(c)
}

const shown = (text: string): string => text.replace(/[^\x21-\x7e]/g, '?').slice(0, 100)
