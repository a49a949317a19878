/** The letters and digits of a text in lower case, without spaces and signs: equal for two spellings of one text. */
export function squeeze(text: string): string {
  const { length } = text
  if (length > ROOM) return text.toLowerCase().replace(signs, '')
  let size = 0
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i)
    if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57)) narrow[size++] = c
    else if (c >= 65 && c <= 90) narrow[size++] = c + 32
    else if (c > 127) return squeezeWide(text.toLowerCase())
  }
  return size === 0 ? '' : narrow.toString('latin1', 0, size)
}

/** Longer texts (whole articles) are read by the regular expression. */
const ROOM = 32_768
const narrow = Buffer.alloc(ROOM)
/** Lower case may be longer. */
const wide = new Uint16Array(ROOM * 2)
const wideBytes = Buffer.from(wide.buffer)
const signs = /[^\p{L}\p{N}]+/gu
const sign = /[^\p{L}\p{N}]/u

const UNKNOWN = 0
const KEPT = 1
/** The class of each character, computed at its first occurrence. */
const known = new Uint8Array(0x10000)

function squeezeWide(lower: string): string {
  if (lower.length > wide.length) return lower.replace(signs, '')
  let size = 0
  for (let i = 0; i < lower.length; i++) {
    const c = lower.charCodeAt(i)
    if (c >= 0xd800 && c <= 0xdfff) return lower.replace(signs, '')
    if (known[c] === UNKNOWN) known[c] = sign.test(String.fromCharCode(c)) ? 2 : KEPT
    if (known[c] === KEPT) wide[size++] = c
  }
  return size === 0 ? '' : wideBytes.toString('utf16le', 0, size * 2)
}
