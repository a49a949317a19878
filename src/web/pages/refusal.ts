import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { page } from '../parts/layout.ts'

/**
 * The page that refuses a request. It does not depend on who the client is, since it is also made for clients that sent a
 * wrong token: everybody sees it as a reader does.
 * @param detail one sentence
 */
export function refusalPage(
  c: Context,
  status: ContentfulStatusCode,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response | Promise<Response> {
  const main = html`<div class="plain"><h1>${title}</h1><p>${detail}</p><p><a href="/">To the stories</a></p></div>`
  return c.html(page({ title, section: null, operator: false }, main), status, headers)
}
