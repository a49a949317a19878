import type { MiddlewareHandler } from 'hono'
import { LRUCache } from 'lru-cache'
import { type AddressRange, limitedAs } from '../../core/fetching/client-address.ts'
import { refusal } from '../problem.ts'
import { clientOf } from './peer.ts'

export interface Limit {
  readonly perSecond: number
  readonly burst: number
}

export interface Limits {
  /** Pages. */
  readonly read: Limit
  /** Requests that change something. */
  readonly act: Limit
  /** Wrong tokens of an operator, whichever way they are sent. */
  readonly wrongTokens: Limit
}

export const defaultLimits: Limits = {
  read: { perSecond: 20, burst: 120 },
  act: { perSecond: 1, burst: 30 },
  wrongTokens: { perSecond: 1 / 12, burst: 5 },
}

interface Bucket {
  readonly tokens: number
  readonly at: number
}

const MAX_CLIENTS = 10_000

/** Token buckets, one for each client. */
export interface Limiter {
  /** Takes a token. @returns the seconds to wait; 0 when the request may continue */
  take(client: string, nowMs: number): number
  /** The seconds until the client could take a token; takes none. */
  wait(client: string, nowMs: number): number
}

export function createLimiter({ perSecond, burst }: Limit): Limiter {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_CLIENTS })
  const filled = (client: string, nowMs: number): number => {
    const bucket = buckets.get(client)
    return bucket ? Math.min(burst, bucket.tokens + ((nowMs - bucket.at) / 1000) * perSecond) : burst
  }
  const waitFor = (tokens: number) => (tokens < 1 ? Math.ceil((1 - tokens) / perSecond) : 0)
  return {
    wait: (client, nowMs) => waitFor(filled(client, nowMs)),
    take(client, nowMs) {
      const tokens = filled(client, nowMs)
      const wait = waitFor(tokens)
      buckets.set(client, { tokens: wait ? tokens : tokens - 1, at: nowMs })
      return wait
    },
  }
}

export function rateLimit(
  limits: Limits,
  trustedProxies: readonly AddressRange[],
  now: () => Date,
): MiddlewareHandler {
  const read = createLimiter(limits.read)
  const act = createLimiter(limits.act)
  return async (c, next) => {
    const limiter = c.req.method === 'GET' || c.req.method === 'HEAD' ? read : act
    const wait = limiter.take(limitedAs(clientOf(c, trustedProxies)), now().getTime())
    if (wait)
      return refusal(c, 429, 'too_many_requests', `too many requests: try again in ${wait} s`, {
        'retry-after': String(wait),
      })
    return next()
  }
}
