import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { type AddressRange, limitedAs } from '../../core/fetching/client-address.ts'
import { needsToken, refusal } from '../problem.ts'
import { clientOf, isBehindTrustedProxy } from './peer.ts'
import type { WrongTries } from './wrong-tries.ts'

/** A person who may change things, and the hash of their token. */
export interface OperatorIdentity {
  readonly id: number
  readonly name: string
  readonly token_hash: Uint8Array
}

/** Where named operators are looked up. */
export interface OperatorRegistry {
  byToken(tokenHash: Buffer): Promise<OperatorIdentity | undefined>
  byId(id: number): Promise<OperatorIdentity | undefined>
  /** Whether there is any. */
  some(): Promise<boolean>
}

export interface OperatorGateOptions {
  /** NEWSLOOM_OPERATOR_TOKEN: the operator named `operator`. */
  readonly token: string | undefined
  readonly registry: OperatorRegistry
  readonly wrongTries: WrongTries
  readonly trustedProxies: readonly AddressRange[]
  readonly now: () => Date
  /** Called for each wrong token. */
  readonly onWrong: (facts: {
    readonly client: string
    readonly sent_as: 'form' | 'cookie' | 'bearer'
  }) => void
}

/**
 * Decides who may change things: clients that send an operator's token as a Bearer header, or that signed in with it and have
 * a cookie. After several wrong tokens a client is refused for a while, even with the right one.
 */
export interface OperatorGate {
  /** Whether there is any operator. Without one nobody may change anything here. */
  enabled(): Promise<boolean>
  isOperator(c: Context): boolean
  /** The operator of a request, as recorded with a change: `web:NAME`. @throws when the client is not an operator */
  madeBy(c: Context): string
  /** Signs the browser in if `token` is right. `waitS`: the seconds to wait after too many wrong tokens. */
  signIn(c: Context, token: string): Promise<{ readonly ok: boolean; readonly waitS: number }>
  signOut(c: Context): void
  /** Finds out who the client is. Must run before every handler that needs to know it. */
  readonly identify: MiddlewareHandler
  /** Lets operators through, redirects browsers to the sign-in, refuses other clients. */
  readonly only: MiddlewareHandler
}

const COOKIE = 'newsloom_operator'
const SESSION_S = 12 * 3_600
/** The id of the operator whose token is a setting; identities of the table begin with 1. */
const SETTING_ID = 0

export function createOperatorGate(options: OperatorGateOptions): OperatorGate {
  const { token, registry, wrongTries, trustedProxies, now, onWrong } = options
  const bySetting: OperatorIdentity | undefined =
    token === undefined ? undefined : { id: SETTING_ID, name: 'operator', token_hash: hashOf(token) }
  const known = new WeakMap<Context, OperatorIdentity>()

  const byToken = async (given: string): Promise<OperatorIdentity | undefined> => {
    const hash = hashOf(given)
    return bySetting && timingSafeEqual(hash, bySetting.token_hash) ? bySetting : registry.byToken(hash)
  }
  /** Undefined for a forged cookie; `expired` for one of ours that is too old, or whose operator was removed. */
  const byCookie = async (cookie: string): Promise<OperatorIdentity | 'expired' | undefined> => {
    const [, id, expires, signature] = /^(\d{1,15})\.(\d{1,12})\.([\w-]{43})$/.exec(cookie) ?? []
    if (!id || !expires || !signature) return undefined
    const operator = Number(id) === SETTING_ID ? bySetting : await registry.byId(Number(id))
    if (!operator) return undefined
    if (!same(signature, sign(operator, expires))) return undefined
    return Number(expires) * 1000 > now().getTime() ? operator : 'expired'
  }
  const limitedClient = (c: Context) => limitedAs(clientOf(c, trustedProxies))
  const wrong = (c: Context, sentAs: 'form' | 'cookie' | 'bearer') => {
    wrongTries.count(limitedClient(c))
    onWrong({ client: clientOf(c, trustedProxies), sent_as: sentAs })
  }

  return {
    enabled: async () => bySetting !== undefined || (await registry.some()),
    isOperator: (c) => known.has(c),
    madeBy(c) {
      const operator = known.get(c)
      if (!operator) throw new Error('an action was taken without an operator')
      return `web:${operator.name}`
    },
    async signIn(c, given) {
      const waitS = wrongTries.wait(limitedClient(c))
      if (waitS) return { ok: false, waitS }
      const operator = await byToken(given)
      if (!operator) {
        wrong(c, 'form')
        return { ok: false, waitS: 0 }
      }
      const expires = String(Math.floor(now().getTime() / 1000) + SESSION_S)
      setCookie(c, COOKIE, `${operator.id}.${expires}.${sign(operator, expires)}`, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: SESSION_S,
        secure: isSecure(c),
      })
      known.set(c, operator)
      return { ok: true, waitS: 0 }
    },
    signOut: (c) => {
      deleteCookie(c, COOKIE, { path: '/' })
    },
    identify: async (c, next) => {
      const bearer = /^Bearer\s+(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
      const cookie = bearer === undefined ? getCookie(c, COOKIE) : undefined
      if (bearer === undefined && !cookie) return next()
      const wait = wrongTries.wait(limitedClient(c))
      if (wait) return tooMany(c, wait)
      if (bearer !== undefined) {
        const operator = await byToken(bearer)
        if (!operator) {
          wrong(c, 'bearer')
          return needsToken(c, 'this is not the token of an operator')
        }
        known.set(c, operator)
        return next()
      }
      const session = await byCookie(cookie!)
      if (session && session !== 'expired') known.set(c, session)
      else {
        if (!session) wrong(c, 'cookie')
        deleteCookie(c, COOKIE, { path: '/' })
      }
      return next()
    },
    only: async (c, next) => {
      if (known.has(c)) return next()
      const browser = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html')
      return browser
        ? c.redirect(`/operator?next=${encodeURIComponent(c.req.path)}`, 303)
        : refusal(
            c,
            403,
            'not_an_operator',
            'this is for operators: sign in at /operator, or send a token as "Authorization: Bearer TOKEN"',
          )
    },
  }

  function isSecure(c: Context): boolean {
    if (new URL(c.req.url).protocol === 'https:') return true
    return isBehindTrustedProxy(c, trustedProxies) && c.req.header('x-forwarded-proto') === 'https'
  }
}

/** The answer to a client that has sent too many wrong tokens. */
export function tooMany(c: Context, waitS: number): Response | Promise<Response> {
  return refusal(c, 429, 'too_many_wrong_tokens', `too many wrong tokens: try again in ${waitS} s`, {
    'retry-after': String(waitS),
  })
}

/** The key is derived from the hash of the token, so a session ends when its token is withdrawn. */
const sign = (operator: OperatorIdentity, expires: string): string =>
  createHmac('sha256', Buffer.concat([Buffer.from('newsloom-session:'), operator.token_hash]))
    .update(`${operator.id}.${expires}`)
    .digest('base64url')

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Compares in constant time. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(hashOf(a), hashOf(b))
}
