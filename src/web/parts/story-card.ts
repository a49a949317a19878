import { html } from 'hono/html'
import type { FrontStory } from '../../queries/front.ts'
import { clip, type Html, headline, langAttribute, none, teaser, time } from './markup.ts'
import { spark } from './spark.ts'
import { count, span } from './words.ts'

export interface CardContext {
  /** The end of the window; trends count back from it. */
  readonly until: Date
  readonly windowMs: number
}

/** A story on the front page. */
export function storyCard(story: FrontStory, context: CardContext): Html {
  const title = html`<h2><a href="/story/${story.story_id}">${headline(story.title, story.language)}</a></h2>`
  if (story.article_count === 1)
    return html`<article class="card">${title}<p class="facts">${onlySource(story)}</p></article>`
  return html`<article class="card">
${title}
<p class="facts">${reach(story)}${firstSeen(story)}</p>
${outletStrip(story)}
${trend(story, context)}
</article>`
}

/** The first story of the front page, in more detail. */
export function leadCard(story: FrontStory, context: CardContext): Html {
  return html`<article class="card lead">
<div><h2><a href="/story/${story.story_id}">${headline(story.title, story.language)}</a></h2>
${story.dek ? html`<p class="dek"${langAttribute(story.language)} dir="auto">${teaser(story.dek, 230)}</p>` : ''}</div>
<div class="aside"><p class="facts">${reach(story)}</p>
<ol class="came">${story.outlets.map(
    (outlet) =>
      html`<li${outlet.copiesOnly ? html` class="copied"` : ''}><span><bdi>${clip(outlet.name ?? 'unknown outlet', 40)}</bdi>${outlet.copiesOnly ? html`<span class="hidden"> (a copy)</span>` : ''}</span> ${time(outlet.firstAt, null, 'short')}</li>`,
  )}${rest(story) ? html`<li class="rest">and ${rest(story)} more</li>` : ''}</ol>
${story.article_count > 1 ? trend(story, context) : ''}</div>
</article>`
}

function reach(story: FrontStory): Html {
  const copied = story.independent_count < story.outlet_count && story.outlet_count > 1
  return html`<strong>${count(story.outlet_count, 'outlet')}</strong>${copied ? html`, ${story.independent_count} of them independent` : ''}, ${count(story.article_count, 'article')}. `
}

function onlySource(story: FrontStory): Html {
  const only = story.outlets[0]
  return html`<strong><bdi>${clip(only?.name ?? 'Unknown outlet', 40)}</bdi></strong> ${time(only?.firstAt ?? story.first_published_at, null, 'short')}`
}

function firstSeen(story: FrontStory): Html {
  const first = story.outlets[0]
  return first ? html`First: ${time(first.firstAt, null, 'short')}.` : none
}

function trend(story: FrontStory, context: CardContext): Html {
  return html`<p class="trend">${spark(story.trend, `Articles over the last ${span(context.windowMs)}`)}<span>${trendWords(story, context)}</span></p>`
}

const rest = (story: FrontStory): number => Math.max(0, story.outlet_count - story.outlets.length)

/** The outlets, ordered by their first article; those that have only copies are marked, by shape and in words. */
function outletStrip(story: FrontStory): Html {
  const { outlets } = story
  if (!outlets.length) return none
  return html`<ul class="strip" aria-label="Outlets, the first to publish first">${outlets.map(
    (outlet) =>
      html`<li${outlet.copiesOnly ? html` class="copied"` : ''}><bdi>${clip(outlet.name ?? 'unknown outlet', 40)}</bdi>${outlet.copiesOnly ? html`<span class="hidden"> (a copy)</span>` : ''}</li>`,
  )}${rest(story) ? html`<li class="rest">and ${rest(story)} more</li>` : ''}</ul>`
}

/** Whether the story grows: the last quarter of the window compared with the quarter before it. */
function trendWords(story: FrontStory, { until, windowMs }: CardContext): string {
  const quarter = story.trend.length / 4
  const sum = (from: number) => story.trend.slice(from, from + quarter).reduce((a, b) => a + b, 0)
  const last = sum(quarter * 3)
  const before = sum(quarter * 2)
  if (!last) return `quiet for ${span(until.getTime() - story.last_published_at.getTime())}`
  const direction = last > before ? 'growing' : last < before ? 'slowing' : 'steady'
  return `${direction}, ${last} in the last ${span(windowMs / 4)}`
}
