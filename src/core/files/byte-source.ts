/** A place in the input after which the bytes do not follow from those before it: damage that was found while unpacking. */
export interface Break {
  readonly kind: 'break'
  /** Where, in bytes from the beginning of the packed file. */
  readonly offset: number
  /** What is wrong there, as a clause. */
  readonly message: string
}

export type Piece = Uint8Array | Break

/** Reads forward through pieces of bytes; a break counts as the end until `next` is called. */
export interface ByteSource {
  /** Bytes read so far, of all segments. */
  readonly offset: () => number
  /** At least `length` bytes without moving on, fewer at the end. */
  readonly peek: (length: number) => Promise<Buffer>
  /** Up to `length` bytes, fewer at the end. */
  readonly take: (length: number) => Promise<Buffer>
  /** Puts bytes back that were taken last. */
  readonly unread: (bytes: Uint8Array) => void
  /** Continues after a break, and returns it; null at the end of the input. */
  readonly next: () => Promise<Break | null>
}

export function byteSource(pieces: AsyncIterable<Piece>): ByteSource {
  const iterator = pieces[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)
  let offset = 0
  let stop: Break | 'end' | undefined

  const pull = async (): Promise<Buffer | null> => {
    if (stop) return null
    const step = await iterator.next()
    if (step.done) stop = 'end'
    else if (step.value instanceof Uint8Array)
      return Buffer.from(step.value.buffer, step.value.byteOffset, step.value.byteLength)
    else stop = step.value
    return null
  }
  return {
    offset: () => offset,
    async peek(length) {
      if (buffer.length < length) {
        // gathered apart: joining the buffer for each piece would copy a long look ahead many times
        const parts = [buffer]
        let size = buffer.length
        for (let part: Buffer | null; size < length && (part = await pull()); size += part.length)
          parts.push(part)
        if (parts.length > 1) buffer = Buffer.concat(parts)
      }
      return buffer
    },
    async take(length) {
      const parts: Buffer[] = []
      let missing = length
      while (missing > 0) {
        if (!buffer.length) {
          const part = await pull()
          if (!part) break
          buffer = part
        }
        const part = buffer.subarray(0, missing)
        parts.push(part)
        missing -= part.length
        buffer = buffer.subarray(part.length)
      }
      offset += length - missing
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    },
    unread(bytes) {
      buffer = Buffer.concat([bytes, buffer])
      offset -= bytes.length
    },
    async next() {
      while (!stop) await pull()
      if (stop === 'end') return null
      const found = stop
      stop = undefined
      buffer = Buffer.alloc(0)
      return found
    },
  }
}
