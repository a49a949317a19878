import type { Context } from 'hono'
import { html } from 'hono/html'
import { explainReasons } from '../../pipeline/reasons.ts'
import {
  type Neighbour,
  type StoryArticle,
  type StoryHead,
  similarStories,
  storyArticles,
  storyHead,
  storyTimeline,
} from '../../queries/story-page.ts'
import { listEdits, type StoryEdit } from '../../store/stories/list-edits.ts'
import type { Web } from '../context.ts'
import { page } from '../parts/layout.ts'
import { clip, type Html, headline, langAttribute, none, outLink, query, time } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'
import { timeline } from '../parts/timeline.ts'
import { count, countryName, languageName, percent, span } from '../parts/words.ts'
import { notFound } from './errors.ts'

const ORIGINALS_PER_PAGE = 30
const MARKS = 150
const SIMILAR = 6

/** A story: who published when, and every article with the reasons why it is in the story. */
export async function storyPage(c: Context, web: Web): Promise<Response> {
  const id = Number(c.req.param('id'))
  const { pool } = web.deps
  const story = await storyHead(pool, id)
  if (!story) return notFound(c, web, `There is no story ${id}.`)
  if (story.story_id !== id) return c.redirect(`/story/${story.story_id}${query({ from: id })}`, 302)
  const operator = web.operator.isOperator(c)
  const number = Math.max(1, Math.min(1_000, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const [articles, marks, edits, similar] = await Promise.all([
    storyArticles(pool, id, ORIGINALS_PER_PAGE + 1, (number - 1) * ORIGINALS_PER_PAGE),
    storyTimeline(pool, id, MARKS),
    listEdits(pool, id),
    operator ? similarStories(pool, story, SIMILAR) : [],
  ])
  const groups = groupsOf(articles)
  const shown = groups.slice(0, ORIGINALS_PER_PAGE)
  const from = Number(c.req.query('from'))
  return c.html(
    page(
      {
        title: story.title ?? `Story ${id}`,
        section: 'stories',
        operator,
        notice:
          Number.isInteger(from) && from > 0 ? html`Story ${from} became part of this one.` : noticeOf(c),
        description: `${count(story.article_count, 'article')} of ${count(story.outlet_count, 'outlet')}`,
      },
      html`<header class="story-head">
<p class="kicker">Story ${id}${places(marks.length ? articles : [])}</p>
<h1>${headline(story.title, story.language)}</h1>
<p class="facts">${summary(story)}</p>
${story.top_terms.length ? html`<ul class="terms" aria-label="The words that set it apart"${langAttribute(story.language)}>${story.top_terms.slice(0, 12).map((term) => html`<li><bdi>${clip(term, 40)}</bdi></li>`)}</ul>` : ''}
</header>
${marks.length > 1 ? html`<section aria-labelledby="who"><h2 id="who">Who published when</h2>${timeline(marks)}</section>` : ''}
<section aria-labelledby="articles"><h2 id="articles">${story.article_count > 1 ? 'The articles' : 'The article'}</h2>
<ol class="articles">
${shown.map((group) => articleItem(group, operator))}
</ol>
${pager(id, number, groups.length > ORIGINALS_PER_PAGE)}
</section>
${operator ? operatorTools(story, similar) : ''}
${edits.length ? history(edits, operator) : ''}`,
    ),
  )
}

interface Group {
  readonly original: StoryArticle
  readonly copies: readonly StoryArticle[]
}

function groupsOf(articles: readonly StoryArticle[]): Group[] {
  const groups = new Map<number, { original: StoryArticle; copies: StoryArticle[] }>()
  for (const article of articles) {
    const group = article.duplicate_of === null ? undefined : groups.get(article.duplicate_of)
    if (group) group.copies.push(article)
    else groups.set(article.article_id, { original: article, copies: [] })
  }
  return [...groups.values()]
}

function places(articles: readonly StoryArticle[]): string {
  const distinct = (values: readonly (string | null)[]) => [
    ...new Set(values.flatMap((value) => value ?? [])),
  ]
  const countries = distinct(articles.map((article) => article.country)).map(countryName)
  const languages = distinct(articles.map((article) => article.language?.split('-')[0] ?? null)).map(
    languageName,
  )
  const few = (names: readonly string[]) =>
    names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ')
  return [few(countries), few(languages)]
    .filter(Boolean)
    .map((text) => ` · ${text}`)
    .join('')
}

function summary(story: StoryHead): Html {
  const lasted = story.last_published_at.getTime() - story.first_published_at.getTime()
  const copied = story.outlet_count - story.independent_count
  return html`<strong>${count(story.article_count, 'article')}</strong> of <strong>${count(story.outlet_count, 'outlet')}</strong>${copied > 0 ? html`, ${story.independent_count} of them independent` : ''}. First ${time(story.first_published_at)}${lasted > 60_000 ? html`, last ${time(story.last_published_at)}, ${span(lasted)} later` : ''}.`
}

function articleItem({ original, copies }: Group, operator: boolean): Html {
  return html`<li class="article" id="a${original.article_id}">
${entry(original, operator)}
${copies.length ? html`<details class="copies"><summary>${count(new Set(copies.map((copy) => copy.outlet)).size, 'outlet')} ran this text</summary><ul>${copies.map((copy) => copyItem(copy))}</ul></details>` : ''}
</li>`
}

function entry(article: StoryArticle, operator: boolean): Html {
  const box = `take-${article.article_id}`
  return html`<div class="entry">
${operator ? html`<input class="take" type="checkbox" form="split" name="article" value="${article.article_id}" id="${box}" aria-label="Take out: ${clip(article.title ?? 'untitled', 100)}">` : ''}
<p class="source"><strong><bdi>${clip(article.outlet_name ?? 'Unknown outlet', 80)}</bdi></strong> ${byline(article)}</p>
<h3><a href="/article/${article.article_id}">${headline(article.title, article.language)}</a></h3>
<p class="facts">${time(article.at, article.published_precision, 'short')}${article.dated ? '' : ' (first seen; it bears no date)'} · ${count(article.word_count, 'word')}${article.version > 1 ? html` · <a href="/article/${article.article_id}#versions">${article.version} versions</a>` : ''} · ${outLink(article.url, 'at the outlet')}${article.duplicate_of !== null ? html` · <a href="/article/${article.duplicate_of}">a copy of article ${article.duplicate_of}</a>` : ''}</p>
${why(article)}
</div>`
}

function byline(article: StoryArticle): Html {
  const agencies = [
    ...new Set(article.agencies.filter((agency) => agency.role === 'text').map((agency) => agency.name)),
  ]
  const names = [...article.authors.slice(0, 3), ...agencies.slice(0, 2)]
  return names.length ? html`<span class="by">by <bdi>${clip(names.join(', '), 120)}</bdi></span>` : none
}

function copyItem(article: StoryArticle): Html {
  return html`<li><p class="source"><strong><bdi>${clip(article.outlet_name ?? 'Unknown outlet', 80)}</bdi></strong> ${time(article.at, article.published_precision, 'short')}</p>
<p class="title"><a href="/article/${article.article_id}">${headline(article.title, article.language)}</a></p>
${article.similarity === null ? '' : html`<p class="share"><meter min="0" max="1" value="${Math.round(article.similarity * 100) / 100}" aria-label="Share of its text"></meter> ${percent(article.similarity)} of its text stands in the original</p>`}
${why(article)}</li>`
}

function why(article: StoryArticle): Html {
  const lines = explainReasons(article.reasons)
  if (!lines.length) return none
  return html`<details class="why"><summary>Why it is here</summary><ul>${lines.map((line) => html`<li dir="auto">${clip(line, 600)}</li>`)}</ul></details>`
}

function pager(id: number, number: number, more: boolean): Html {
  if (number === 1 && !more) return none
  return html`<nav class="pager" aria-label="More articles">${number > 1 ? html`<a rel="prev" href="/story/${id}${query({ page: number === 2 ? null : number - 1 })}">← Earlier</a>` : ''}${more ? html`<a rel="next" href="/story/${id}${query({ page: number + 1 })}">Later →</a>` : ''}</nav>`
}

function operatorTools(story: StoryHead, similar: readonly Neighbour[]): Html {
  return html`<section class="tools" aria-labelledby="correct"><h2 id="correct">Correct it</h2>
<p>What you decide here stays: the repair worker does not change it. Each edit can be undone.</p>
${story.article_count > 1 ? html`<form id="split" method="post" action="/story/${story.story_id}/split"><p>Tick the articles above that are about another event. Copies go with their original.</p><button type="submit">Split off the ticked articles</button></form>` : ''}
<form method="post" action="/story/${story.story_id}/merge" class="row"><label><span>The same event as story</span><input name="other" inputmode="numeric" pattern="[0-9]+" required maxlength="15" size="10"></label><button type="submit">Merge</button></form>
${similar.length ? html`<h3>Could be the same event</h3><ul class="similar">${similar.map((other) => html`<li><form method="post" action="/story/${story.story_id}/merge" class="inline"><input type="hidden" name="other" value="${other.story_id}"><button type="submit" aria-label="Merge with story ${other.story_id}">Merge</button></form> <a href="/story/${other.story_id}">${headline(other.title, other.language)}</a> <span class="facts">${count(other.outlet_count, 'outlet')}, ${time(other.last_published_at, null, 'short')}</span></li>`)}</ul>` : ''}
</section>`
}

/** The latest edits. Undo is offered only where `undoEdit` accepts it: for an edit by a person with no later edit after it. */
function history(edits: readonly StoryEdit[], operator: boolean): Html {
  return html`<section aria-labelledby="edits"><h2 id="edits">Merged and split</h2><ul class="edits">${edits.map(
    (edit) =>
      html`<li>${time(edit.made_at)}, ${edit.made_by === 'repair' ? 'by the repair pass' : `by hand (${edit.made_by})`}: ${edit.kind === 'merge' ? html`story ${edit.other_story_id} merged into story ${edit.story_id}` : html`<a href="/story/${edit.other_story_id}">story ${edit.other_story_id}</a> split off <a href="/story/${edit.story_id}">story ${edit.story_id}</a>`}${edit.undone_at ? html`, undone ${time(edit.undone_at)}` : operator && edit.may_undo ? html` <form class="inline" method="post" action="/story/undo"><input type="hidden" name="edit" value="${edit.edit_id}"><button type="submit" aria-label="Undo edit ${edit.edit_id}">Undo</button></form>` : ''}</li>`,
  )}</ul></section>`
}
