import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** Who may change things: holders of NEWSLOOM_OPERATOR_TOKEN, by a cookie made from it or by a bearer header. */
export interface OperatorGate {
  /** False where no token is set: then nobody may. */
  readonly enabled: boolean
  isOperator(c: Context): boolean
  /** Signs the browser in if `token` is right. */
  signIn(c: Context, token: string): boolean
  signOut(c: Context): void
  /** Lets operators through, sends browsers to the sign-in, refuses the rest. */
  readonly only: MiddlewareHandler
}

const COOKIE = 'newsloom_operator'
const SESSION_S = 12 * 3_600

export function createOperatorGate(token: string | undefined, now: () => Date): OperatorGate {
  const sign = (expires: string) =>
    createHmac('sha256', `newsloom-session:${token}`).update(expires).digest('base64url')
  const isOperator = (c: Context): boolean => {
    if (!token) return false
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer) return same(bearer, token)
    const [expires, signature] = (getCookie(c, COOKIE) ?? '').split('.')
    if (!expires || !signature || !/^\d{1,12}$/.test(expires)) return false
    return Number(expires) * 1000 > now().getTime() && same(signature, sign(expires))
  }
  return {
    enabled: token !== undefined,
    isOperator,
    signIn(c, given) {
      if (!token || !same(given, token)) return false
      const expires = String(Math.floor(now().getTime() / 1000) + SESSION_S)
      setCookie(c, COOKIE, `${expires}.${sign(expires)}`, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: SESSION_S,
        secure: new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https',
      })
      return true
    },
    signOut: (c) => {
      deleteCookie(c, COOKIE, { path: '/' })
    },
    only: async (c, next) => {
      if (isOperator(c)) return next()
      const browser = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html')
      return browser
        ? c.redirect(`/operator?next=${encodeURIComponent(c.req.path)}`, 303)
        : c.text('This is for operators: sign in at /operator.\n', 403)
    },
  }
}

/** Compares without telling by its time how much was right. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
