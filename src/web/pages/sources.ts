import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { leftOutInWords } from '../../core/sources/health.ts'
import {
  type FeedHealth,
  type FeedState,
  feedHealth,
  feedStates,
  HEALTH_DAYS,
  SILENT_DAYS,
  type SourceTotals,
  sourceTotals,
} from '../../queries/source-health.ts'
import type { FeedKind } from '../../schema/values.ts'
import type { Web } from '../context.ts'
import { page } from '../parts/layout.ts'
import { clip, type Html, none, outLink, query, time } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'
import { spark } from '../parts/spark.ts'
import {
  ago,
  ahead,
  cadenceWords,
  count,
  countryName,
  languageName,
  number,
  reasonWords,
  span,
} from '../parts/words.ts'

const PER_PAGE = 40

/** What a source is, where it is not a feed. */
const kindNames: Readonly<Partial<Record<FeedKind, string>>> = {
  sitemap: 'news sitemap',
  page: 'section page',
}

const stateNames: Readonly<Record<FeedState, string>> = {
  failing: 'failing',
  silent: 'silent',
  new: 'not polled yet',
  paused: 'paused',
  fine: 'fine',
}

const stateMeanings: Readonly<Record<FeedState, string>> = {
  failing: 'the last time we asked, it gave no feed; it is asked less often until it does',
  silent: `it answers, and nothing new has come for ${SILENT_DAYS} days`,
  new: 'added, and its turn has not come',
  paused: 'an operator stopped it; nothing is lost but what came meanwhile',
  fine: 'it answers, and new entries come',
}

