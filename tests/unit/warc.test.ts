import { Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readWarc, type WarcPage } from '../../src/core/warc.ts'

function record(type: string, url: string, content: string | Buffer): Buffer {
  const body = Buffer.from(content)
  return Buffer.concat([
    Buffer.from(
      `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2026-03-01T10:00:00Z\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n`,
    ),
    body,
    Buffer.from('\r\n\r\n'),
  ])
}

const answer = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n${headers}\r\n${body}`

async function read(bytes: Uint8Array, chunk: number, maxRecordBytes?: number): Promise<WarcPage[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const pages: WarcPage[] = []
  for await (const page of readWarc(chunks(), maxRecordBytes ? { maxRecordBytes } : {})) pages.push(page)
  return pages
}

const file = Buffer.concat([
  record('warcinfo', '', 'software: x'),
  record('request', 'https://n.example/1', 'GET / HTTP/1.1\r\n\r\n'),
  record('response', 'https://n.example/1', answer('<p>één</p>')),
  record(
    'response',
    '<https://n.example/2>',
    answer('5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n', 'Transfer-Encoding: chunked\r\n'),
  ),
  record('response', 'dns:n.example', 'x'),
  record('resource', 'https://n.example/3', '<p>three</p>'),
])

test.each([1, 7, 1000, 1_000_000])('in chunks of %i bytes', async (chunk) => {
  const pages = await read(file, chunk)
  expect(pages.map(({ url, status, body }) => [url, status, Buffer.from(body).toString()])).toEqual([
    ['https://n.example/1', 200, '<p>één</p>'],
    ['https://n.example/2', 200, 'hello world'],
    ['https://n.example/3', 200, '<p>three</p>'],
  ])
  expect(pages[0]).toMatchObject({
    fetchedAt: new Date('2026-03-01T10:00:00Z'),
    headers: { 'content-type': 'text/html; charset=utf-8' },
    cut: false,
  })
})

test('members of a .warc.gz follow each other', async () => {
  const packed = Buffer.concat([gzipSync(file), gzipSync(file)])
  const pages: WarcPage[] = []
  for await (const page of readWarc(Readable.from([packed]).pipe(createGunzip()))) pages.push(page)
  expect(pages).toHaveLength(6)
})

test('damage is stepped over', async () => {
  const broken = Buffer.concat([
    Buffer.from('junk WARC/1.0\r\nContent-Length: x\r\n\r\n'),
    record('response', 'https://n.example/1', 'no http'),
    record('response', 'https://n.example/2', answer('ok')),
    record('response', 'https://n.example/3', answer('cut off')).subarray(0, -9),
  ])
  const pages = await read(broken, 50)
  expect(pages.map(({ url }) => url)).toEqual(['https://n.example/2', 'https://n.example/3'])
})

test('a record above the limit is cut, the next is read', async () => {
  const big = Buffer.concat([
    record('response', 'https://n.example/big', answer('x'.repeat(100_000))),
    record('response', 'https://n.example/2', answer('ok')),
  ])
  const pages = await read(big, 1000, 5000)
  expect(pages.map(({ url, cut }) => [url, cut])).toEqual([
    ['https://n.example/big', true],
    ['https://n.example/2', false],
  ])
  expect(pages[0]!.body.length).toBeLessThan(5000)
})

test('what is no WARC gives nothing', async () => {
  expect(await read(Buffer.from('<html></html>'), 5)).toEqual([])
})
