/**
 * The name of a block of text among an outlet's repeated ones: 53 bits (cyrb53, public domain, by bryc) of its
 * letters in lower case, digits as one sign, so that "12 comments" and "7 comments" are one block.
 */
export function blockHash(text: string): string {
  const key = text
    .toLowerCase()
    .replace(/\d+/g, '0')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < key.length; i++) {
    const c = key.charCodeAt(i)
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
