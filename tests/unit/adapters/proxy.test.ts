import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { trustedCertificates } from '../../../src/adapters/http/certificates.ts'
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
} from '../../../src/adapters/http/client.ts'
import type { ProxySettings } from '../../../src/adapters/http/proxy.ts'
import { proxyChooser } from '../../../src/adapters/http/proxy.ts'
import { httpGet, httpPost } from '../../../src/adapters/http/request.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { type ProxyServer, startProxy } from '../../support/servers/proxy.ts'
import { type ScriptedServer, startScriptedServer } from '../../support/servers/scripted-server.ts'

const fixture = (name: string) => packageFile('tests', 'fixtures', 'tls', name)
const pair = { cert: readFileSync(fixture('server.pem')), key: readFileSync(fixture('server-key.pem')) }
const trusted = trustedCertificates(fixture('ca.pem'))
const page = '<!doctype html><title>Quay</title><p>The ferry is late again.</p>'

let plain: ScriptedServer
const secure = createServer(pair, (_request, response) => response.end(page))
let proxy: ProxyServer
const clients: HttpClient[] = []

beforeAll(async () => {
  plain = await startScriptedServer()
  plain.set('/a', { body: page })
  plain.set('/hook', { status: 204 })
  plain.set('/moved', { status: 302, headers: { location: 'http://10.0.0.1/a' } })
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  proxy = await startProxy({ target: (host) => (host.endsWith(':443') ? securePort() : plain.port) })
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
})
afterAll(async () => {
  await proxy.close()
  await plain.close()
  secure.closeAllConnections()
  await new Promise((resolve) => secure.close(resolve))
})
const securePort = () => (secure.address() as AddressInfo).port

/** A client that has no way of its own to resolve a name, unless a test gives it one. */
function through(settings: ProxySettings, options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    userAgent: 'newsloom-test/1',
    resolve: async (name) => {
      throw new Error(`${name} was looked up here`)
    },
    proxy: settings,
    ...options,
  })
  clients.push(client)
  return client
}

const textOf = (body: Uint8Array) => new TextDecoder().decode(body)

describe('a request through a proxy', () => {
  it('is sent to it as it is for http, and the proxy resolves the name', async () => {
    const { status, body } = await httpGet(through({ http: proxy.url }), 'http://news.example.org/a')
    expect([status, textOf(body)]).toEqual([200, page])
    expect(proxy.asked.at(-1)).toBe('GET http://news.example.org/a')
    expect(plain.asked.at(-1)?.headers.host).toBe('news.example.org')
  })

  it('goes through a tunnel for https, with the certificates that were added', async () => {
    const client = through({ https: proxy.url }, { certificates: trusted })
    expect(textOf((await httpGet(client, 'https://news.example.org/')).body)).toBe(page)
    expect(proxy.asked.at(-1)).toBe('CONNECT news.example.org:443')
  })

  it('does not trust an unknown certificate behind the tunnel, nor one of another name', async () => {
    const get = (url: string, options = {}) => httpGet(through({ https: proxy.url }, options), url)
    await expect(get('https://news.example.org/')).rejects.toMatchObject({ code: 'tls_error' })
    await expect(get('https://other.example.org/', { certificates: trusted })).rejects.toMatchObject({
      code: 'tls_error',
    })
  })

  it('takes the proxy for http where none is named for https', async () => {
    const client = through({ http: proxy.url }, { certificates: trusted })
    expect((await httpGet(client, 'https://news.example.org/')).status).toBe(200)
  })

  it('reaches a proxy that is asked over TLS', async () => {
    const over = await startProxy({ target: () => plain.port, tls: pair })
    const client = through({ http: over.url }, { certificates: trusted })
    expect((await httpGet(client, 'http://news.example.org/a')).status).toBe(200)
    await client.close()
    await over.close()
  })

  it('posts webhooks', async () => {
    const client = through({ http: proxy.url })
    expect((await httpPost(client, 'http://hooks.example.org/hook', { body: '{}' })).status).toBe(204)
    expect(proxy.asked.at(-1)).toBe('POST http://hooks.example.org/hook')
  })

  it('carries the credentials of its address, which no error shows', async () => {
    const withPassword = proxy.url.replace('://', '://reader:s3cr%2Ft@')
    await httpGet(through({ http: withPassword }), 'http://news.example.org/a')
    expect(proxy.credentials.at(-1)).toBe(`Basic ${Buffer.from('reader:s3cr/t').toString('base64')}`)
    const closed = await startProxy({ target: () => plain.port })
    await closed.close()
    const client = through({ http: closed.url.replace('://', '://reader:s3cr%2Ft@') })
    const error = await httpGet(client, 'http://news.example.org/a').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'connection_refused' })
    expect(String((error as Error).stack)).not.toMatch(/s3cr/)
  })
})

