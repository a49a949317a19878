import type { Context } from 'hono'
import { html } from 'hono/html'
import { explainReasons } from '../../pipeline/reasons.ts'
import { type UncertainJoin, uncertainJoins } from '../../queries/uncertain.ts'
import type { Web } from '../context.ts'
import { page } from '../parts/layout.ts'
import { clip, type Html, headline, time } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'
import { count, percent } from '../parts/words.ts'

const SHOWN = 50

/** The articles that most likely are in a wrong story, with the reasons for and against, and a button to split them off. */
export async function uncertainPage(c: Context, web: Web): Promise<Response> {
  const operator = web.operator.isOperator(c)
  const joins = await uncertainJoins(web.deps.pool, { since: null, minOutlets: 1, limit: SHOWN })
  return c.html(
    page(
      { title: 'Uncertain joins', section: 'stories', operator, notice: noticeOf(c) },
      html`<div class="plain"><h1>Uncertain joins</h1>
<p>Articles that are in a story with others and may tell of another event, the least certain first.${operator ? '' : ' Operators can split them off.'}</p>
${joins.length ? html`<ol class="uncertain">${joins.map((join) => item(join, operator))}</ol>` : html`<p class="empty">No join is uncertain.</p>`}</div>`,
    ),
  )
}

function item(join: UncertainJoin, operator: boolean): Html {
  const lines = explainReasons(join.reasons)
  return html`<li><p class="title"><a href="/article/${join.article_id}">${headline(join.title, join.language)}</a></p>
<p class="facts">${percent(join.probability)} certain · <bdi>${clip(join.outlet ?? 'Unknown outlet', 80)}</bdi>${join.published_at ? html` · ${time(join.published_at, join.published_precision, 'short')}` : ''} · in <a href="/story/${join.story_id}">${headline(join.story_title, join.story_language)}</a>, ${count(join.article_count, 'article')}</p>
${lines.length ? html`<details class="why"><summary>Why it is there, and the reasons against it</summary><ul>${lines.map((line) => html`<li dir="auto">${clip(line, 600)}</li>`)}</ul></details>` : ''}
${operator ? html`<form method="post" action="/story/${join.story_id}/split" class="inline"><input type="hidden" name="article" value="${join.article_id}"><button type="submit" aria-label="Split off article ${join.article_id}">Split off</button></form>` : ''}</li>`
}
