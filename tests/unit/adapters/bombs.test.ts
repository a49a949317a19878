import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readBody } from '../../../src/adapters/http/body.ts'
import { rowsOfFile } from '../../../src/pipeline/load/files.ts'
import type { FoundRow } from '../../../src/pipeline/load/found-row.ts'

const folder = mkdtempSync(join(tmpdir(), 'newsloom-bombs-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** 256 MB of blanks: eight times what a document may have. */
const blanks = Buffer.alloc(256 * 2 ** 20, ' ')
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
const packers: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes, { level: 1 }),
  deflate: (bytes) => deflateSync(bytes, { level: 1 }),
  br: (bytes) => brotliCompressSync(bytes, quick),
  zstd: (bytes) => zstdCompressSync(bytes),
}
const bombs = new Map(Object.entries(packers).map(([name, pack]) => [name, pack(blanks)]))
const limits = { maxWireBytes: 10 * 2 ** 20, maxBodyBytes: 30 * 2 ** 20 }
const codings = Object.keys(packers)

async function rowsOf(name: string, content: Uint8Array): Promise<FoundRow[]> {
  const path = join(folder, name)
  writeFileSync(path, content)
  const rows: FoundRow[] = []
  for await (const row of rowsOfFile(path)) rows.push(row)
  return rows
}

const warcRecord = (path: string, coding: string, body: Uint8Array): Buffer => {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ${coding}\r\n\r\n`
  return Buffer.concat([
    Buffer.from(
      `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://warc.example${path}\r\nContent-Length: ${head.length + body.length}\r\n\r\n${head}`,
    ),
    body,
    Buffer.from('\r\n\r\n'),
  ])
}

describe('a small file that unpacks to a large one is stopped while it unpacks', () => {
  it.each(codings)('an answer packed with %s', async (coding) => {
    const reading = readBody(Readable.from([bombs.get(coding)!]), [coding], limits, 'https://a.example/')
    await expect(reading).rejects.toMatchObject({ code: 'too_large_decompressed' })
  })

  it('an answer that is packed twice', async () => {
    const twice = gzipSync(bombs.get('gzip')!)
    const reading = readBody(Readable.from([twice]), ['gzip', 'gzip'], limits, 'https://a.example/')
    await expect(reading).rejects.toMatchObject({ code: 'too_large_decompressed' })
  })

  it.each(codings)('a record of a WARC packed with %s; the next record is read', async (coding) => {
    const good = packers[coding]!(Buffer.from('<html><body><p>The bridge is open.</p></body></html>'))
    const file = Buffer.concat([warcRecord('/1', coding, bombs.get(coding)!), warcRecord('/2', coding, good)])
    expect(await rowsOf(`${coding}.warc`, file)).toMatchObject([
      { kind: 'refused', code: 'too_large', line: 1, message: expect.stringContaining('larger than 32 MB') },
      { kind: 'row', line: 2, url: 'https://warc.example/2' },
    ])
  })

  it('a record of a packed WARC', async () => {
    const good = Buffer.from('<html><body><p>The bridge is open.</p></body></html>')
    const file = gzipSync(Buffer.concat([warcRecord('/1', 'identity', blanks), warcRecord('/2', '', good)]), {
      level: 1,
    })
    expect(await rowsOf('packed.warc.gz', file)).toMatchObject([
      { kind: 'refused', code: 'too_large', line: 1 },
      { kind: 'row', line: 2 },
    ])
  })

  it('a line of a packed file; the lines beside it are read', async () => {
    const line = (id: string) => `${JSON.stringify({ id, title: `Gate ${id} opened` })}\n`
    const file = gzipSync(Buffer.concat([Buffer.from(line('a')), blanks, Buffer.from(`\n${line('b')}`)]), {
      level: 1,
    })
    expect(await rowsOf('lines.jsonl.gz', file)).toMatchObject([
      { kind: 'row', line: 1 },
      { kind: 'refused', code: 'too_large', line: 2 },
      { kind: 'row', line: 3 },
    ])
  })

  it('a packed page', async () => {
    expect(await rowsOf('page.html.gz', bombs.get('gzip')!)).toMatchObject([
      { kind: 'refused', code: 'too_large' },
    ])
  })
})
