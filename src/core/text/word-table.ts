/** Longer words are rare, and come back more rarely. */
const MAX_LETTERS = 24
/** Places of a table: the words that make up most of any text of a language find room in it. */
const PLACES = 0x2000

/** Room for one text's characters, used again for each. */
let room = new Uint16Array(0x4000)
const MAX_ROOM = 0x40000

/**
 * The characters of a text as numbers, which are read several times as fast as those of a string. Valid up to the length
 * of the text (behind it a zero) and until the next call.
 */
export function codesOf(text: string): Uint16Array {
  let codes = room
  if (text.length >= codes.length) {
    codes = new Uint16Array(text.length * 2)
    if (codes.length <= MAX_ROOM) room = codes
  }
  Buffer.from(codes.buffer).write(text, 'utf16le')
  codes[text.length] = 0
  return codes
}

/**
 * Finds what was made of the words of texts before, without cutting them out of the text: the words of a language come
 * again and again. A word lies at the place of its hash, and the next one there takes its place, so that a table never
 * grows. `make` must give the same for the same word always; `at` are the codes of `text`, and no word is empty.
 */
export function createWordTable<T>(
  make: (raw: string) => T,
): (text: string, at: Uint16Array, start: number, end: number) => T {
  const made: (T | undefined)[] = new Array(PLACES).fill(undefined)
  const letters = new Uint16Array(PLACES * MAX_LETTERS)
  const lengths = new Uint8Array(PLACES)
  return (text, at, start, end) => {
    const length = end - start
    if (length > MAX_LETTERS) return make(text.slice(start, end))
    let hash = length
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (at[i] as number), 0x5bd1e995)
    const place = (hash ^ (hash >>> 15)) & (PLACES - 1)
    const first = place * MAX_LETTERS
    if (lengths[place] === length) {
      let i = 0
      while (i < length && letters[first + i] === at[start + i]) i++
      if (i === length) return made[place] as T
    }
    const found = make(detached(text.slice(start, end)))
    for (let i = 0; i < length; i++) letters[first + i] = at[start + i] as number
    lengths[place] = length
    made[place] = found
    return found
  }
}

/** A piece of 13 letters and more is a window on the text that it was cut from, and would keep all of it. */
function detached(piece: string): string {
  return piece.length > 12 ? Buffer.from(piece, 'utf16le').toString('utf16le') : piece
}
