import { html } from 'hono/html'
import type { ArticlePage } from '../../queries/article-page.ts'
import { clip, type Html, outLink, time } from './markup.ts'
import { countryName, languageName, plain, reasonWords } from './words.ts'

const sources: Readonly<Record<string, string>> = {
  json_ld: 'JSON-LD of the page',
  meta: 'meta tags of the page',
  time_tag: 'a time tag of the page',
  text: 'the text',
  title_tag: 'the page’s title tag',
  page: 'the page',
  script: 'data for the page’s own scripts',
  corrected: 'a correction by hand',
  url: 'the address',
  feed: 'the feed',
  given: 'given with it',
  outlet: 'the registry of outlets',
  rules: 'the outlet’s own rules',
}

const zones: Readonly<Record<string, string>> = {
  text: 'its zone was written there',
  outlet: 'its zone is the outlet’s',
  assumed_utc: 'no zone was given: UTC assumed',
}

/** Every field that has a value, with its source. */
export function fieldTable(article: ArticlePage): Html {
  const lines = fieldsOf(article).filter((field) => field.value !== null)
  return html`<dl class="fields">${lines.map(
    ({ name, value, source }) =>
      html`<div><dt>${name}</dt><dd>${value}${source ? html` <span class="from">${source}</span>` : ''}</dd></div>`,
  )}</dl>`
}

interface Field {
  readonly name: string
  readonly value: Html | string | null
  readonly source: string | null
}

function fieldsOf(article: ArticlePage): Field[] {
  const provenance: Readonly<Record<string, string | undefined>> = article.provenance ?? {}
  const from = (field: string): string | null => {
    const source = provenance[field]
    return source ? `from ${sources[source] ?? plain(source)}` : null
  }
  const field = (name: string, key: string, value: Html | string | null): Field => ({
    name,
    value,
    source: from(key),
  })
  const list = (values: readonly string[]): Html | null =>
    values.length ? html`<bdi>${clip(values.join(', '), 500)}</bdi>` : null
  const text = (value: string | null): Html | null => (value ? html`<bdi>${clip(value, 500)}</bdi>` : null)
  const agencies = (role: string) =>
    list(article.agencies.filter((agency) => agency.role === role).map((agency) => agency.name))
  return [
    { name: 'Headline', value: article.title === null ? null : from('title'), source: null },
    { name: 'Standfirst', value: article.dek === null ? null : from('dek'), source: null },
    { name: 'Text', value: article.body === null ? null : from('body'), source: null },
    {
      name: 'Published',
      value: article.published_at ? time(article.published_at, article.published_precision) : null,
      source: publishedFrom(article),
    },
    field('There', 'published_local', text(article.published_local)),
    field('Changed by the outlet', 'modified_at', article.modified_at ? time(article.modified_at) : null),
    field('Authors', 'authors', list(article.authors)),
    field('Agencies', 'agencies', agencies('text')),
    field('Picture agencies', 'agencies', agencies('photo')),
    field('Dateline', 'dateline', article.dateline ? datelineOf(article.dateline) : null),
    field('Language', 'language', article.language ? languageName(article.language) : null),
    field('Section', 'section', text(article.section)),
    field('Tags', 'tags', list(article.tags)),
    field('Kind', 'kind', article.kind && article.kind !== 'article' ? plain(article.kind) : null),
    field(
      'Canonical address',
      'canonical_url',
      article.canonical_url ? outLink(article.canonical_url, clip(article.canonical_url, 120)) : null,
    ),
    field(
      'Picture',
      'image_url',
      article.image_url ? outLink(article.image_url, clip(article.image_url, 120)) : null,
    ),
    field(
      'Syndicated from',
      'syndicated_from',
      article.syndicated_from ? outLink(article.syndicated_from, clip(article.syndicated_from, 120)) : null,
    ),
    { name: 'State', value: stateOf(article), source: null },
  ]
}

function datelineOf({ raw, city, country }: NonNullable<ArticlePage['dateline']>): Html {
  const place = [city, country ? countryName(country) : null].filter(Boolean).join(', ')
  return html`<bdi>${clip(raw, 200)}</bdi>${place ? html` (${place})` : ''}`
}

function publishedFrom(article: ArticlePage): string | null {
  if (!article.published_source) return null
  const source = `from ${sources[article.published_source] ?? plain(article.published_source)}`
  const raw = article.published_raw ? `: “${clip(article.published_raw, 80)}”` : ''
  const zone = article.published_tz_source ? `; ${zones[article.published_tz_source] ?? ''}` : ''
  return `${source}${raw}${zone}`
}

function stateOf(article: ArticlePage): string {
  if (article.stage === 'dropped' || article.stage === 'failed')
    return `${article.stage}: ${reasonWords(article.reason ?? '')}`
  if (article.stage === 'clustered')
    return article.duplicate_of === null ? 'in its story' : 'in its story, as a copy'
  return `${article.stage}, on its way${article.reason ? `: waits because ${reasonWords(article.reason)}` : ''}`
}
