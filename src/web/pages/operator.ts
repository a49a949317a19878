import type { Context } from 'hono'
import { html } from 'hono/html'
import { latestActions, type OperatorAction } from '../../store/operations/operators.ts'
import type { Web } from '../context.ts'
import { page } from '../parts/layout.ts'
import { type Html, time } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'

const SHOWN_ACTIONS = 50

/** Sign-in, sign-out, the rights of an operator, and the latest actions of operators. */
export async function operatorPage(c: Context, web: Web, wrong = false): Promise<Response> {
  const operator = web.operator.isOperator(c)
  const enabled = operator || (await web.operator.enabled())
  const actions = operator ? await latestActions(web.deps.pool, SHOWN_ACTIONS) : []
  const next = safeNext(c.req.query('next'))
  const main = operator
    ? html`<p>You are signed in. On the pages you can now merge and split stories, add, pause and import feeds, replay dead letters, see raw documents, look at <a href="/uncertain">uncertain joins</a>, and look into <a href="/queues">the queues</a>.</p>
<form method="post" action="/operator/sign-out"><button type="submit">Sign out</button></form>
${actionList(actions)}`
    : enabled
      ? html`<p>Merging stories, adding feeds and replaying need an operator's token: the one that this Newsloom was started with (<code>NEWSLOOM_OPERATOR_TOKEN</code>), or your own (<code>newsloom operator add NAME</code>).</p>
${wrong ? html`<p class="wrong" role="alert" id="wrong">That is not the token.</p>` : ''}
<form method="post" action="/operator/sign-in" class="row"><input type="hidden" name="next" value="${next}"><label><span>Token</span><input name="token" type="password" required autocomplete="current-password"${wrong ? html` aria-invalid="true" aria-describedby="wrong"` : ''}></label><button type="submit">Sign in</button></form>`
      : html`<p>These pages are read-only. To merge stories, add feeds or replay from here, make a token with <code>newsloom operator add NAME</code>; without one, use the command line.</p>`
  return c.html(
    page(
      { title: 'Operator', section: 'operator', operator, notice: noticeOf(c) },
      html`<div class="plain"><h1>Operator</h1>${main}</div>`,
    ),
    wrong ? 403 : 200,
  )
}

/** Who changed what, the newest change first. */
function actionList(actions: readonly OperatorAction[]): Html {
  if (!actions.length) return html`<p class="empty">Nothing has been changed by hand yet.</p>`
  return html`<section aria-labelledby="actions"><h2 id="actions">Changed by hand</h2>
<ul class="actions">${actions.map(
    ({ made_at, made_by, action, subject }) =>
      html`<li>${time(made_at)} · <bdi>${made_by}</bdi> · <code>${action}</code>${subject ? html` · <bdi>${subject}</bdi>` : ''}</li>`,
  )}</ul></section>`
}

/** The path to redirect to after signing in; `/` for anything that is not a path on this server. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/'
}