/** Outlets and their feeds: the state of each, and its reason, in words. */
export async function sourcesPage(c: Context, web: Web): Promise<Response> {
  const words = c.req.query('q')?.trim().slice(0, 200) || null
  const state = feedStates.find((name) => name === c.req.query('state')) ?? null
  const pageNumber = Math.max(1, Math.min(500, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const [totals, { feeds, more }] = await Promise.all([
    sourceTotals(web.deps.pool),
    feedHealth(web.deps.pool, { words, state, limit: PER_PAGE, offset: (pageNumber - 1) * PER_PAGE }),
  ])
  const operator = web.operator.isOperator(c)
  const canSignIn = await web.operator.enabled()
  const now = web.deps.now()
  const to = (n: number) => `/sources${query({ q: words, state, page: n === 1 ? null : n })}`
  return c.html(
    page(
      {
        title: 'Sources',
        section: 'sources',
        operator,
        notice: noticeOf(c),
        description: 'Outlets and feeds, and how they are.',
      },
      html`<h1>Sources</h1>
<p class="facts">${count(totals.outlets, 'outlet')}, ${count(totals.feeds, 'feed')}: ${stateSummary(totals)}. <a href="/sources.opml">All feeds as OPML</a></p>
${operator ? addForms() : canSignIn ? html`<p class="facts">Operators add, pause and import feeds here: <a href="/operator?next=/sources" rel="nofollow">sign in</a>.</p>` : ''}
<form class="filters" action="/sources" method="get" data-live="#results" aria-label="Filter the feeds">
<label class="wide"><span>Name or address</span><input type="search" name="q" value="${words ?? ''}" autocomplete="off" maxlength="200"></label>
<label><span>Health</span><select name="state"><option value="">any</option>${feedStates.map((name) => html`<option value="${name}"${name === state ? raw(' selected') : ''}>${stateNames[name]}</option>`)}</select></label>
<button type="submit">Show</button>
</form>
<details class="legend"><summary>What the words mean</summary><dl>${feedStates.map((name) => html`<div><dt>${stateNames[name]}</dt><dd>${stateMeanings[name]}</dd></div>`)}</dl></details>
<div id="results">
${feeds.length ? html`<ul class="feeds">${feeds.map((feed) => feedItem(feed, operator, now))}</ul>` : html`<p class="empty">${totals.feeds ? 'No feed fits.' : html`No feeds yet. Add one with <code>newsloom feed add URL</code>, or <code>newsloom seed --starter --country DE,AT --active</code> for outlets of your countries.`}</p>`}
${more || pageNumber > 1 ? html`<nav class="pager" aria-label="More feeds">${pageNumber > 1 ? html`<a rel="prev" href="${to(pageNumber - 1)}">← Before</a>` : ''}${more ? html`<a rel="next" href="${to(pageNumber + 1)}">More feeds →</a>` : ''}</nav>` : ''}
</div>`,
    ),
  )
}

function stateSummary({ states }: SourceTotals): Html {
  const shown = feedStates.filter((name) => states[name] > 0)
  return html`${shown.map((name, i) => html`${i ? ', ' : ''}<a href="/sources${query({ state: name })}">${number(states[name])} ${stateNames[name]}</a>`)}${shown.length ? '' : 'none to poll'}`
}

function feedItem(feed: FeedHealth, operator: boolean, now: Date): Html {
  const total = feed.perDay.reduce((a, b) => a + b, 0)
  const name = feed.outlet_name ?? feed.title ?? feed.url
  return html`<li class="feed" id="feed-${feed.feed_id}">
<div class="who"><h2><bdi>${clip(name, 80)}</bdi></h2>
${feed.title && feed.title !== name ? html`<p class="channel"><bdi dir="auto">${clip(feed.title, 80)}</bdi></p>` : ''}
<p class="facts">${[feed.country ? countryName(feed.country) : null, feed.language ? languageName(feed.language) : null, kindNames[feed.kind] ?? null].filter(Boolean).join(' · ')}</p>
<p class="address">${outLink(feed.url, clip(feed.url.replace(/^https?:\/\/(www\.)?/, ''), 70))}</p></div>
<div class="state ${feed.state}"><p><strong>${stateNames[feed.state]}</strong></p><p>${stateWords(feed, now)}</p></div>
<div class="pace">${feed.state === 'new' ? '' : spark(feed.perDay, `New entries a day over ${HEALTH_DAYS} days, ${number(total)} in all`)}
${feed.state === 'new' ? '' : html`<p>${total ? html`${rate(total)} a day over ${HEALTH_DAYS} days` : html`Nothing new in ${HEALTH_DAYS} days`}</p>`}
${feed.active ? html`<p class="facts">Asked every ${span(feed.poll_interval_s * 1000)}${feed.poll_interval_reason ? html`, because ${cadenceWords(feed.poll_interval_reason)}` : ''}; next ${ahead(feed.next_poll_at, now)}.</p>` : ''}</div>
${operator ? feedActions(feed) : ''}
</li>`
}

const rate = (total: number): string => number(Math.round((total / HEALTH_DAYS) * 10) / 10)

function stateWords(feed: FeedHealth, now: Date): Html {
  const lastNew = feed.last_new_entry_at
    ? html`last new entry ${ago(feed.last_new_entry_at, now)} (${time(feed.last_new_entry_at, null, 'short')})`
    : html`no entry yet`
  const moved = feed.moved_to_url
    ? html`; it says it has moved to ${outLink(feed.moved_to_url, clip(feed.moved_to_url, 60))}`
    : none
  const polled = feed.last_polled_at ? html`, asked ${ago(feed.last_polled_at, now)}` : none
  if (feed.state === 'new')
    return html`Added ${ago(feed.created_at, now)}; its turn comes ${ahead(feed.next_poll_at, now)}.`
  if (feed.state === 'failing')
    return html`${reasonWords(feed.last_error_code ?? 'transient')}${polled}; ${lastNew}${moved}.`
  const leftOut = leftOutInWords(feed.left_out)
  return html`${lastNew}${polled}${moved}${leftOut ? `; ${leftOut}` : ''}.`
}

function feedActions(feed: FeedHealth): Html {
  const button = (action: string, text: string) =>
    html`<form class="inline" method="post" action="/sources/${feed.feed_id}/${action}"><button type="submit" aria-label="${text}: ${clip(feed.outlet_name ?? feed.url, 80)}">${text}</button></form>`
  return html`<div class="actions">${feed.active ? html`${button('pause', 'Pause')} ${button('poll', 'Poll now')}` : button('resume', 'Resume')}</div>`
}

function addForms(): Html {
  return html`<section class="tools" aria-labelledby="add"><h2 id="add">Add sources</h2>
<form method="post" action="/sources" class="row"><label class="wide"><span>Address of a feed, a news sitemap or a home page</span><input name="url" type="text" inputmode="url" required maxlength="2000" placeholder="https://"></label><button type="submit">Add</button></form>
<form method="post" action="/sources/import" enctype="multipart/form-data" class="row"><label><span>OPML file</span><input name="opml" type="file" accept=".opml,.xml,.csv,.txt,.jsonl,.json,text/xml,text/x-opml" required></label><label class="check"><input type="checkbox" name="paused" value="1"> paused at first</label><button type="submit">Import</button></form>
</section>`
}
