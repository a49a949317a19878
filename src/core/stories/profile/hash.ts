/** FNV-1a, 32 bits, signed so that it fits Postgres `integer`. */
export function hash32(text: string): number {
  return hashOn(FNV_BASIS, text) | 0
}

export const FNV_BASIS = 0x811c9dc5

/** The hash of what `hash` is of, with `text` behind it. */
export function hashOn(hash: number, text: string): number {
  let h = hash
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}