describe('what is checked here, whatever the proxy would do', () => {
  it.each([
    ['http://10.0.0.1/', 'blocked_address'],
    ['http://0x7f.1:80/', 'blocked_address'],
    ['http://[fd00::1]/', 'blocked_address'],
    ['http://[::ffff:169.254.169.254]/', 'blocked_address'],
    ['http://intranet/', 'blocked_host'],
    ['http://db.internal/', 'blocked_host'],
    ['http://news.example.org:25/', 'blocked_port'],
    ['http://news.example.org./moved', 'blocked_address'],
    ['ftp://news.example.org/', 'bad_scheme'],
  ])('%s is refused', async (url, code) => {
    const before = proxy.asked.length
    const client = through({ http: proxy.url, https: proxy.url })
    await expect(httpGet(client, url)).rejects.toMatchObject({ code })
    expect(proxy.asked.slice(before)).toEqual(
      url.endsWith('/moved') ? ['GET http://news.example.org./moved'] : [],
    )
  })

  it('is the own database, by its name, even where private addresses are allowed', async () => {
    const client = through(
      { http: proxy.url },
      { allowPrivate: true, allowPorts: 'any', deny: ['db.example.org:5432'] },
    )
    await expect(httpGet(client, 'http://db.example.org:5432/')).rejects.toMatchObject({
      code: 'blocked_host',
    })
  })
})

describe('a proxy in trouble', () => {
  it.each([403, 407, 502])('that answers %s to a tunnel is named, and asked again later', async (status) => {
    const refusing = await startProxy({ target: () => plain.port, refuses: status })
    const client = through({ https: refusing.url })
    await expect(httpGet(client, 'https://news.example.org/')).rejects.toMatchObject({
      code: 'proxy_refused',
      message: `the proxy answered ${status} when asked for it`,
      momentary: true,
    })
    await client.close()
    await refusing.close()
  })

  it('that wants credentials is named for http too', async () => {
    const refusing = await startProxy({ target: () => plain.port, refuses: 407 })
    const client = through({ http: refusing.url })
    await expect(httpGet(client, 'http://news.example.org/')).rejects.toMatchObject({ code: 'proxy_refused' })
    await client.close()
    await refusing.close()
  })
})

describe('NO_PROXY', () => {
  const url = (host: string) => new URL(`http://${host}/`)
  it.each([
    ['', 'news.example.org', false],
    ['*', 'news.example.org', true],
    ['example.org', 'news.example.org', true],
    ['.example.org', 'news.example.org', true],
    ['*.example.org', 'news.example.org', true],
    ['*.example.org', 'example.org', false],
    ['.example.org', 'example.org', true],
    ['example.org', 'badexample.org', false],
    ['EXAMPLE.org.', 'news.Example.ORG', true],
    ['example.org:8080', 'news.example.org', false],
    ['example.org:8080', 'news.example.org:8080', true],
    ['a.example, example.org b.example', 'b.example', true],
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['[2001:db8::1]:80', '[2001:db8::1]', true],
    ['2001:db8::/32', '[2001:db8:7::1]', true],
    ['10.0.0.0/8', 'ten.example.org', false],
  ])('"%s" and %s: direct %s', (except, host, direct) => {
    expect(proxyChooser({ http: 'http://p:1', except })(url(host))).toBe(direct ? null : 'http://p:1')
  })

  it.each(['localhost', 'a.localhost', '127.0.0.1', '127.8.9.1', '[::1]', '[::ffff:127.0.0.1]'])(
    'is not needed for %s',
    (host) => {
      expect(proxyChooser({ http: 'http://p:1' })(url(host))).toBeNull()
    },
  )

  it('leads to a direct connection, behind the guard', async () => {
    const before = proxy.asked.length
    const settings = { http: proxy.url, except: 'news.example.org' }
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }]
    await expect(httpGet(through(settings, { resolve }), 'http://news.example.org/a')).rejects.toMatchObject({
      code: 'blocked_address',
    })
    const open = through(settings, { resolve, allowPrivate: true, allowPorts: [plain.port] })
    expect((await httpGet(open, `http://news.example.org:${plain.port}/a`)).status).toBe(200)
    expect(proxy.asked.length).toBe(before)
  })
})

describe('NEWSLOOM_CA_FILE', () => {
  it('adds to what is trusted, without a proxy too', async () => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }]
    const options = { resolve, allowPrivate: true, allowPorts: [securePort()] }
    const url = `https://news.example.org:${securePort()}/`
    await expect(httpGet(through({}, options), url)).rejects.toMatchObject({ code: 'tls_error' })
    expect((await httpGet(through({}, { ...options, certificates: trusted }), url)).status).toBe(200)
    expect(trusted.length).toBeGreaterThan(50)
  })

  it.each([
    ['missing.pem', /^a file of certificates in PEM form: there is no such file$/],
    ['', /EISDIR/],
    ['README.md', /no block in it begins with -----BEGIN CERTIFICATE-----$/],
    ['server-key.pem', /no block in it begins with/],
  ])('that is %s is refused with a sentence', (name, sentence) => {
    expect(() => trustedCertificates(fixture(name))).toThrow(sentence)
  })
  it('that holds a damaged certificate is refused, with its place in the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'newsloom-ca-'))
    const file = join(folder, 'own.pem')
    const whole = readFileSync(fixture('ca.pem'), 'latin1')
    writeFileSync(file, whole + whole.replace(/MII/, 'MIx'))
    expect(() => trustedCertificates(file)).toThrow('certificate 2 of 2 in it is damaged')
    rmSync(folder, { recursive: true })
  })
})
