import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { isForApi, needsToken, refusal } from '../problem.ts'

type Options = NonNullable<Parameters<typeof secureHeaders>[0]>

const common: Options = {
  // A handler may set a policy of its own, such as the sandbox of a raw document.
  overwrite: false,
  // The same-site check needs the referrer of our own pages; other sites do not get it.
  referrerPolicy: 'same-origin',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], browsingTopics: [] },
  // Only the proxy in front knows whether this host and its subdomains are always reached over TLS.
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
}

/**
 * No inline script or style, nothing from other servers, no frame, no form to another site. Scripts make HTML from text only
 * through the policy named `newsloom`, which accepts what this server has escaped.
 */
const page = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['newsloom'],
} satisfies Options['contentSecurityPolicy']

/** bull-board writes styles into its elements; it loads its pictures and data from here. */
const board = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'self'"],
  frameAncestors: ["'none'"],
} satisfies Options['contentSecurityPolicy']

const pageHeaders = secureHeaders({ ...common, contentSecurityPolicy: page })
const boardHeaders = secureHeaders({ ...common, contentSecurityPolicy: board })
/** The JSON and the feeds are for everybody. */
const apiHeaders = secureHeaders({
  ...common,
  contentSecurityPolicy: page,
  crossOriginResourcePolicy: 'cross-origin',
})

/** Headers that every answer carries. */
export const guardHeaders: MiddlewareHandler = (c, next) => {
  if (c.req.path.startsWith('/queues')) return boardHeaders(c, next)
  return c.req.path.startsWith('/api/') ? apiHeaders(c, next) : pageHeaders(c, next)
}

/** Browsers ask again each time, unless an answer says otherwise; with the entity tag they then need not load it again. */
export const askAgain: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'private, no-cache')
}

/** Refuses a request that would change something and does not come from one of our own pages. */
export const sameSite: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const fromHere = origin === undefined ? null : origin === originOf(c.req.url, c.req.header('host'))
  // Programs send neither header. They send the token itself, which no other site has.
  const byToken = /^Bearer /i.test(c.req.header('authorization') ?? '')
  const trusted = site ? site === 'same-origin' && fromHere !== false : (fromHere ?? byToken)
  if (trusted) return next()
  // A client that is a program and has sent no token: the answer says how to send one.
  if (isForApi(c) && !site && !origin) return needsToken(c)
  return refusal(c, 403, 'wrong_site', 'this was not asked for from a page of Newsloom, so it was not done')
}

function originOf(url: string, host: string | undefined): string {
  const { protocol, host: own } = new URL(url)
  return `${protocol}//${host ?? own}`
}
