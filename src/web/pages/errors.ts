import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Web } from '../context.ts'
import { page, type Section } from '../parts/layout.ts'
import type { Html } from '../parts/markup.ts'

export function notFound(
  c: Context,
  web: Web,
  message = 'There is nothing at this address.',
): Response | Promise<Response> {
  return say(c, web, 404, 'Not found', html`<p>${message}</p><p><a href="/">To the stories</a></p>`)
}

/** A page that existed and was taken down. */
export function gone(c: Context, web: Web, message: string): Response | Promise<Response> {
  return say(c, web, 410, 'Removed', html`<p>${message}</p><p><a href="/">To the stories</a></p>`)
}

/** An address with parameters that its page does not take. */
export function badAddress(c: Context, web: Web, unknown: readonly string[]): Response | Promise<Response> {
  const names = unknown.map((name) => `"${name.slice(0, 60)}"`).join(', ')
  return say(
    c,
    web,
    400,
    'This address is wrong',
    html`<p>This page takes no parameter ${names}.</p><p><a href="${c.req.path}">The page without it</a></p>`,
  )
}

/** An action that could not be done, with the reason and a link back. */
export function refused(
  c: Context,
  web: Web,
  message: string,
  back: string,
  section: Section,
): Response | Promise<Response> {
  return say(
    c,
    web,
    422,
    'That could not be done',
    html`<p>${message}</p><p><a href="${back}">Back</a></p>`,
    section,
  )
}

/** The content of the page is in a store that does not answer. */
export function unreachable(c: Context, web: Web, why: string): Response | Promise<Response> {
  return say(
    c,
    web,
    503,
    'Not now',
    html`<p>Where documents are kept cannot be reached: ${why}. Nothing is lost by that; try again later.</p>`,
  )
}

export function failed(c: Context, web: Web): Response | Promise<Response> {
  return say(
    c,
    web,
    500,
    'Something went wrong',
    html`<p>This page could not be made. The log of the web process has the reason; trying again may help.</p>`,
  )
}

function say(
  c: Context,
  web: Web,
  status: 400 | 404 | 410 | 422 | 500 | 503,
  title: string,
  text: Html,
  section: Section = null,
) {
  return c.html(
    page(
      { title, section, operator: web.operator.isOperator(c) },
      html`<div class="plain"><h1>${title}</h1>${text}</div>`,
    ),
    status,
  )
}
