import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { gunzipMembers } from '../../../src/adapters/files/gzip-members.ts'

async function unpack(bytes: Uint8Array, size = 40) {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const parts: Buffer[] = []
  const breaks: { offset: number; message: string }[] = []
  for await (const piece of gunzipMembers(chunks()))
    if (piece instanceof Uint8Array) parts.push(Buffer.from(piece))
    else breaks.push({ offset: piece.offset, message: piece.message })
  return { text: Buffer.concat(parts).toString(), breaks }
}

/** Text that hardly gets smaller. */
const noise = (n: number, seed: number) =>
  Array.from({ length: n / 50 }, (_, i) =>
    createHash('sha512').update(`${seed} ${i}`).digest('base64').slice(0, 50),
  ).join('')
const one = gzipSync(`first ${noise(500, 3)}`)
const two = gzipSync(`second ${noise(500, 5)}`)
const first = `first ${noise(500, 3)}`
const second = `second ${noise(500, 5)}`

describe('gzip members', () => {
  it.each([1, 3, 40, 65_536, 10_000_000])('follow each other, in chunks of %i bytes', async (size) => {
    expect(await unpack(Buffer.concat([one, two, one]), size)).toEqual({
      text: first + second + first,
      breaks: [],
    })
  })

  it('may have zeros between and behind them', async () => {
    const bytes = Buffer.concat([one, Buffer.alloc(512), two, Buffer.alloc(100_000)])
    expect(await unpack(bytes)).toEqual({ text: first + second, breaks: [] })
  })

  it('may have every part of a header', async () => {
    const extra = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9])
    const named = Buffer.concat([
      extra,
      Buffer.from('name\0comment\0'),
      Buffer.from([1, 2]),
      one.subarray(10),
    ])
    expect(await unpack(Buffer.concat([named, two]))).toEqual({ text: first + second, breaks: [] })
  })
})

test.each([1, 40, 65_536])(
  'junk is named with its place, and the next member is read (chunks of %i)',
  async (size) => {
    const bytes = Buffer.concat([one, Buffer.from('JUNKJUNK'), two, Buffer.from('TAIL')])
    expect(await unpack(bytes, size)).toEqual({
      text: first + second,
      breaks: [
        { offset: one.length, message: '8 bytes that belong to no gzip member' },
        { offset: one.length + 8 + two.length, message: '4 bytes that belong to no gzip member' },
      ],
    })
  },
)

test.each([5, 60, 200, one.length - 4])(
  'a last member that is cut off after %i bytes is named',
  async (length) => {
    const { text, breaks } = await unpack(Buffer.concat([two, one.subarray(0, length)]))
    expect(text.startsWith(second)).toBe(true)
    expect(breaks).toEqual([
      { offset: two.length, message: expect.stringMatching(/^a gzip member that is cut off/) },
    ])
  },
)

test('damage within a member costs that member, not the next', async () => {
  const damaged = Buffer.from(one)
  damaged.fill(0xff, 60, 90)
  const { text, breaks } = await unpack(Buffer.concat([damaged, two]), 65_536)
  expect(text.endsWith(second)).toBe(true)
  expect(breaks).toMatchObject([{ offset: 0 }])
})

test('a wrong checksum is named', async () => {
  const damaged = Buffer.from(one)
  damaged[damaged.length - 7]! ^= 1
  expect((await unpack(Buffer.concat([damaged, two]))).breaks).toEqual([
    { offset: 0, message: 'a gzip member whose checksum is wrong' },
  ])
})

test('what is no gzip file is named', async () => {
  expect(await unpack(Buffer.from('hello'))).toEqual({
    text: '',
    breaks: [{ offset: 0, message: '5 bytes that belong to no gzip member' }],
  })
})
