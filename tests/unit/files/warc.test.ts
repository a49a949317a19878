import { expect, test } from 'vitest'
import type { Piece } from '../../../src/core/files/byte-source.ts'
import { readWarc, type WarcDamage, type WarcPage } from '../../../src/core/files/warc.ts'

interface Shape {
  readonly newline?: string
  /** Instead of the true one; null for none. */
  readonly length?: number | string | null
}

function record(type: string, url: string, content: string | Buffer, shape: Shape = {}): Buffer {
  const { newline = '\r\n', length = Buffer.byteLength(content) } = shape
  const head = [
    'WARC/1.0',
    `WARC-Type: ${type}`,
    `WARC-Target-URI: ${url}`,
    'WARC-Date: 2026-03-01T10:00:00Z',
    'Content-Type: text/html',
    ...(length === null ? [] : [`Content-Length: ${length}`]),
    '',
    '',
  ]
  return Buffer.concat([
    Buffer.from(head.join(newline)),
    Buffer.from(content),
    Buffer.from(newline.repeat(2)),
  ])
}

const answer = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n${headers}\r\n${body}`

const page = (n: number, body = `<p>page ${n}</p>`) =>
  record('response', `https://n.example/${n}`, answer(body))

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Piece> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(pieces: AsyncIterable<Piece>, maxRecordBytes?: number) {
  const pages: WarcPage[] = []
  const damages: WarcDamage[] = []
  for await (const entry of readWarc(pieces, maxRecordBytes ? { maxRecordBytes } : {}))
    if (entry.kind === 'page') pages.push(entry)
    else damages.push(entry)
  return {
    pages,
    bodies: pages.map(({ url, body }) => [new URL(url).pathname, Buffer.from(body).toString()]),
    damages,
    messages: damages.map(({ message }) => message),
  }
}

const readBytes = (parts: readonly (Buffer | string)[], maxRecordBytes?: number) =>
  read(inChunks(Buffer.concat(parts.map((part) => Buffer.from(part))), 50), maxRecordBytes)

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
  const { pages, bodies, damages } = await read(inChunks(file, chunk))
  expect(bodies).toEqual([
    ['/1', '<p>één</p>'],
    ['/2', 'hello world'],
    ['/3', '<p>three</p>'],
  ])
  expect(damages).toEqual([])
  expect(pages[0]).toMatchObject({
    fetchedAt: new Date('2026-03-01T10:00:00Z'),
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
})

test('heads with bare line feeds, of the record and of the HTTP answer', async () => {
  const lf = record('response', 'https://n.example/1', answer('one').replaceAll('\r\n', '\n'), {
    newline: '\n',
  })
  expect(await readBytes([lf, page(2)])).toMatchObject({
    bodies: [
      ['/1', 'one'],
      ['/2', '<p>page 2</p>'],
    ],
    damages: [],
  })
})

test('a NUL in a header is left out of it', async () => {
  const { pages } = await readBytes([
    record('response', 'https://n.example/1', answer('x', 'X-A: a\u0000b\r\n')),
  ])
  expect(pages[0]!.headers['x-a']).toBe('ab')
})

test.each([
  ['too short', 20],
  ['too short by the last byte', Buffer.byteLength(answer('<p>page 1</p>')) - 1],
  ['too long, into the next record', 300],
  ['too long, beyond all records', 5_000],
  ['larger than the limit', 99_999_999],
  ['no number', 'many'],
  ['not there', null],
])('a Content-Length that is %s: the page and those after it are read', async (_what, length) => {
  const wrong = record('response', 'https://n.example/1', answer('<p>page 1</p>'), { length })
  expect(await readBytes([wrong, page(2), page(3)], 10_000)).toMatchObject({
    bodies: [
      ['/1', '<p>page 1</p>'],
      ['/2', '<p>page 2</p>'],
      ['/3', '<p>page 3</p>'],
    ],
    damages: [],
  })
})

test('a page about WARC, with a record in its text, is one page', async () => {
  const text = `<pre>\n\n${record('response', 'https://n.example/inner', 'inner')}</pre>`
  expect((await readBytes([page(1, text), page(2)])).bodies.map(([path]) => path)).toEqual(['/1', '/2'])
})

test('what cannot be read is named with its offset and its cause, and the next record is read', async () => {
  const parts = [
    Buffer.from('some junk '),
    record('response', 'https://n.example/1', 'no http'),
    page(2),
    record('response', '', answer('nowhere')),
    page(3),
    page(4).subarray(0, -9),
  ]
  const { bodies, damages } = await readBytes(parts)
  expect(bodies.map(([path]) => path)).toEqual(['/2', '/3'])
  const offsets = parts.map((_, i) => Buffer.concat(parts.slice(0, i)).length)
  expect(damages.map(({ code, offset }) => [code, offset])).toEqual([
    ['bad_warc', 0],
    ['bad_warc', offsets[1]],
    ['bad_warc', offsets[3]],
    ['cut_off', offsets[5]],
  ])
  expect(damages[0]!.message).toBe('8 bytes that belong to no record')
  expect(damages[1]!.message).toMatch(/no end of its HTTP head/)
  expect(damages[3]!.message).toMatch(/n\.example\/4.* cut off: \d+ of \d+ bytes are there/)
})

test('a record that is cut off within its head is named', async () => {
  expect((await readBytes([page(1), page(2).subarray(0, 40)])).messages).toEqual([
    'a record that is cut off within its head',
  ])
})

test('zeros and line ends between records are padding', async () => {
  expect(
    await readBytes([page(1), Buffer.alloc(600), '\r\n\r\n', page(2), Buffer.alloc(9_000)]),
  ).toMatchObject({
    bodies: [
      ['/1', '<p>page 1</p>'],
      ['/2', '<p>page 2</p>'],
    ],
    damages: [],
  })
})

test('a record above the limit is named so, and the next is read', async () => {
  const { bodies, damages } = await readBytes([page(1, 'x'.repeat(300_000)), page(2)], 5_000)
  expect(bodies.map(([path]) => path)).toEqual(['/2'])
  expect(damages).toMatchObject([{ code: 'too_large' }])
})

test('a record that a break cuts off is one damage, with the cause of the break', async () => {
  async function* pieces(): AsyncGenerator<Piece> {
    yield page(1)
    yield page(2).subarray(0, 200)
    yield { kind: 'break', offset: 77, message: 'a gzip member that is cut off' }
    yield page(3)
    yield { kind: 'break', offset: 99, message: '8 bytes that belong to no gzip member' }
  }
  const { bodies, messages } = await read(pieces())
  expect(bodies.map(([path]) => path)).toEqual(['/1', '/3'])
  expect(messages).toEqual([
    expect.stringMatching(
      /n\.example\/2.* cut off: .*: a gzip member that is cut off at byte 77 of the packed file/,
    ),
    'a part with 8 bytes that belong to no gzip member at byte 99 of the packed file',
  ])
})

test('what is no WARC gives no page', async () => {
  expect((await readBytes(['<html></html>'])).pages).toEqual([])
})
