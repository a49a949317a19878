import { describe, expect, it } from 'vitest'
import type { Piece } from '../../../src/core/files/byte-source.ts'
import { readLines } from '../../../src/core/files/lines.ts'

async function lines(bytes: Uint8Array | string, size = 3, max = 1_000) {
  const buffer = Buffer.from(bytes as Uint8Array)
  async function* chunks(): AsyncGenerator<Piece> {
    for (let at = 0; at < buffer.length; at += size) yield buffer.subarray(at, at + size)
  }
  const found: unknown[] = []
  for await (const line of readLines(chunks(), max))
    found.push([line.number, line.kind === 'line' ? line.text : line.code])
  return found
}

describe('lines of a file', () => {
  it.each([1, 2, 3, 100])('end with LF, CR LF or CR, in chunks of %i bytes', async (size) => {
    expect(await lines('a\nb\r\nc\rd\n\n\r\ne', size)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
      [7, 'e'],
    ])
  })

  it('do not end at U+2028, U+2029, U+0085 or a form feed', async () => {
    expect(await lines('a\u2028b\u2029c\u0085d\fe\nf')).toEqual([
      [1, 'a\u2028b\u2029c\u0085d\fe'],
      [2, 'f'],
    ])
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffzwö\nb')],
    ['UTF-16 with a mark', Buffer.from('\ufeffzwö\nb', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('zwö\nb', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeffzwö\nb', 'utf16le').swap16()],
    ['UTF-16 big endian without a mark', Buffer.from('zwö\nb', 'utf16le').swap16()],
  ])('may be in %s', async (_name, bytes) => {
    for (const size of [1, 3, 4, 100])
      expect(await lines(bytes, size)).toEqual([
        [1, 'zwö'],
        [2, 'b'],
      ])
  })

  it('of zeros are named, and zeros around a line left out', async () => {
    expect(await lines('a\n\0\0\0\0\nb\0\0\n\0\0c\n\0\0\0')).toEqual([
      [1, 'a'],
      [2, 'zeros'],
      [3, 'b'],
      [4, 'c'],
      [5, 'zeros'],
    ])
  })

  it('that are no UTF-8 are named alone', async () => {
    expect(await lines(Buffer.from([0x61, 0x0a, 0xe9, 0x0a, 0x62]))).toEqual([
      [1, 'a'],
      [2, 'not_utf8'],
      [3, 'b'],
    ])
  })

  it('above the limit are named alone, and not kept', async () => {
    expect(await lines(`a\n${'x'.repeat(5_000)}\nb`, 100, 1_000)).toEqual([
      [1, 'a'],
      [2, 'too_large'],
      [3, 'b'],
    ])
  })

  it('that a break cuts off are named', async () => {
    async function* pieces(): AsyncGenerator<Piece> {
      yield Buffer.from('{"a":1}\n{"b"')
      yield { kind: 'break', offset: 5, message: 'a gzip member that is cut off' }
      yield Buffer.from('{"c":1}\n')
    }
    const found = []
    for await (const line of readLines(pieces(), 100)) found.push(line)
    expect(found).toEqual([
      { kind: 'line', number: 1, text: '{"a":1}' },
      {
        kind: 'unreadable',
        number: 2,
        code: 'bad_gzip',
        message: 'a gzip member that is cut off at byte 5 of the packed file',
      },
      { kind: 'line', number: 3, text: '{"c":1}' },
    ])
  })
})
