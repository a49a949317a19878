/** What a document's own entities may add to it, all in all. */
const MAX_GROWTH = 64 * 1024

/**
 * Puts in the plain texts that a doctype declares as entities (`<!ENTITY id "tag:example.com,">`). Only texts of
 * up to 200 characters without references or markup of their own count: nothing nests, nothing is fetched,
 * and the whole grows by 64 KB at most.
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
