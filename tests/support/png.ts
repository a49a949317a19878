import { crc32, deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'

/**
 * The same picture with at most 256 colors, which are enough for a page of text and thin lines, at a third of the size. pngjs can
 * read a palette but not write one, and without a palette the screenshots of the docs are twice as large.
 */
export function smallPng(png: Uint8Array): Uint8Array {
  const { width, height, pixels } = decode(Buffer.from(png))
  const palette = paletteOf(pixels)
  const index = new Map<number, number>()
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = pixels[y * width + x]!
      let place = index.get(colour)
      if (place === undefined) index.set(colour, (place = nearest(palette, colour)))
      lines[y * (width + 1) + 1 + x] = place
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** The color of each pixel, without alpha. */
function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const { width, height, data } = PNG.sync.read(png)
  const pixels = new Uint32Array(width * height)
  for (let i = 0; i < pixels.length; i++) pixels[i] = data.readUInt32BE(i * 4) >>> 8
  return { width, height, pixels }
}

/** The most frequent colors. */
function paletteOf(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 256)
    .map(([colour]) => colour)
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [i, known] of palette.entries()) {
    const distance =
      ((known >> 16) - (colour >> 16)) ** 2 +
      (((known >> 8) & 255) - ((colour >> 8) & 255)) ** 2 +
      ((known & 255) - (colour & 255)) ** 2
    if (distance < least) [best, least] = [i, distance]
  }
  return best
}
