import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../src/web/server.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let deps: TestNewsloom
let app: Hono
let close: () => void
beforeAll(async () => {
  deps = await openNewsloom()
  await loadExpectedSample(deps.pool)
  const made = createApp(deps)
  app = made.app
  close = () => made.web.hub.close()
})
afterAll(async () => {
  close()
  await deps.close()
})

const ask = (path: string, headers: Record<string, string> = {}) =>
  app.request(path, { headers: { host: 'localhost', ...headers } })

describe('every answer', () => {
  it.each(['/', '/sources', '/api/v1/stories', '/api/v1/stories.atom', '/nothing-here'])(
    '%s carries the headers that protect its reader',
    async (path) => {
      const { headers } = await ask(path)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types newsloom",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toBe(
        'camera=(), microphone=(), geolocation=(), browsing-topics=()',
      )
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe(
        path.startsWith('/api/') ? 'cross-origin' : 'same-origin',
      )
      expect(headers.get('cache-control')).toMatch(/no-cache/)
      // Behind a proxy without TLS, or beside other hosts of the same domain, this would lock people out.
      expect(headers.get('strict-transport-security')).toBeNull()
    },
  )

  it.each(['/', '/api/v1/stories', '/api/v1/stories.atom', '/api/v1/stories.json'])(
    '%s is not sent twice to who has it already',
    async (path) => {
      const first = await ask(path)
      const tag = first.headers.get('etag')!
      expect(tag).toMatch(/^W\/"/)
      const again = await ask(path, { 'if-none-match': tag })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect(again.headers.get('cache-control')).toMatch(/no-cache/)
      expect((await ask(path, { 'if-none-match': 'W/"another"' })).status).toBe(200)
    },
  )

  it.each(['/', '/api/v1/stories', '/api/v1/stories.atom', '/api/v1/stories.json', '/opensearch.xml'])(
    '%s is compressed for those who can read it, and only for them',
    async (path) => {
      const plain = await ask(path)
      const text = await plain.text()
      expect(plain.headers.get('content-encoding')).toBeNull()
      const zipped = await ask(path, { 'accept-encoding': 'gzip, br' })
      expect(zipped.headers.get('vary')).toMatch(/accept-encoding/i)
      expect(zipped.headers.get('content-encoding')).toBe('gzip')
      const unpacked = zipped.body!.pipeThrough(new DecompressionStream('gzip'))
      expect((await new Response(unpacked).text()).length).toBe(text.length)
    },
  )
})
