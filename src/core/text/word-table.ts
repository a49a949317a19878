/** Longer words are rare, and repeat more rarely: they are not cached. */
const MAX_LETTERS = 24
/** Slots of a table: enough for the words that make up most texts of a language. */
const PLACES = 0x2000

/** Buffer for the characters of one text, used again for each. */
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
 * A cache of what `make` gives for a word, asked without cutting the word out of its text: the words of a language repeat.
 * A word is stored at the slot of its hash and overwrites the word there, so that the table never grows. `make` must give the same for the same word always; `at` are the codes of `text`, and no word is empty.
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

/** V8 makes a substring of 13 characters and more a view of the text that it was cut from, which keeps the whole text in memory. */
function detached(piece: string): string {
  return piece.length > 12 ? Buffer.from(piece, 'utf16le').toString('utf16le') : piece
}
