import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * The same picture with at most 256 colours: what a page of text and hairlines has anyway, at a third of the size.
 * Takes 8-bit RGB or RGBA without interlacing, as browsers make it.
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

function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const data: Buffer[] = []
  let [width, height, type] = [0, 0, 0]
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (name === 'IHDR') [width, height, type] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9]!]
    if (name === 'IDAT') data.push(body)
    at += length + 12
  }
  if (type !== 2 && type !== 6) throw new Error(`a PNG of colour type ${type}: 2 or 6 was expected`)
  const step = type === 6 ? 4 : 3
  const raw = inflateSync(Buffer.concat(data))
  const stride = width * step
  const pixels = new Uint32Array(width * height)
  let before = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!
    const line = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let i = 0; i < stride; i++) {
      const left = i >= step ? line[i - step]! : 0
      const up = before[i]!
      const corner = i >= step ? before[i - step]! : 0
      line[i] = (line[i]! + predicted(filter, left, up, corner)) & 255
    }
    for (let x = 0; x < width; x++)
      pixels[y * width + x] = (line[x * step]! << 16) | (line[x * step + 1]! << 8) | line[x * step + 2]!
    before = line
  }
  return { width, height, pixels }
}

/** The filters of the PNG specification, section 9. */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** The most used colours. */
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
