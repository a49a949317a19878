import type { Context } from 'hono'
import { html } from 'hono/html'
import { type DeadLetter, deadLetters } from '../../queries/pipeline-state.ts'
import type { Web } from '../context.ts'
import { page } from '../parts/layout.ts'
import { clip, type Html, outLink, query, time } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'
import { livePart } from '../parts/pipeline-live.ts'
import { count, number, reasonWords } from '../parts/words.ts'

const SHOWN_DEAD = 50

/** The state of every stage, and the dead letters. */
export async function pipelinePage(c: Context, web: Web): Promise<Response> {
  const asked = c.req.query('reason')
  const reason = asked && /^[a-z0-9_]{1,40}$/.test(asked) ? asked : null
  const [view, dead] = await Promise.all([web.hub.view(), deadLetters(web.deps.pool, reason, SHOWN_DEAD)])
  const operator = web.operator.isOperator(c)
  return c.html(
    page(
      {
        title: 'Pipeline',
        section: 'pipeline',
        operator,
        notice: noticeOf(c),
        scripts: ['live.js'],
        description: 'Backlog, throughput, hosts and dead letters.',
      },
      html`<h1>Pipeline</h1>
<p class="live-switch" data-live-events="/pipeline/events" data-live-target="#live" hidden><button type="button" aria-pressed="true">Live</button> <span role="status"></span></p>
<div id="live" class="pipeline">${livePart(view)}</div>
<section aria-labelledby="dead"><h2 id="dead">Dead letters</h2>
${deadPart(view.state.deadByReason, dead, reason, operator, await web.operator.enabled())}
</section>
${operator ? html`<section aria-labelledby="board"><h2 id="board">The queues</h2><p><a href="/queues">The queues in bull-board</a>: jobs, retries, workers.</p></section>` : ''}`,
    ),
  )
}

function deadPart(
  reasons: readonly { readonly reason: string; readonly articles: number }[],
  dead: readonly DeadLetter[],
  reason: string | null,
  operator: boolean,
  canSignIn: boolean,
): Html {
  if (!reasons.length) return html`<p class="empty">None: no article failed for good.</p>`
  return html`<p class="facts">Articles that failed for good, by reason. Their rows stay; <code>newsloom replay --reason …</code> tries them again${operator ? ', and so do the buttons here' : canSignIn ? html`, and so can an operator here: <a href="/operator?next=/pipeline" rel="nofollow">sign in</a>` : ''}.</p>
<ul class="reasons">${reasons.map(
    (part) =>
      html`<li${part.reason === reason ? html` class="shown"` : ''}><a href="/pipeline${query({ reason: part.reason })}#dead">${number(part.articles)}</a> ${reasonWords(part.reason)}${operator ? html` <form class="inline" method="post" action="/replay"><input type="hidden" name="reason" value="${part.reason}"><button type="submit" aria-label="Replay all: ${reasonWords(part.reason)}">Replay all</button></form>` : ''}</li>`,
  )}</ul>
${reason ? html`<p><a href="/pipeline#dead">Show all</a></p>` : ''}
<form method="post" action="/replay">
<ul class="dead">${dead.map((letter) => deadItem(letter, operator))}</ul>
${operator && dead.length ? html`<button type="submit">Replay the ticked articles</button>` : ''}
</form>
${dead.length === SHOWN_DEAD ? html`<p class="facts">The latest ${count(SHOWN_DEAD, 'dead letter')}.</p>` : ''}`
}

function deadItem(letter: DeadLetter, operator: boolean): Html {
  const name = letter.title ?? letter.url ?? `article ${letter.article_id}`
  return html`<li>${operator ? html`<input type="checkbox" name="article" value="${letter.article_id}" aria-label="Replay ${clip(name, 100)}">` : ''}<p><a href="/article/${letter.article_id}"><bdi dir="auto">${clip(name, 200)}</bdi></a></p><p class="facts">${letter.outlet_name ? html`<bdi>${clip(letter.outlet_name, 60)}</bdi> · ` : ''}${reasonWords(letter.reason)} · ${time(letter.updated_at, null, 'short')}${letter.url ? html` · ${outLink(letter.url, 'its address')}` : ''}</p></li>`
}
