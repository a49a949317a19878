import type { Context, MiddlewareHandler } from 'hono'
import { LRUCache } from 'lru-cache'

export interface Limit {
  readonly perSecond: number
  readonly burst: number
}

export interface Limits {
  /** Pages. */
  readonly read: Limit
  /** What changes something. */
  readonly act: Limit
  /** Tries of the operator's token. */
  readonly signIn: Limit
}

export const defaultLimits: Limits = {
  read: { perSecond: 20, burst: 120 },
  act: { perSecond: 1, burst: 30 },
  signIn: { perSecond: 1 / 12, burst: 5 },
}

interface Bucket {
  tokens: number
  at: number
}

const MAX_CLIENTS = 10_000

/** A token bucket per client: gives the seconds to wait, 0 when the request may go on. */
export function createLimiter({ perSecond, burst }: Limit): (client: string, nowMs: number) => number {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_CLIENTS })
  return (client, nowMs) => {
    const bucket = buckets.get(client) ?? { tokens: burst, at: nowMs }
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.at) / 1000) * perSecond)
    bucket.at = nowMs
    buckets.set(client, bucket)
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond)
    bucket.tokens -= 1
    return 0
  }
}

export function rateLimit(limits: Limits, now: () => Date): MiddlewareHandler {
  const read = createLimiter(limits.read)
  const act = createLimiter(limits.act)
  const signIn = createLimiter(limits.signIn)
  return async (c, next) => {
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    const limiter = reads ? read : c.req.path === '/operator/sign-in' ? signIn : act
    const wait = limiter(clientOf(c), now().getTime())
    if (wait)
      return c.text(`Too many requests: try again in ${wait} s.\n`, 429, { 'retry-after': String(wait) })
    return next()
  }
}

/** Who asks. Behind a proxy on this machine, the one that the proxy names last. */
function clientOf(c: Context): string {
  const socket = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
    ?.socket
  const address = socket?.remoteAddress ?? 'unknown'
  const forwarded = c.req.header('x-forwarded-for')?.split(',').pop()?.trim()
  return forwarded && /^(127\.|::1$|::ffff:127\.)/.test(address) ? forwarded.slice(0, 64) : address
}
