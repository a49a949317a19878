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

/** The request as Node received it; undefined for one that was made within the process. */
const incomingOf = (c: Context) => (c.env as { incoming?: Incoming } | undefined)?.incoming
const socketOf = (c: Context) => incomingOf(c)?.socket

/** The Host header as it was received: the server's adapter puts a name of its own where it is empty. */
export function hostHeader(c: Context): string {
  const incoming = incomingOf(c)
  return incoming ? (incoming.headers.host ?? '') : new URL(c.req.url).host
}

/** The address of who asks; `unknown` within the process. */
export function clientOf(c: Context, trusted: readonly AddressRange[]): string {
  const peer = socketOf(c)?.remoteAddress
  return peer ? clientAddress(peer, c.req.header('x-forwarded-for'), trusted) : 'unknown'
}

/** Whether the peer is a proxy whose `X-Forwarded-*` headers count. */
export function isBehindTrustedProxy(c: Context, trusted: readonly AddressRange[]): boolean {
  return isWithin(socketOf(c)?.remoteAddress ?? '', trusted)
}

/** The address of ours that was connected to. */
export function ownAddress(c: Context): string | undefined {
  const local = socketOf(c)?.localAddress
  return local && plainAddress(local)
}
