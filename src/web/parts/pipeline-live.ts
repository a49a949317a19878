import { html } from 'hono/html'
import type { FeedsDue, HostState, PipelineState, StageState } from '../../queries/pipeline-state.ts'
import { clip, type Html, none, time } from './markup.ts'
import { spark } from './spark.ts'
import { count, number, plain, reasonWords, rough, span } from './words.ts'

export interface PipelineView {
  readonly state: PipelineState
  readonly queues: readonly QueueState[]
  /** Articles a day put into stories, today last. */
  readonly perDay: readonly number[]
  /** Outcomes in the last minute by stage; null until there are two samples. */
  readonly perMinute: Readonly<Record<string, number>> | null
  readonly at: Date
}

export interface QueueState {
  readonly name: string
  readonly waiting: number
  readonly active: number
  readonly delayed: number
}

const waitsFor: Readonly<Record<StageState['stage'], string>> = {
  discovered: 'to be fetched',
  fetched: 'to be extracted',
  extracted: 'to be put into a story',
}

/** The part of the pipeline page that is updated while it is open. */
export function livePart(view: PipelineView): Html {
  const { state } = view
  return html`<p class="verdict">${verdict(state)}</p>
<section aria-labelledby="backlog"><h2 id="backlog">Waiting</h2>
<ol class="stages">${feedsItem(state.feeds)}${state.stages.map((stage) => stageItem(stage))}</ol>
${state.parked.length ? html`<p class="facts">Of these, parked until later: ${state.parked.map((part, i) => html`${i ? '; ' : ''}${number(part.articles)} because ${reasonWords(part.reason)}`)}.</p>` : ''}
</section>
<div class="halves"><section aria-labelledby="work"><h2 id="work">Done today</h2>
${workTable(view)}
<p class="trend">${spark(view.perDay, 'Articles put into stories, by day')}<span>${number(view.perDay.reduce((a, b) => a + b, 0))} articles put into stories in ${view.perDay.length} days</span></p>
</section>
<section aria-labelledby="queues"><h2 id="queues">Queues</h2>
<p class="facts">A job in a queue only names rows to look at; the articles that wait are above.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Table of the queues"><table><thead><tr><th scope="col">Queue</th><th scope="col" class="num">in line</th><th scope="col" class="num">in work</th><th scope="col" class="num">later</th></tr></thead><tbody>${view.queues.map((queue) => html`<tr><th scope="row">${queue.name}</th><td class="num">${number(queue.waiting)}</td><td class="num">${number(queue.active)}</td><td class="num">${number(queue.delayed)}</td></tr>`)}</tbody></table></div>
</section></div>
<section aria-labelledby="hosts"><h2 id="hosts">Hosts backing off</h2>${hostList(state.hosts)}</section>`
}

function verdict(state: PipelineState): Html {
  const due = state.stages.reduce((sum, stage) => sum + stage.due, 0)
  const oldest = Math.max(0, ...state.stages.map((stage) => stage.oldest_due_s ?? 0))
  const dead = state.deadByReason.reduce((sum, part) => sum + part.articles, 0)
  const { articles, stories, estimated } = state.totals
  const size = html`${estimated ? 'About ' : ''}${estimated ? rough(articles) : number(articles)} ${articles === 1 ? 'article' : 'articles'} in ${estimated ? rough(stories) : number(stories)} ${stories === 1 ? 'story' : 'stories'}.`
  const backlog = due
    ? html` <strong>${count(due, 'article')}</strong> due now, the oldest for ${span(oldest * 1000)}.`
    : html` <strong>Nothing is due:</strong> the pipeline is up to date.`
  return html`${size}${backlog}${dead ? html` <a href="#dead">${count(dead, 'dead letter')}</a>.` : ' No dead letters.'}`
}

function feedsItem(feeds: FeedsDue): Html {
  const late = feeds.oldest_due_s ? `, the oldest for ${span(feeds.oldest_due_s * 1000)}` : ''
  return html`<li><strong class="figure">${number(feeds.due)}</strong> <span>${feeds.due === 1 ? 'feed' : 'feeds'} to be asked</span> <span class="facts">of ${number(feeds.active)}${late}</span></li>`
}

function stageItem(stage: StageState): Html {
  return html`<li><strong class="figure">${number(stage.waiting)}</strong> <span>${waitsFor[stage.stage]}</span> <span class="facts">${[stage.waiting === stage.due ? '' : `${number(stage.due)} due now`, stage.oldest_due_s ? `the oldest for ${span(stage.oldest_due_s * 1000)}` : ''].filter(Boolean).join(', ')}</span></li>`
}

function workTable(view: PipelineView): Html {
  const { today } = view.state
  if (!today.length) return html`<p class="empty">Nothing yet today.</p>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table of what was done"><table><thead><tr><th scope="col">Step</th><th scope="col" class="num">a minute</th><th scope="col" class="num">done</th><th scope="col" class="num">dropped</th><th scope="col" class="num">parked</th><th scope="col" class="num">failed</th><th scope="col" class="num">ms each</th></tr></thead><tbody>${today.map(
    (work) =>
      html`<tr><th scope="row">${plain(work.stage)}</th><td class="num">${view.perMinute ? number(view.perMinute[work.stage] ?? 0) : '–'}</td><td class="num">${number(work.done)}</td><td class="num">${number(work.dropped)}</td><td class="num">${number(work.parked)}</td><td class="num${work.failed ? ' bad' : ''}">${number(work.failed)}</td><td class="num">${work.mean_ms < 1 ? '< 1' : number(work.mean_ms)}</td></tr>`,
  )}</tbody></table></div>`
}

function hostList(hosts: readonly HostState[]): Html {
  if (!hosts.length) return html`<p class="empty">None: no host is backing off.</p>`
  return html`<p class="facts">They failed, or asked us to wait: no request is sent to them until then.</p>
<ul class="hosts">${hosts.map((host) => html`<li><strong>${clip(host.host, 80)}</strong> until ${time(host.until, null, 'short')}: ${reasonWords(host.reason ?? 'host_down')}${host.in_a_row > 1 ? `, ${host.in_a_row} times in a row` : ''}${host.waiting ? html`; ${count(host.waiting, 'article')} wait${host.waiting === 1 ? 's' : ''}` : none}</li>`)}</ul>`
}
