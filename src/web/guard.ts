import type { MiddlewareHandler } from 'hono'

/**
 * No inline script or style, nothing from elsewhere, no frame, no form to another site; HTML is made from text only
 * through the policy named `newsloom`, which takes what this server has escaped.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types newsloom',
].join('; ')

/** bull-board writes styles into its elements; it loads its pictures and data from here. */
const BOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that every answer carries. */
export const guardHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  const headers = c.res.headers
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', c.req.path.startsWith('/queues') ? BOARD_POLICY : PAGE_POLICY)
  headers.set('x-content-type-options', 'nosniff')
  // Ours may know where our readers come from (a same-site check needs it), others may not.
  headers.set('referrer-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  // The JSON and the feeds are for everybody.
  headers.set('cross-origin-resource-policy', c.req.path.startsWith('/api/') ? 'cross-origin' : 'same-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()')
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
}

/** Refuses what changes something and was not asked for from one of our own pages. */
export const sameSite: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const fromHere = origin === undefined ? null : origin === originOf(c.req.url, c.req.header('host'))
  // Programs send neither; they carry the token itself, which no other site has.
  const byToken = /^Bearer /i.test(c.req.header('authorization') ?? '')
  const trusted = site ? site === 'same-origin' && fromHere !== false : (fromHere ?? byToken)
  if (!trusted) return c.text('This was not asked for from a page of Newsloom, so it was not done.\n', 403)
  return next()
}

function originOf(url: string, host: string | undefined): string {
  const { protocol, host: own } = new URL(url)
  return `${protocol}//${host ?? own}`
}
