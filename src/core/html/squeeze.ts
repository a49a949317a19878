/** Letters and digits only, lower case: what two spellings of one text have in common. */
export function squeeze(text: string): string {
  let out = ''
  let from = -1
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57)) {
      if (from < 0) from = i
      continue
    }
    if (c > 127) return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
    if (from >= 0) {
      out += text.slice(from, i)
      from = -1
    }
  }
  if (from >= 0) out += text.slice(from)
  return out.toLowerCase()
}
