import type { Context } from 'hono'
import { html, raw } from 'hono/html'

/** Lets a browser search Newsloom from its address bar. */
export function openSearch(c: Context): Response {
  const base = `${new URL(c.req.url).origin}/search?q={searchTerms}`
  const text = html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>Newsloom</ShortName><Description>Search the articles of this Newsloom</Description><InputEncoding>UTF-8</InputEncoding><Url type="text/html" template="${base}"/></OpenSearchDescription>
`
  return c.body(text.toString(), 200, {
    'content-type': 'application/opensearchdescription+xml; charset=utf-8',
  })
}
