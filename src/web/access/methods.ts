import type { Context, Hono } from 'hono'
import { refusal } from '../problem.ts'

/**
 * The answer to a method that a path does not have (405); null where it has the method, and for a path that does not exist
 * (404).
 */
export function wrongMethod(app: Hono, c: Context): Response | Promise<Response> | null {
  const methods = methodsOf(app, c.req.path)
  if (!methods.length || methods.includes(c.req.method)) return null
  return refusal(c, 405, 'wrong_method', `this address takes ${methods.join(', ')} only`, {
    allow: methods.join(', '),
  })
}

/** The methods that an app has for a path. Middleware does not count, since it is there for every path. */
export function methodsOf(app: Hono, path: string): string[] {
  const methods = app.routes.filter((route) => route.method !== 'ALL' && patternOf(route.path).test(path))
  return [...new Set(methods.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
}

const patterns = new Map<string, RegExp>()

/** A path as hono writes it (`/story/:id{[0-9]{1,15}}`) as a pattern. */
function patternOf(path: string): RegExp {
  let pattern = patterns.get(path)
  if (!pattern) {
    const source = path
      .split('/')
      .map((part) => {
        const [, rule] = /^:\w+(?:\{(.+)\})?$/.exec(part) ?? []
        if (part.startsWith(':')) return rule ?? '[^/]+'
        return part === '*' ? '.*' : part.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&')
      })
      .join('/')
    pattern = new RegExp(`^${source}$`)
    patterns.set(path, pattern)
  }
  return pattern
}
