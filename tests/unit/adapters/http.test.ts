import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttpClient, type HttpClient } from '../../../src/adapters/http/client.ts'
import { HTTP_ERROR_CODES, HttpError } from '../../../src/adapters/http/error.ts'
import { type HttpGetOptions, httpGet } from '../../../src/adapters/http/request.ts'
import { judgeError } from '../../../src/core/fetching/verdict.ts'
import { type HostileServer, startHostileServer } from '../../support/servers/hostile-server.ts'

let server: HostileServer
let client: HttpClient

beforeAll(async () => {
  server = await startHostileServer()
  client = createHttpClient({
    userAgent: 'newsloom-test/1 (+https://example.org/contact)',
    allowPrivate: true,
    allowPorts: 'any',
    timeouts: { connectMs: 500, headersMs: 300, bodyIdleMs: 300, totalMs: 1500 },
    limits: { maxWireBytes: 500_000, maxBodyBytes: 2_000_000 },
  })
})

afterAll(async () => {
  await client.close()
  await server.close()
})

const get = (path: string, options?: HttpGetOptions) => httpGet(client, server.url + path, options)
const text = (body: Uint8Array) => new TextDecoder().decode(body)

async function errorOf(promise: Promise<unknown>): Promise<HttpError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof HttpError)) throw new Error(`an HttpError was due, not ${String(error)}`)
  return error
}

test('a page comes with its status, headers and address', async () => {
  const page = await get('/ok')
  expect(page).toMatchObject({
    status: 200,
    finalUrl: `${server.url}/ok`,
    redirects: [],
    complete: true,
    notModified: false,
  })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(text(page.body)).toContain('Some text')
  expect(server.lastHeaders()['user-agent']).toBe('newsloom-test/1 (+https://example.org/contact)')
})

describe('encodings', () => {
  test.each(['/br', '/zstd', '/deflate', '/deflate-raw', '/twice', '/stacked?n=3', '/plain-as-gzip'])(
    '%s',
    async (path) => {
      const page = await get(path)
      expect(text(page.body)).toContain('Some text')
      expect(page.complete).toBe(true)
    },
  )

  test('a coding that nobody knows leaves the bytes as they are', async () => {
    expect(text((await get('/odd-encoding')).body)).toContain('Some text')
  })

  test.each(['/stacked?n=9', '/junk-as-br'])('%s is refused', async (path) => {
    expect(await errorOf(get(path))).toMatchObject({ code: 'bad_encoding', momentary: false })
  })

  test('what came of a cut stream is kept', async () => {
    const page = await get('/cut-gzip')
    expect(text(page.body)).toContain('Some text')
  })
})

describe('cookies', () => {
  test('live for one chain of redirects: a gate that sets one is passed', async () => {
    const page = await get('/gate')
    expect(text(page.body)).toContain('Some text')
    expect(page.redirects).toHaveLength(2)
  })

  test('are forgotten with the chain', async () => {
    await get('/gate')
    await get('/ok')
    expect(server.lastHeaders().cookie).toBeUndefined()
  })

  test('a gate that is never content is a loop', async () => {
    expect(await errorOf(get('/gate?never=1'))).toMatchObject({ code: 'redirect_loop' })
  })
})

describe('sizes', () => {
  test.each([
    ['/endless', 'too_large'],
    ['/huge-announced', 'too_large'],
    ['/bomb?gb=10', 'too_large_decompressed'],
  ])('%s: %s', async (path, code) => {
    expect(await errorOf(get(path))).toMatchObject({ code, momentary: false })
  })

  test('a page that announces more than it sends is kept and marked', async () => {
    const page = await get('/too-long')
    expect(page.complete).toBe(false)
    expect(text(page.body)).toContain('Some text')
  })

  test('a page that sends more than it announces ends where it said', async () => {
    expect((await get('/too-short')).body).toHaveLength(20)
  })
})

describe('waits', () => {
  test.each([
    ['/silent', 'header_timeout'],
    ['/stall', 'body_timeout'],
    ['/drip', 'deadline'],
  ])('%s: %s', async (path, code) => {
    expect(await errorOf(get(path))).toMatchObject({ code, momentary: true })
  })

  test('the caller may stop it', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    expect(await errorOf(get('/drip', { signal: stop.signal }))).toMatchObject({ code: 'aborted' })
  })
})

describe('connections', () => {
  test.each([
    ['/reset', 'connection_reset', true],
    ['/reset-early', 'connection_reset', true],
    ['/garbage', 'bad_response', false],
    ['/big-headers', 'bad_response', false],
  ])('%s: %s', async (path, code, momentary) => {
    expect(await errorOf(get(path))).toMatchObject({ code, momentary })
  })

  test('nobody listens', async () => {
    expect(await errorOf(httpGet(client, 'http://127.0.0.1:1/'))).toMatchObject({
      code: 'connection_refused',
    })
  })

  test('a host that recovers is read', async () => {
    expect(await errorOf(get('/flaky?fail=1&key=once'))).toMatchObject({ code: 'connection_reset' })
    expect((await get('/flaky?fail=1&key=once')).status).toBe(200)
  })

  test('trouble with one page does not harm the next', async () => {
    await errorOf(get('/reset'))
    await errorOf(get('/endless'))
    expect((await get('/ok')).status).toBe(200)
  })
})

