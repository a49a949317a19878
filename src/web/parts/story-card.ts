import { html } from 'hono/html'
import type { FrontOutlet, FrontStory } from '../../store/front.ts'
import { clip, type Html, headline, none, time } from '../markup.ts'
import { ago, count, span } from '../words.ts'
import { spark } from './spark.ts'

const SHOWN_OUTLETS = 8

export interface CardContext {
  /** The end of the window: what trends count back from. */
  readonly until: Date
  readonly windowMs: number
}

/** A story on the front page. The first of the page is larger and has its standfirst. */
export function storyCard(story: FrontStory, context: CardContext, lead = false): Html {
  return html`<article class="card${lead ? ' lead' : ''}">
<h2><a href="/story/${story.story_id}">${headline(story.title, story.language)}</a></h2>
${lead && story.dek ? html`<p class="dek" dir="auto">${clip(story.dek, 300)}</p>` : ''}
<p class="facts"><strong>${count(story.outlet_count, 'outlet')}</strong>${independence(story)}, ${count(story.article_count, 'article')}. ${firstSeen(story)}</p>
${outletStrip(story.outlets)}
<p class="trend">${spark(story.trend, `Articles over the last ${span(context.windowMs)}`)}<span>${trendWords(story, context)}</span></p>
</article>`
}

function independence(story: FrontStory): Html {
  if (story.independent_count >= story.outlet_count || story.outlet_count < 2) return none
  return html`, ${story.independent_count} of them independent`
}

function firstSeen(story: FrontStory): Html {
  const first = story.outlets[0]
  return first
    ? html`First: ${first.name ?? 'an unknown outlet'}, ${time(first.firstAt, null, 'short')}.`
    : none
}

/** Every outlet in the order in which they came; those that only copied are marked, in form and in words. */
export function outletStrip(outlets: readonly FrontOutlet[]): Html {
  if (!outlets.length) return none
  const rest = outlets.length - SHOWN_OUTLETS
  return html`<ul class="strip" aria-label="Outlets, the first to publish first">${outlets
    .slice(0, SHOWN_OUTLETS)
    .map(
      (outlet) =>
        html`<li${outlet.copiesOnly ? html` class="copied"` : ''}><bdi>${clip(outlet.name ?? 'unknown outlet', 40)}</bdi>${outlet.copiesOnly ? html`<span class="hidden"> (a copy)</span>` : ''}</li>`,
    )}${rest > 0 ? html`<li class="rest">and ${rest} more</li>` : ''}</ul>`
}

/** Whether it grows: the last quarter of the window against the one before. */
function trendWords(story: FrontStory, { until, windowMs }: CardContext): string {
  const quarter = story.trend.length / 4
  const sum = (from: number) => story.trend.slice(from, from + quarter).reduce((a, b) => a + b, 0)
  const last = sum(quarter * 3)
  const before = sum(quarter * 2)
  if (!last) return `quiet since ${ago(story.last_published_at, until).replace(/ ago$/, '')}`
  const direction = last > before ? 'growing' : last < before ? 'slowing' : 'steady'
  return `${direction}, ${last} in the last ${span(windowMs / 4)}`
}
