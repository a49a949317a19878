/**
 * Text that was UTF-8, was read as Windows-1252 or Latin 1 somewhere, and was saved as UTF-8 again: `donâ€™t`, `cafÃ©`. Many
 * pages contain it in parts, from a content system's import.
 */

/** The characters that Windows-1252 has for the bytes 0x80 to 0x9f, in their order; a gap is the control itself. */
const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const byteOf = new Map([...high].map((char, i) => [char, 0x80 + i]))

const tail = `[\\u0080-\\u00bf${high}]`
const broken = new RegExp(
  `[\\u00c2-\\u00df]${tail}|[\\u00e0-\\u00ef]${tail}{2}|[\\u00f0-\\u00f4]${tail}{3}`,
  'g',
)
/** The dashes and quotes of UTF-8, read as Windows-1252 or as Latin 1: no language writes this. */
const telling = /â(?:\u0080[\u0090-\u00bf]|€[\u0090-\u00bf‘’“”•–—˜™š›œžŸ])/g
/** A text about such encoding errors may contain one. */
const LEAST_SIGNS = 2

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Corrects a text that was encoded twice; a text without clear signs of it is left as it is. */
export function undoDoubleEncoding(text: string): string {
  if (!text.includes('â\u0080') && !text.includes('â€')) return text
  if ((text.match(telling)?.length ?? 0) < LEAST_SIGNS) return text
  return text.replace(broken, (piece) => {
    const bytes = Uint8Array.from(piece, (char) => byteOf.get(char) ?? char.charCodeAt(0))
    try {
      return utf8.decode(bytes)
    } catch {
      return piece
    }
  })
}
