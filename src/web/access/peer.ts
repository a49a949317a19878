import type { Context } from 'hono'
import {
  type AddressRange,
  clientAddress,
  isWithin,
  plainAddress,
} from '../../core/fetching/client-address.ts'

interface Incoming {
  readonly headers: { readonly host?: string }
  readonly socket?: { readonly remoteAddress?: string; readonly localAddress?: string }
}

/** The request as Node received it; undefined for a request that this process made itself, as tests do. */
const incomingOf = (c: Context) => (c.env as { incoming?: Incoming } | undefined)?.incoming
const socketOf = (c: Context) => incomingOf(c)?.socket

/** The Host header as it was received: the adapter of the server replaces an empty one. */
export function hostHeader(c: Context): string {
  const incoming = incomingOf(c)
  return incoming ? (incoming.headers.host ?? '') : new URL(c.req.url).host
}

/** The address of the client; `unknown` for a request that this process made itself. */
export function clientOf(c: Context, trusted: readonly AddressRange[]): string {
  const peer = socketOf(c)?.remoteAddress
  return peer ? clientAddress(peer, c.req.header('x-forwarded-for'), trusted) : 'unknown'
}

/** Whether the peer is a proxy whose `X-Forwarded-*` headers count. */
export function isBehindTrustedProxy(c: Context, trusted: readonly AddressRange[]): boolean {
  return isWithin(socketOf(c)?.remoteAddress ?? '', trusted)
}

/** The address of this server that the client connected to. */
export function ownAddress(c: Context): string | undefined {
  const local = socketOf(c)?.localAddress
  return local && plainAddress(local)
}
