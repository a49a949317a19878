import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { type FrontFilter, newestStoryAt } from '../../queries/front.ts'
import { sourceTotals } from '../../queries/source-health.ts'
import type { Web } from '../context.ts'
import { type Choice, choiceFields, readChoice } from '../parts/filters.ts'
import { page } from '../parts/layout.ts'
import { type Html, none, query } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'
import { leadCard, storyCard } from '../parts/story-card.ts'
import { count, dateTime, span, weekday } from '../parts/words.ts'
import { starterForm } from '../starter.ts'

const HOUR_MS = 3_600_000
const PER_PAGE = 25
const MAX_PAGE = 50
const windows = [
  [6, '6 hours'],
  [24, '24 hours'],
  [72, '3 days'],
  [168, '7 days'],
  [720, '30 days'],
] as const
const DEFAULT_HOURS = 24

/** The stories of the day, ordered by how many outlets wrote about them independently. */
export async function frontPage(c: Context, web: Web): Promise<Response> {
  const now = web.deps.now()
  const asked = readAsked(c)
  const newest = await newestStoryAt(web.deps.pool, now)
  // An archive, or an installation that was off: the window ends with its newest article.
  const stale = newest !== null && now.getTime() - newest.getTime() > asked.hours * HOUR_MS
  const until = stale ? newest : now
  const filter: FrontFilter = {
    ...asked.choice,
    words: asked.words,
    from: new Date(until.getTime() - asked.hours * HOUR_MS),
    until,
    limit: PER_PAGE,
    offset: (asked.page - 1) * PER_PAGE,
  }
  const [{ stories, more }, facets] = await Promise.all([web.front(filter), web.facets()])
  const context = { until, windowMs: asked.hours * HOUR_MS }
  const filtered = Object.values(asked.choice).some(Boolean) || asked.words !== null
  const list = html`<div id="results" class="front">
${stories.length ? '' : await nothing(c, web, newest !== null, filtered)}
${stories.map((story, i) =>
  i === 0 && asked.page === 1 && !filtered ? leadCard(story, context) : storyCard(story, context),
)}
${pager(asked, more)}
</div>`
  return c.html(
    page(
      {
        title: 'Stories',
        section: 'stories',
        operator: web.operator.isOperator(c),
        notice: noticeOf(c),
        description: 'The stories of the last hours, by how many outlets wrote on them themselves.',
      },
      html`<div class="dateline"><h1>${weekday(until)}</h1>
<p role="status" id="count">${heading(stories.length, more, asked.hours)}${stale ? html` Nothing is newer than ${dateTime(newest)}.` : ''}</p></div>
<form class="filters" action="/" method="get" data-live="#results, #count" aria-label="Filter the stories">
<label class="wide"><span>Headline</span><input type="search" name="q" value="${asked.words ?? ''}" placeholder="Words of a headline" autocomplete="off" maxlength="200"></label>
<label><span>Time</span><select name="hours">${windows.map(([hours, text]) => html`<option value="${hours}"${hours === asked.hours ? raw(' selected') : ''}>last ${text}</option>`)}</select></label>
${choiceFields(facets, asked.choice)}
<button type="submit">Show</button>
</form>
${list}`,
    ),
  )
}

interface Asked {
  readonly hours: number
  readonly page: number
  readonly words: string | null
  readonly choice: Choice
}

function readAsked(c: Context): Asked {
  const hours = Number(c.req.query('hours'))
  const number = Number(c.req.query('page') ?? 1)
  return {
    hours: windows.some(([known]) => known === hours) ? hours : DEFAULT_HOURS,
    page: Number.isInteger(number) && number >= 1 && number <= MAX_PAGE ? number : 1,
    words: c.req.query('q')?.trim().slice(0, 200) || null,
    choice: readChoice((name) => c.req.query(name)),
  }
}

function heading(shown: number, more: boolean, hours: number): string {
  if (!shown) return ''
  return `${more ? `The first ${count(shown, 'story', 'stories')}` : count(shown, 'story', 'stories')} of ${span(hours * HOUR_MS)}, by independent outlets.`
}

async function nothing(c: Context, web: Web, any: boolean, filtered: boolean): Promise<Html> {
  if (filtered) return html`<p class="empty">No story matches. Choose a longer time, or remove a filter.</p>`
  if (any) return html`<p class="empty">No story in this time. Choose a longer one.</p>`
  const empty = html`<p class="empty">No stories yet. Add a feed on <a href="/sources">Sources</a> or with <code>newsloom feed add URL</code>, or load files with <code>newsloom load PATH</code>.</p>`
  const { feeds } = await sourceTotals(web.deps.pool)
  return feeds ? empty : html`${empty}${await starterForm(c, web)}`
}

function pager(asked: Asked, more: boolean): Html {
  if (!more && asked.page === 1) return none
  const to = (number: number) =>
    `/${query({ ...asked.choice, q: asked.words, hours: asked.hours === DEFAULT_HOURS ? null : asked.hours, page: number === 1 ? null : number })}`
  return html`<nav class="pager" aria-label="More stories">${asked.page > 1 ? html`<a rel="prev" href="${to(asked.page - 1)}">← Before</a>` : ''}${more && asked.page < MAX_PAGE ? html`<a rel="next" href="${to(asked.page + 1)}">More stories →</a>` : ''}</nav>`
}
