import type { Context } from 'hono'

/** Parameters that every page takes: they name the action on the page before. */
const EVERYWHERE: readonly string[] = ['done', 'n', 'm']

/** Parameters of each page. Others are refused by name: a spelling mistake would look like an empty answer. */
export const pageParameters: Readonly<Record<string, readonly string[]>> = {
  '/': ['hours', 'page', 'q', 'language', 'country', 'outlet'],
  '/search': ['q', 'days', 'page', 'before', 'language', 'country', 'outlet'],
  '/sources': ['q', 'state', 'page'],
  '/pipeline': ['reason'],
  '/story/:id{[0-9]{1,15}}': ['page', 'from'],
  '/article/:id{[0-9]{1,15}}': ['from', 'to'],
  '/article/:id{[0-9]{1,15}}/raw': ['at', 'download'],
  '/operator': ['next'],
}

/** Parameters that other sites append to an address when they link to it. */
const LINK_MARKS = /^(utm_|mc_|pk_)|^(fbclid|gclid|dclid|msclkid|twclid|igshid|mibextid|ref|source)$/

/** The parameters of a request that the page `path` does not take. */
export function unknownParameters(c: Context, path: string): string[] {
  const known = new Set([...EVERYWHERE, ...(pageParameters[path] ?? [])])
  return [...new Set(new URL(c.req.url).searchParams.keys())].filter(
    (name) => !known.has(name) && !LINK_MARKS.test(name),
  )
}