describe('redirects', () => {
  test('are followed and told', async () => {
    const page = await get('/to?url=%2Fhops%3Fn%3D1&status=308')
    expect(page.status).toBe(200)
    expect(page.finalUrl).toBe(`${server.url}/hops?n=0`)
    expect(page.redirects.map(({ status }) => status)).toEqual([308, 301])
  })

  test.each([
    ['/loop', 'redirect_loop'],
    ['/circle/1', 'redirect_loop'],
    ['/hops?n=12', 'too_many_redirects'],
    ['/to?url=file:///etc/passwd', 'bad_scheme'],
    ['/to?url=http://', 'bad_url'],
  ])('%s: %s', async (path, code) => {
    expect(await errorOf(get(path))).toMatchObject({ code, momentary: false })
  })

  test('ten are fine', async () => {
    expect((await get('/hops?n=10')).redirects).toHaveLength(10)
  })
})

describe('statuses are answers', () => {
  test('429 with Retry-After', async () => {
    const page = await get('/429?after=7')
    expect(page.status).toBe(429)
    expect(page.headers['retry-after']).toBe('7')
  })

  test('conditional requests', async () => {
    const first = await get('/etag')
    expect(first).toMatchObject({ status: 200, notModified: false })
    const again = await get('/etag', {
      etag: first.headers.etag,
      lastModified: first.headers['last-modified'],
    })
    expect(again).toMatchObject({ status: 304, notModified: true })
    expect(server.lastHeaders()['if-modified-since']).toBe('Tue, 05 Mar 2024 08:30:00 GMT')
    expect(await get('/304')).toMatchObject({ status: 304, notModified: true })
  })
})

describe('the guard', () => {
  const guarded = (options: Partial<Parameters<typeof createHttpClient>[0]> = {}) =>
    createHttpClient({
      userAgent: 'test',
      allowPorts: 'any',
      timeouts: { connectMs: 500, totalMs: 1500 },
      ...options,
    })

  test('refuses what is private, whatever the name says', async () => {
    const asked: string[] = []
    const careful = guarded({
      resolve: async (host) => {
        asked.push(host)
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    expect(await errorOf(httpGet(careful, `http://news.example:${server.port}/ok`))).toMatchObject({
      code: 'blocked_address',
      momentary: false,
    })
    expect(asked).toEqual(['news.example'])
    expect(await errorOf(httpGet(careful, server.url))).toMatchObject({ code: 'blocked_address' })
    expect(await errorOf(httpGet(careful, 'http://localhost/'))).toMatchObject({ code: 'blocked_host' })
    await careful.close()
  })

  test('one private address among public ones refuses them all', async () => {
    const careful = guarded({
      resolve: async () => [
        { address: '93.184.216.34', family: 4 },
        { address: '::ffff:10.0.0.1', family: 6 },
      ],
    })
    expect(await errorOf(httpGet(careful, 'http://news.example/'))).toMatchObject({ code: 'blocked_address' })
    await careful.close()
  })

  test('our own services stay out of reach even where private addresses are allowed', async () => {
    const own = guarded({ allowPrivate: true, deny: [`127.0.0.1:${server.port}`] })
    expect(await errorOf(httpGet(own, `${server.url}/ok`))).toMatchObject({ code: 'blocked_address' })
    await own.close()
  })

  test('a redirect inside is refused before anything is asked there', async () => {
    const before = server.hits.get('/ok') ?? 0
    const careful = guarded({ allowPrivate: true, deny: ['news-db.example'] })
    const path = `${server.url}/to?url=${encodeURIComponent('http://news-db.example/ok')}`
    expect(await errorOf(httpGet(careful, path))).toMatchObject({ code: 'blocked_host' })
    expect(server.hits.get('/ok') ?? 0).toBe(before)
    await careful.close()
  })

  test('other ports than those of the web are closed by default', async () => {
    const plain = createHttpClient({ userAgent: 'test' })
    expect(await errorOf(httpGet(plain, 'http://news.example:6379/'))).toMatchObject({ code: 'blocked_port' })
    await plain.close()
  })
})

test('every way in which a fetch fails has a fate', () => {
  const trouble = { now: new Date('2024-03-05T08:30:00Z'), chance: 0.5, parkedCount: 0 }
  // a stopped request is no answer: the step that was stopped runs again
  const without = HTTP_ERROR_CODES.filter((code) => judgeError(code, trouble) === undefined)
  expect(without).toEqual(['aborted'])
})
