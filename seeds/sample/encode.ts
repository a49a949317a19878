/**
 * Encodes text in a one-byte charset by turning its decoder around. What the charset has no byte for becomes a
 * numeric character reference, as old content systems do it. ISO 8859-1 is what browsers take it for, windows-1252.
 */
export function encodeText(text: string, charset: string): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(text)
  const decoder = new TextDecoder(charset)
  const byteOf = new Map<string, number>()
  for (let byte = 255; byte >= 0; byte--) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte)
  const bytes: number[] = []
  for (const char of text) {
    const byte = byteOf.get(char)
    if (byte !== undefined) bytes.push(byte)
    else for (const unit of `&#${char.codePointAt(0)};`) bytes.push(unit.charCodeAt(0))
  }
  return Uint8Array.from(bytes)
}
