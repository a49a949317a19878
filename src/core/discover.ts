import { Parser } from 'htmlparser2'

/** The text of the first `<title>` outside of pictures (svg has titles too), blanks folded; null without one. */
export function htmlTitle(html: string): string | null {
  let title: string | null = null
  let inside = false
  let pictures = 0
  let done = false
  const parser = new Parser({
    onopentagname(name) {
      if (name === 'svg') pictures++
      if (name === 'title' && pictures === 0 && !done) inside = true
    },
    ontext(text) {
      if (inside) title = (title ?? '') + text
    },
    onclosetag(name) {
      if (name === 'svg') pictures--
      if (name !== 'title' || !inside) return
      inside = false
      done = true
      parser.pause()
    },
  })
  parser.write(html)
  if (!done) parser.end()
  return title === null ? null : (title as string).replace(/\s+/g, ' ').trim()
}
