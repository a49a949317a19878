/** Contexts that may contain the letters `<noscript` without a tag. */
const opening = /<(?:!--|(script|style|textarea|title|noscript)(?=[\s/>]))/gi

/**
 * A page as a browser with scripts reads it: all between `<noscript>` and its end tag is text, whatever tags are left
 * open in it. Only pictures stay of it (the source of a picture that a script would load). A `<noscript>` that is
 * never closed goes, and what follows it stays.
 */
export function closeNoscript(html: string): string {
  if (!/<noscript/i.test(html)) return html
  let out = ''
  let from = 0
  opening.lastIndex = 0
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    const name = found[1]?.toLowerCase()
    const start = found.index
    if (name !== 'noscript') {
      const end = name ? endTag(html, name, start) : html.indexOf('-->', start + 4)
      if (end < 0) break
      opening.lastIndex = end
      continue
    }
    const inner = html.indexOf('>', start) + 1
    if (inner === 0) break
    const end = endTag(html, 'noscript', inner)
    if (end < 0) {
      // The next one has no end either: all of them are removed.
      out += html.slice(from, start)
      return out + html.slice(inner).replace(/<noscript(?:\s[^<>]*)?>/gi, '')
    }
    const pictures = html.slice(inner, end).match(/<img\s[^<>]*>/gi) ?? []
    out += html.slice(from, inner) + pictures.join('')
    from = end
    opening.lastIndex = end
  }
  return out + html.slice(from)
}

/** Where the end tag of `name` begins at or after `from`; -1 if it is not there. */
function endTag(html: string, name: string, from: number): number {
  const tag = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  tag.lastIndex = from
  return tag.exec(html)?.index ?? -1
}
