import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Hono } from 'hono'

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

const folder = new URL('./public/', import.meta.url)

interface Asset {
  readonly href: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const assets: ReadonlyMap<string, Asset> = new Map(
  readdirSync(folder)
    .filter((name) => name.split('.').pop()! in types)
    .map((name) => {
      const bytes = new Uint8Array(readFileSync(new URL(name, folder)))
      const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 10)
      return [name, { href: `/assets/${version}/${name}`, type: types[name.split('.').pop()!]!, bytes }]
    }),
)

/** The address of a static file; it changes with its content, so that browsers may keep it for ever. */
export function assetHref(name: string): string {
  const asset = assets.get(name)
  if (!asset) throw new Error(`there is no file ${name} in src/web/public`)
  return asset.href
}

export function serveAssets(app: Hono): void {
  app.get('/assets/:version/:name', (c) => {
    const asset = assets.get(c.req.param('name'))
    if (!asset) return c.notFound()
    return c.body(asset.bytes, 200, {
      'content-type': asset.type,
      // A page that an older process made may ask for an older version: it gets the present one, but not to keep.
      'cache-control': asset.href.includes(c.req.param('version'))
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    })
  })
}
