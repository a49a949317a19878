import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createHttpClient, type HttpClient } from '../../../src/adapters/http/client.ts'
import { httpGet } from '../../../src/adapters/http/request.ts'

const page = '<!doctype html><title>Quay</title><p>The ferry is late again.</p>'
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

let server: Server | undefined
let client: HttpClient | undefined
/** The request lines that came, one for each connection. */
let asked: string[] = []

afterEach(async () => {
  await client?.close()
  server?.close()
})

/** A server that answers each connection with these bytes, then closes it or leaves it open. */
async function answering(bytes: string, ends = true, more: { allowPrivate?: boolean } = {}): Promise<string> {
  asked = []
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (data) => {
      asked.push(data.toString('latin1').split('\r\n')[0]!)
      if (ends) socket.end(Buffer.from(bytes, 'latin1'))
      else socket.write(Buffer.from(bytes, 'latin1'))
    })
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  client = createHttpClient({
    userAgent: 'newsloom-test/1',
    allowPrivate: more.allowPrivate ?? true,
    allowPorts: 'any',
    timeouts: { headersMs: 2_000, bodyIdleMs: 400, totalMs: 20_000 },
    limits: { maxWireBytes: 100_000, maxBodyBytes: 200_000 },
  })
  return `http://127.0.0.1:${port}/page?x=1`
}

const head = (...lines: string[]) =>
  ['HTTP/1.1 200 OK', 'Content-Type: text/html', ...lines, '', ''].join('\r\n')

test.each([
  [
    'a length beside chunks',
    head('Content-Length: 999', 'Transfer-Encoding: chunked') +
      chunk(page.slice(0, 9)) +
      chunk(page.slice(9)) +
      chunk(''),
  ],
  ['the same length twice', head(`Content-Length: ${page.length}`, `Content-Length: ${page.length}`) + page],
  ['a blank in the name of a field', head('Bad Header: x') + page],
  ['a blank before a colon', head('X-Note : x') + page],
  ['a line without a colon', head('Garbage') + page],
  ['a control character in a field', head('X-Name: \u0001ctl') + page],
  ['a folded field', head('X-Title: caf\u00e9', ' folded') + page],
  ['lines that end with LF alone', `HTTP/1.1 200 OK\nContent-Type: text/html\n\n${page}`],
])('a response with %s is read as browsers read it', async (_what, bytes) => {
  const url = await answering(bytes)
  const response = await httpGet(client!, url)
  expect(response).toMatchObject({ status: 200, complete: true, headers: { 'content-type': 'text/html' } })
  expect(Buffer.from(response.body).toString('latin1')).toBe(page)
  expect(asked[0]).toBe('GET /page?x=1 HTTP/1.1')
})

test('an origin whose responses are odd is asked once for each page after the first', async () => {
  const url = await answering(head('Bad Header: x') + page)
  await httpGet(client!, url)
  expect(asked).toHaveLength(2)
  await httpGet(client!, url)
  expect(asked).toHaveLength(3)
})

test.each([
  ['lengths that differ', head('Content-Length: 5', 'Content-Length: 9') + page, 'bad_response'],
  ['what is no HTTP', 'HELO\r\n\r\n', 'bad_response'],
  [
    'a head without end',
    `HTTP/1.1 200 OK\r\nBad Header: x\r\n${'X-Filler: y\r\n'.repeat(9_000)}`,
    'bad_response',
  ],
  ['a chunk without a size', `${head('Bad Header: x', 'Transfer-Encoding: chunked')}zz\r\n`, 'bad_response'],
  ['a body beyond the limit', head('Bad Header: x') + 'x'.repeat(100_001), 'too_large'],
])('%s: refused, with what it is', async (_what, bytes, code) => {
  const url = await answering(bytes)
  await expect(httpGet(client!, url)).rejects.toMatchObject({ code })
})

test('a body that ends early is kept, and called incomplete', async () => {
  const url = await answering(head('Bad Header: x', 'Content-Length: 5000') + page)
  const response = await httpGet(client!, url)
  expect(response.complete).toBe(false)
  expect(Buffer.from(response.body).toString()).toBe(page)
})

test('a body that stops is not waited for', async () => {
  const url = await answering(head('Bad Header: x', 'Content-Length: 5000') + page, false)
  await expect(httpGet(client!, url)).rejects.toMatchObject({ code: 'body_timeout' })
})

test('chunks of one byte each take time in proportion to the body', async () => {
  const url = await answering(
    head('Bad Header: x', 'Transfer-Encoding: chunked') + chunk('y').repeat(60_000) + chunk(''),
  )
  // a machine that is busy may leave the other side without a turn for a while
  const patient = { timeouts: { bodyIdleMs: 15_000 } }
  await httpGet(client!, url, patient)
  const before = process.cpuUsage()
  const { body } = await httpGet(client!, url, patient)
  const { user, system } = process.cpuUsage(before)
  expect(body.length).toBe(60_000)
  // bounded by the number of chunks: a copy of all that is left for each of them would take minutes
  expect((user + system) / 1e6).toBeLessThan(6)
})

test('the guard holds for the second way of asking too', async () => {
  const url = await answering(head('Bad Header: x') + page, true, { allowPrivate: false })
  client!.oddOrigins.add(new URL(url).origin)
  await expect(httpGet(client!, url)).rejects.toMatchObject({ code: 'blocked_address' })
  expect(asked).toEqual([])
})
