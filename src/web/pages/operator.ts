import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Web } from '../context.ts'
import { page } from '../layout.ts'
import { noticeOf } from '../notices.ts'

/** Sign-in, sign-out, and what an operator may do. */
export function operatorPage(c: Context, web: Web, wrong = false): Response | Promise<Response> {
  const operator = web.operator.isOperator(c)
  const next = safeNext(c.req.query('next'))
  const main = operator
    ? html`<p>You are signed in. On the pages you can now merge and split stories, add, pause and import feeds, replay dead letters, see raw documents, and look into <a href="/queues">the queues</a>.</p>
<form method="post" action="/operator/sign-out"><button type="submit">Sign out</button></form>`
    : web.operator.enabled
      ? html`<p>Merging stories, adding feeds and replaying need the token that this Newsloom was started with (<code>NEWSLOOM_OPERATOR_TOKEN</code>).</p>
${wrong ? html`<p class="wrong" role="alert" id="wrong">That is not the token.</p>` : ''}
<form method="post" action="/operator/sign-in" class="row"><input type="hidden" name="next" value="${next}"><label><span>Token</span><input name="token" type="password" required autocomplete="current-password"${wrong ? html` aria-invalid="true" aria-describedby="wrong"` : ''}></label><button type="submit">Sign in</button></form>`
      : html`<p>These pages only show. To merge stories, add feeds or replay from here, start Newsloom with <code>NEWSLOOM_OPERATOR_TOKEN</code> set to a long secret; without it, use the command line.</p>`
  return c.html(
    page(
      { title: 'Operator', section: 'operator', operator, notice: noticeOf(c) },
      html`<div class="plain"><h1>Operator</h1>${main}</div>`,
    ),
    wrong ? 403 : 200,
  )
}

/** A path of ours to go on to; anything else leads to the front page. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/'
}
