import type { Hono } from 'hono'

/**
 * The methods that an app has for a path: they distinguish a wrong method (405) from a wrong path (404). Middleware does not
 * count, since it is there for every path.
 */
export function methodsOf(app: Hono, path: string): string[] {
  const methods = app.routes.filter((route) => route.method !== 'ALL' && patternOf(route.path).test(path))
  return [...new Set(methods.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
}

const patterns = new Map<string, RegExp>()

/** A path of hono's (`/story/:id{[0-9]{1,15}}`) as a pattern. */
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
