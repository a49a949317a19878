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
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const assets: ReadonlyMap<string, Asset> = new Map(
  readdirSync(folder)
    .filter((name) => name.split('.').pop()! in types)
    .sort()
    .map((name) => [
      name,
      { type: types[name.split('.').pop()!]!, bytes: new Uint8Array(readFileSync(new URL(name, folder))) },
    ]),
)

/** One version for all files: scripts that import each other by relative address then load each file once. */
const version = [...assets]
  .reduce((hash, [name, { bytes }]) => hash.update(name).update(bytes), createHash('sha256'))
  .digest('base64url')
  .slice(0, 10)

/** The address of a static file. It changes when a file does, so browsers may cache the file without a limit. */
export function assetHref(name: string): string {
  if (!assets.has(name)) throw new Error(`there is no file ${name} in src/web/public`)
  return `/assets/${version}/${name}`
}

export function serveAssets(app: Hono): void {
  app.get('/assets/:version/:name', (c) => {
    const asset = assets.get(c.req.param('name'))
    if (!asset) return c.notFound()
    return c.body(asset.bytes, 200, {
      'content-type': asset.type,
      // A page made by an older process may ask for an older version: it gets this one, which it may not cache.
      'cache-control':
        c.req.param('version') === version ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  })
}
