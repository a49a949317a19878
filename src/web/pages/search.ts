import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import {
  HIT_START,
  HIT_STOP,
  RANKED,
  type SearchHit,
  type SearchQuery,
  searchArticles,
  searchHeadlines,
} from '../../queries/page-search.ts'
import type { Web } from '../context.ts'
import { choiceFields, readChoice } from '../parts/filters.ts'
import { page } from '../parts/layout.ts'
import { clip, type Html, langAttribute, none, query, time } from '../parts/markup.ts'
import { count, dateTime } from '../parts/words.ts'

/** How many hits are marked: marking is a third of the cost of a search. */
const PER_PAGE = 10
const MAX_PAGE = Math.ceil(RANKED / PER_PAGE)
/** A search for fewer letters would find half of all articles. */
const MIN_PART = 3

const spans = [
  ['', 'any time', null],
  ['1', 'the last day', 1],
  ['7', 'the last 7 days', 7],
  ['30', 'the last 30 days', 30],
  ['365', 'the last year', 365],
] as const

/** Full text over all articles, with the hits marked: the newest that match, best first, and older ones on demand. */
export async function searchPage(c: Context, web: Web): Promise<Response> {
  const terms = (c.req.query('q') ?? '').trim().slice(0, 300)
  const choice = readChoice((name) => c.req.query(name))
  const [days, , span] = spans.find(([value]) => value === (c.req.query('days') ?? '')) ?? spans[0]
  const number = Math.max(1, Math.min(MAX_PAGE, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const before = readMoment(c.req.query('before'))
  const asked: SearchQuery = {
    ...choice,
    terms,
    before,
    since: span === null ? null : new Date(web.deps.now().getTime() - span * 86_400_000),
    limit: PER_PAGE,
    offset: (number - 1) * PER_PAGE,
  }
  const [{ hits, byPart }, facets] = await Promise.all([find(web, asked), web.facets()])
  const to = (n: number, from = before) =>
    `/search${query({ q: terms, ...choice, days, before: from?.toISOString(), page: n === 1 ? null : n })}`
  const first = hits[0]
  const more = first !== undefined && first.ranked > number * PER_PAGE && number < MAX_PAGE
  // The limit of the ranking was reached: there may be older hits.
  const older = first && !byPart && first.ranked >= RANKED ? first.oldest : null
  return c.html(
    page(
      {
        title: terms ? `${terms}: search` : 'Search',
        section: 'search',
        operator: web.operator.isOperator(c),
        description: 'Full text over all articles.',
      },
      html`<h1>Search</h1>
<form class="filters search" action="/search" method="get" role="search" data-live="#results">
<label class="wide"><span>Words, “a phrase”, or, -without</span><input type="search" name="q" value="${terms}" autocomplete="off" maxlength="300"${terms ? '' : raw(' autofocus')}></label>
${choiceFields(facets, choice)}
<label><span>Time</span><select name="days">${spans.map(([value, text]) => html`<option value="${value}"${value === days ? raw(' selected') : ''}>${text}</option>`)}</select></label>
<button type="submit">Search</button>
</form>
<div id="results">
<p class="facts" role="status">${verdict(terms, hits, number, byPart, before)}</p>
${hits.length ? html`<ol class="hits" start="${asked.offset + 1}">${hits.map(hitItem)}</ol>` : ''}
${number > 1 || more || older ? html`<nav class="pager" aria-label="More hits">${number > 1 ? html`<a rel="prev" href="${to(number - 1)}">← Before</a>` : ''}${more ? html`<a rel="next" href="${to(number + 1)}">More hits →</a>` : ''}${older ? html`<a href="${to(1, older)}">Older than ${dateTime(older)} →</a>` : ''}</nav>` : ''}
</div>`,
    ),
  )
}

async function find(
  web: Web,
  asked: SearchQuery,
): Promise<{ readonly hits: readonly SearchHit[]; readonly byPart: boolean }> {
  if (!asked.terms) return { hits: [], byPart: false }
  const hits = await searchArticles(web.deps.pool, asked)
  if (hits.length || asked.offset || asked.terms.length < MIN_PART) return { hits, byPart: false }
  return { hits: await searchHeadlines(web.deps.pool, asked, web.deps.now()), byPart: true }
}

function verdict(
  terms: string,
  hits: readonly SearchHit[],
  number: number,
  byPart: boolean,
  before: Date | null,
): string {
  if (!terms) return 'Searches headlines, standfirsts and texts, each in its own language.'
  const of = hits[0]
  const than = before ? ` older than ${dateTime(before)}` : ''
  if (!of) return `No article${than} has that. Try fewer words, or take a filter away.`
  if (byPart)
    return `No article has these words; ${count(hits.length, 'headline has', 'headlines have')} words that begin so.`
  const found =
    of.ranked >= RANKED
      ? `The newest ${RANKED} articles${than} that have it, best first`
      : `${count(of.ranked, 'article')}${than}, best first`
  return number > 1 ? `${found}: page ${number}.` : `${found}.`
}

function readMoment(text: string | undefined): Date | null {
  const moment = new Date(text ?? '')
  return Number.isNaN(moment.getTime()) ? null : moment
}

function hitItem(hit: SearchHit): Html {
  return html`<li><article>
<h2><a href="/article/${hit.article_id}"><bdi dir="auto"${langAttribute(hit.language)}>${marked(hit.title ?? 'Untitled', 400)}</bdi></a></h2>
<p class="facts"><strong><bdi>${clip(hit.outlet_name ?? 'Unknown outlet', 80)}</bdi></strong>, ${time(hit.at, hit.published_precision)}${inStory(hit)}</p>
${hit.snippet ? html`<p class="snippet" dir="auto"${langAttribute(hit.language)}>${marked(hit.snippet, 700)}</p>` : ''}
</article></li>`
}

function inStory(hit: SearchHit): Html {
  if (hit.story_id === null || (hit.story_outlets ?? 1) < 2) return none
  return html` · <a href="/story/${hit.story_id}">in a story of ${count(hit.story_outlets ?? 1, 'outlet')}</a>`
}

/** Text with hits in mark elements; everything in it is escaped. */
function marked(text: string, max: number): Html {
  return html`${clip(text, max)
    .split(HIT_START)
    .map((part, i) => {
      if (i === 0) return part
      const [hit = '', ...rest] = part.split(HIT_STOP)
      return html`<mark>${hit}</mark>${rest.join('')}`
    })}`
}
