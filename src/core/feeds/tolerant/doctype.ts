/** Bytes that the entities of a document may add to it in total. */
const MAX_GROWTH = 64 * 1024

/**
 * Replaces references to the entities that a doctype declares as plain text (`<!ENTITY id "tag:example.com,">`). Only texts of
 * up to 200 characters without references or markup are replaced, so that entities do not nest, nothing is fetched, and the
 * document grows by at most 64 KB.
 */
export function withEntities(text: string): string {
  const start = text.slice(0, 4096).search(/<!DOCTYPE[^>[]*\[/i)
  if (start < 0) return text
  const end = text.indexOf(']>', start)
  if (end < 0) return text
  const declared = new Map<string, string>()
  for (const [, name, double, single] of text
    .slice(start, end)
    .matchAll(/<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:"([^"&%<]{0,200})"|'([^'&%<]{0,200})')\s*>/g))
    if (!declared.has(name!)) declared.set(name!, double ?? single ?? '')
  if (!declared.size) return text
  let room = MAX_GROWTH
  const body = text.slice(end).replace(/&([A-Za-z_][\w.-]{0,60});/g, (whole, name: string) => {
    const value = declared.get(name)
    if (value === undefined || room < value.length) return whole
    room -= value.length
    return value
  })
  return text.slice(0, end) + body
}
