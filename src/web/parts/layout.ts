import { html, raw } from 'hono/html'
import { assetHref } from '../assets.ts'
import type { Html } from './markup.ts'

export type Section = 'stories' | 'search' | 'sources' | 'pipeline' | 'operator' | null

export interface Layout {
  /** For the browser's tab; any text. */
  readonly title: string
  readonly section: Section
  /** Whether the reader has signed in as an operator. */
  readonly operator: boolean
  readonly description?: string | undefined
  /** The text of the search field. */
  readonly searched?: string | undefined
  readonly notice?: Html | null | undefined
  /** Scripts in addition to those that every page has. */
  readonly scripts?: readonly string[]
}

const sections = [
  ['stories', '/', 'Stories'],
  ['search', '/search', 'Search'],
  ['sources', '/sources', 'Sources'],
  ['pipeline', '/pipeline', 'Pipeline'],
] as const

/** The whole page around `main`. */
export function page(layout: Layout, main: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${plainText(layout.title)} · Newsloom</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${layout.description ? html`<meta name="description" content="${plainText(layout.description)}">` : ''}
<link rel="stylesheet" href="${assetHref('newsloom.css')}">
<link rel="icon" type="image/svg+xml" href="${assetHref('icon.svg')}">
<link rel="alternate" type="application/atom+xml" title="Newsloom: stories" href="/api/v1/stories.atom">
<link rel="alternate" type="application/feed+json" title="Newsloom: stories" href="/api/v1/stories.json">
<link rel="search" type="application/opensearchdescription+xml" title="Newsloom" href="/opensearch.xml">
${['live-form.js', ...(layout.scripts ?? [])].map((name) => html`<script type="module" src="${assetHref(name)}"></script>`)}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="masthead">
<p class="brand"><a href="/">${mark}<span>Newsloom</span></a></p>
<nav aria-label="Main"><ul>
${sections.map(([name, href, text]) => html`<li><a href="${href}"${layout.section === name ? raw(' aria-current="page"') : ''}>${text}</a></li>`)}
${layout.operator ? html`<li><a href="/operator"${layout.section === 'operator' ? raw(' aria-current="page"') : ''}>Operator</a></li>` : ''}
</ul></nav>
${
  layout.section === 'search'
    ? ''
    : html`<form class="quick" role="search" action="/search" method="get">
<label class="hidden" for="quick-q">Search all articles</label>
<input id="quick-q" name="q" type="search" placeholder="Search articles" autocomplete="off" value="${layout.searched ?? ''}">
</form>`
}
</header>
${layout.notice ? html`<div class="notice" role="status">${layout.notice}</div>` : ''}
<main id="main" tabindex="-1">
${main}
</main>
<footer>
<p>All times are UTC. Follow the stories by <a href="/api/v1/stories.atom">Atom</a> or <a href="/api/v1/stories.json">JSON Feed</a>, query the schema <code>news</code> with any Postgres client, or use the <a href="/api">API</a>.</p>
<p>${layout.operator ? html`Signed in as operator.` : html`<a href="/operator" rel="nofollow">Operator sign-in</a>`}</p>
</footer>
</body>
</html>`
}

/** The logo: threads of a loom. */
const mark = raw(
  '<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M4 2v20M12 2v20M20 2v20" class="warp"/><path d="M1 8h5M10 8h12M1 16h12M18 16h5" class="weft"/></svg>',
)

/** Text for places without markup: control characters that change the writing direction are left out. */
export function plainText(text: string): string {
  return text
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
}
