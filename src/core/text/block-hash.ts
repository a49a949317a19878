/**
 * The key of a block of text among an outlet's repeated ones: 53 bits (cyrb53, public domain, by bryc) of its letters in
 * lower case. A run of digits counts as one sign, so that "12 comments" and "7 comments" are one block.
 */
export function blockHash(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  let digits = false
  for (let i = 0; i < text.length; i++) {
    let c = text.charCodeAt(i)
    if (c < 128) {
      if (c >= 65 && c <= 90) c += 32
      else if (c >= 48 && c <= 57) {
        if (digits) continue
        digits = true
        c = 48
      } else if (c < 97 || c > 122) continue
    } else if (
      (c >= 0x2000 && c <= 0x206f) ||
      c === 0xa0 ||
      c === 0xab ||
      c === 0xbb ||
      (c >= 0x3000 && c <= 0x3003)
    )
      continue
    if (c !== 48) digits = false
    a = Math.imul(a ^ c, 2654435761)
    b = Math.imul(b ^ c, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return ((b >>> 0) * 2 ** 21 + ((a >>> 0) >>> 11)).toString(36)
}

/** Whether a block may be learned as boilerplate: long enough to tell, and not so long that it is an article. */
export function isLearnable(text: string): boolean {
  return text.length >= 12 && text.length <= 1_500
}
