/**
 * Whether a response is a page, a plain text, or neither: by its type, and by its first bytes where the type is
 * missing or generic. Servers that say text/plain for HTML are common enough to look.
 */
export function sniffKind(contentType: string | undefined, bytes: Uint8Array): 'html' | 'text' | null {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const markup =
    /^[\s\uFEFF\u00EF\u00BB\u00BF\0]*(<!doctype html|<html|<head|<body|<\?xml|<!--)/i.test(start) ||
    /<html[\s>]/i.test(start)
  if (type === 'text/html' || type === 'application/xhtml+xml') return isBinary(bytes) ? null : 'html'
  if (markup && (!type || /^(text\/|application\/(octet-stream|xml|unknown))/.test(type))) return 'html'
  if (type === 'text/plain' || (!type && !isBinary(bytes))) return isBinary(bytes) ? null : 'text'
  return null
}

const MAGIC = [
  [0x25, 0x50, 0x44, 0x46], // %PDF
  [0xff, 0xd8, 0xff], // JPEG
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x50, 0x4b, 0x03, 0x04], // ZIP
] as const

/** The first bytes of a well-known binary format, whatever Content-Type the server sends. */
function isBinary(bytes: Uint8Array): boolean {
  return MAGIC.some((magic) => magic.every((byte, i) => bytes[i] === byte))
}
