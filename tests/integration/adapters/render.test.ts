import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRenderer, type Renderer } from '../../../src/adapters/render/browser.ts'
import { serveRenderer } from '../../../src/adapters/render/service.ts'
import { browserPath } from '../../support/browser.ts'
import { newsloom } from '../../support/cli.ts'
import { type ScriptedServer, startScriptedServer } from '../../support/servers/scripted-server.ts'

const browser = browserPath()
const inBrowser = test.skipIf(browser === undefined)

let site: ScriptedServer
let inside: ScriptedServer
let renderer: Renderer | undefined

beforeEach(async () => {
  site = await startScriptedServer()
  inside = await startScriptedServer()
})
afterEach(async () => {
  await renderer?.close()
  renderer = undefined
  await site.close()
  await inside.close()
})

async function open(more: { maxBytes?: number; allowPrivate?: boolean } = {}): Promise<Renderer> {
  renderer = await openRenderer({
    browserPath: browser!,
    // The other server's port stands for whatever a page must not reach.
    policy: { allowPorts: [site.port], allowPrivate: more.allowPrivate ?? true, deny: [] },
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ...(more.maxBytes ? { maxBytes: more.maxBytes } : {}),
  })
  return renderer
}
const asked = (url: string) => ({ url, userAgent: 'newsloom-test/1', timeoutMs: 60_000 })

const page = (script: string) =>
  `<!doctype html><html><head><title>Quay</title></head><body><main id="m">Loading</main><script>${script}</script></body></html>`
const fill = `fetch('/data.json').then(r => r.json()).then(d => { document.getElementById('m').textContent = d.text })`

inBrowser('a page is what its scripts make of it, and it says who asks', { timeout: 240_000 }, async () => {
  site.set('/old', { status: 301, headers: { location: '/story' } })
  site.set('/story', { body: page(fill) })
  site.set('/data.json', {
    headers: { 'content-type': 'application/json' },
    body: '{"text":"The ferry is late again."}',
  })
  const rendered = await (await open()).render(asked(`${site.url}/old`))
  expect(rendered).toMatchObject({
    url: `${site.url}/story`,
    status: 200,
    redirects: [{ from: `${site.url}/old`, to: `${site.url}/story`, status: 301 }],
  })
  expect(rendered.html).toContain('<main id="m">The ferry is late again.</main>')
  expect(site.asked[0]!.headers['user-agent']).toBe('newsloom-test/1')
})

inBrowser('no request of a page gets past the guard', { timeout: 240_000 }, async () => {
  inside.set('/secret', { headers: { 'access-control-allow-origin': '*' }, body: 'secret' })
  const tries = `Promise.allSettled([fetch('${inside.url}/secret'), fetch('http://localhost:${inside.port}/secret')])
    .then(all => { document.getElementById('m').textContent = all.map(one => one.status + (one.value ? one.value.status : '')).join(' ') })`
  site.set('/story', {
    body: page(tries).replace(
      '</main>',
      `</main><iframe src="${inside.url}/secret"></iframe><script src="${inside.url}/secret"></script>`,
    ),
  })
  const opened = await open()
  const { html } = await opened.render(asked(`${site.url}/story`))
  expect(html).not.toContain('>secret')
  expect(inside.asked).toEqual([])
  await expect(opened.render(asked(`${inside.url}/secret`))).rejects.toMatchObject({ code: 'blocked_port' })
  site.set('/away', { status: 302, headers: { location: `${inside.url}/secret` } })
  await expect(opened.render(asked(`${site.url}/away`))).rejects.toMatchObject({ code: 'blocked_port' })
  expect(inside.asked).toEqual([])
})

inBrowser('a name that leads to a private address is refused', { timeout: 240_000 }, async () => {
  const opened = await open({ allowPrivate: false })
  await expect(opened.render(asked(`http://quay.example.com:${site.port}/story`))).rejects.toMatchObject({
    code: 'blocked_address',
  })
  expect(site.asked).toEqual([])
})

inBrowser('all that a page asks for together is bounded', { timeout: 240_000 }, async () => {
  site.set('/story', { body: page(`fetch('/big').then(r => r.text())`) })
  site.set('/big', { body: 'x'.repeat(3_000_000) })
  const opened = await open({ maxBytes: 1_000_000 })
  await expect(opened.render(asked(`${site.url}/story`))).rejects.toMatchObject({ code: 'too_large' })
})

test('the endpoint takes a page as JSON, and says what was wrong with a call', async () => {
  const calls: string[] = []
  const server = await serveRenderer(
    {
      async render({ url }) {
        calls.push(url)
        return { url, status: 200, headers: {}, redirects: [], html: '<p>Hello' }
      },
      async close() {},
    },
    { host: '127.0.0.1', port: 0, atOnce: 1 },
  )
  try {
    const post = (body: string, type = 'application/json') =>
      fetch(server.url, { method: 'POST', headers: { 'content-type': type }, body })
    const good = await post('{"url":"https://quay.example/a","user_agent":"test/1"}')
    expect([good.status, await good.json()]).toEqual([
      200,
      { url: 'https://quay.example/a', status: 200, headers: {}, redirects: [], html: '<p>Hello' },
    ])
    expect((await post('{"url":"file:///etc/passwd","user_agent":"test/1"}')).status).toBe(400)
    expect((await post('no JSON')).status).toBe(400)
    expect((await post('{"url":"https://quay.example/a"}', 'text/plain')).status).toBe(415)
    expect((await fetch(server.url)).status).toBe(405)
    expect(calls).toEqual(['https://quay.example/a'])
  } finally {
    await server.close()
  }
})

test('a service without its browser says how to get one, and a wrong address of a service is named', async () => {
  const without = await newsloom(['worker', 'render'], {
    env: { NEWSLOOM_BROWSER: '/nowhere/chromium', NEWSLOOM_RENDER_PORT: '0' },
  })
  expect(without.code).toBe(1)
  expect(without.stderr).toMatch(
    /\/nowhere\/chromium could not be started: set NEWSLOOM_BROWSER to a Chromium/,
  )
  const wrong = await newsloom(['worker', 'render'], { env: { NEWSLOOM_RENDER_URL: 'render.example' } })
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toMatch(
    /NEWSLOOM_RENDER_URL.*an http or https address such as http:\/\/127\.0\.0\.1:8410\/render/,
  )
})
