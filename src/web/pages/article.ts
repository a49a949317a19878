import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { explainReasons } from '../../pipeline/reasons.ts'
import {
  type ArticlePage,
  articlePage,
  type Life,
  lifeOf,
  type Relative,
  relativesOf,
  versionTexts,
} from '../../queries/article-page.ts'
import type { Web } from '../context.ts'
import { versionDiff } from '../parts/diff.ts'
import { fieldTable } from '../parts/fields.ts'
import { page } from '../parts/layout.ts'
import { clip, type Html, headline, langAttribute, none, outLink, query, time } from '../parts/markup.ts'
import { noticeOf } from '../parts/notices.ts'
import { count, number, percent, plain, reasonWords } from '../parts/words.ts'
import { gone, notFound } from './errors.ts'

/** The page shows at most this many characters, so that it stays small; the database has the whole text. */
const MAX_BODY = 60_000

/** An article: its text, the source of each field, its changes, and everything that happened to it. */
export async function articlePageView(c: Context, web: Web): Promise<Response> {
  const id = Number(c.req.param('id'))
  const { pool } = web.deps
  const article = await articlePage(pool, id)
  if (!article) return notFound(c, web, `There is no article ${id}.`)
  if (article.reason === 'removed') return gone(c, web, `Article ${id} was taken down here.`)
  const [from, to] = versionsAsked(c, article.version)
  const [life, relatives, texts] = await Promise.all([
    lifeOf(pool, id),
    relativesOf(pool, id, article.duplicate_of),
    article.version > 1 ? versionTexts(pool, id, from, to) : [],
  ])
  const operator = web.operator.isOperator(c)
  const [before, after] = texts
  return c.html(
    page(
      {
        title: article.title ?? `Article ${id}`,
        section: 'stories',
        operator,
        notice: noticeOf(c),
        description: article.dek ?? undefined,
      },
      html`<article class="reader">
<header>
<p class="kicker">${article.outlet_name ? html`<bdi>${clip(article.outlet_name, 100)}</bdi>` : 'Unknown outlet'}${article.section ? html` · <bdi>${clip(article.section, 60)}</bdi>` : ''}</p>
<h1>${headline(article.title, article.language)}</h1>
${article.dek ? html`<p class="dek"${langAttribute(article.language)} dir="auto">${clip(article.dek, 1_000)}</p>` : ''}
<p class="facts">${article.authors.length ? html`<span class="by">By <bdi>${clip(article.authors.join(', '), 200)}</bdi></span> · ` : ''}${time(article.published_at, article.published_precision)} · ${count(article.word_count, 'word')}${article.url ? html` · ${outLink(article.url, 'Read it at the outlet')}` : ''}</p>
${inStory(article)}
${withdrawnLine(article)}
</header>
${textOf(article)}
<aside aria-labelledby="fields"><h2 id="fields">Fields and their sources</h2>${fieldTable(article)}${captionsOf(article)}</aside>
</article>
${copyPart(article, relatives)}
${article.version > 1 ? versionsPart(id, life, from, to, before && after ? versionDiff(before, after) : null) : ''}
${annotationsPart(life)}
${lifePart(article, life, operator)}`,
    ),
  )
}

function versionsAsked(c: Context, newest: number): [number, number] {
  const of = (name: string, fallback: number) => {
    const asked = Number(c.req.query(name))
    return Number.isInteger(asked) && asked >= 1 && asked <= newest ? asked : fallback
  }
  const to = of('to', newest)
  const from = of('from', Math.max(1, to - 1))
  return from < to ? [from, to] : [to, from]
}

function inStory(article: ArticlePage): Html {
  if (article.story_id === null) return none
  const outlets = article.story_outlets ?? 1
  return html`<p class="in-story">In the story <a href="/story/${article.story_id}#a${article.article_id}">${headline(article.story_title, article.story_language)}</a>${outlets > 1 ? html` with ${count(outlets - 1, 'other outlet')}` : ''}${article.pinned ? ', placed there by hand' : ''}.</p>`
}

function withdrawnLine({ withdrawn_at }: ArticlePage): Html {
  return withdrawn_at
    ? html`<p class="facts withdrawn">Withdrawn: its outlet no longer has it at its address since ${time(withdrawn_at)}. What stands here is what was read before.</p>`
    : none
}

function textOf(article: ArticlePage): Html {
  const { body } = article
  if (!body)
    return article.version > 0
      ? html`<p class="empty">It has no text but its headline.</p>`
      : html`<p class="empty">No text yet: ${article.stage === 'discovered' ? 'it has not been fetched' : reasonWords(article.reason ?? article.stage)}.</p>`
  const paragraphs = body.slice(0, MAX_BODY).split(/\n\n+/)
  return html`<div class="text"${langAttribute(article.language)}>
${paragraphs.map((paragraph) => html`<p dir="auto">${paragraph}</p>`)}
${body.length > MAX_BODY ? html`<p class="empty">The rest (${number(body.length - MAX_BODY)} characters) is in the database.</p>` : ''}
</div>`
}

function captionsOf(article: ArticlePage): Html {
  if (!article.captions.length) return none
  return html`<h2>${article.captions.length > 1 ? 'Pictures' : 'Picture'}</h2>
<ul class="captions">${article.captions.slice(0, 50).map((caption) => html`<li><span dir="auto">${clip(caption.text, 1_000)}</span>${caption.credit || caption.agency ? html` <span class="from"><bdi>${clip([caption.credit, caption.agency !== caption.credit ? caption.agency : null].filter(Boolean).join(', '), 200)}</bdi></span>` : ''}</li>`)}</ul>
${article.image_url ? html`<p class="facts">Pictures are not copied: ${outLink(article.image_url, 'see it at the outlet')}.</p>` : ''}`
}

function copyPart(article: ArticlePage, relatives: readonly Relative[]): Html {
  const why = explainReasons(article.reasons)
  if (!relatives.length && !why.length) return none
  const title = article.duplicate_of !== null ? 'The original' : relatives.length ? 'Who ran this text' : null
  return html`<section aria-labelledby="copies"><h2 id="copies">${title ?? 'Why it is in its story'}</h2>
${article.similarity !== null && article.duplicate_of !== null ? html`<p>${percent(article.similarity)} of its text stands in the original.</p>` : ''}
${relatives.length ? html`<ul class="relatives">${relatives.map((relative) => html`<li><strong><bdi>${clip(relative.outlet_name ?? 'Unknown outlet', 80)}</bdi></strong> <a href="/article/${relative.article_id}">${headline(relative.title, relative.language)}</a> <span class="facts">${time(relative.at, null, 'short')}${article.duplicate_of === null && relative.similarity !== null ? html`, ${percent(relative.similarity)} of its text` : ''}</span></li>`)}</ul>` : ''}
${why.length ? html`<details class="why"><summary>Why it is here</summary><ul>${why.map((line) => html`<li dir="auto">${clip(line, 600)}</li>`)}</ul></details>` : ''}
</section>`
}

/** The results of steps that users added. */
function annotationsPart({ annotations }: Life): Html {
  if (!annotations.length) return none
  return html`<section aria-labelledby="annotations"><h2 id="annotations">Annotations</h2>
<dl class="fields">${annotations.map(({ name, version, json, created_at }) => html`<div><dt>${plain(name)} <span class="from">version ${version}</span></dt><dd><code><bdi>${clip(json, 2_000)}</bdi></code> <span class="from">${time(created_at)}</span></dd></div>`)}</dl>
</section>`
}

const causes: Readonly<Record<string, string>> = {
  first: 'first seen',
  revised: 'changed by the outlet',
  re_extracted: 'read again by a better extractor',
  unattributed: 'another text, and it is not known who changed it',
  corrected: 'corrected by hand',
}

function versionsPart(id: number, life: Life, from: number, to: number, diff: Html | null): Html {
  const option = (version: number, chosen: number) => {
    const known = life.versions.find((entry) => entry.version === version)
    return html`<option value="${version}"${version === chosen ? raw(' selected') : ''}>${version}${known ? `: ${causes[known.cause] ?? plain(known.cause)}` : ''}</option>`
  }
  const all = life.versions.map((entry) => entry.version)
  return html`<section aria-labelledby="versions"><h2 id="versions">What changed</h2>
<ol class="versions">${life.versions.map((entry) => html`<li${entry.version === to ? raw(' class="shown"') : ''}>${entry.version > 1 ? html`<a href="/article/${id}${query({ from: entry.version - 1, to: entry.version })}#versions">Version ${entry.version}</a>` : html`Version ${entry.version}`}: ${causes[entry.cause] ?? plain(entry.cause)}, ${time(entry.seen_at)}${mannerOf(entry)}</li>`)}</ol>
<form class="row" method="get" action="/article/${id}#versions"><label><span>From version</span><select name="from">${all.map((version) => option(version, from))}</select></label><label><span>to version</span><select name="to">${all.map((version) => option(version, to))}</select></label><button type="submit">Compare</button></form>
${diff ?? none}
</section>`
}

function mannerOf({ cause, marked, withdrawn_at }: Life['versions'][number]): string {
  if (cause !== 'revised') return ''
  if (withdrawn_at) return ': this was withdrawn, both documents of the outlet say the same'
  return marked ? ', and it said so' : ', without saying so'
}

interface Step {
  readonly at: Date
  readonly text: Html
}

function lifePart(article: ArticlePage, life: Life, operator: boolean): Html {
  const steps: Step[] = [
    ...life.entries.map((entry) => ({
      at: entry.first_seen_at,
      text: html`seen in the feed <bdi>${clip(entry.feed, 120)}</bdi>`,
    })),
    { at: article.first_seen_at, text: html`first seen` },
    ...life.documents.map((document) => ({
      at: document.fetched_at,
      text: documentLine(article.article_id, document, operator),
    })),
    ...life.versions.map((version) => ({
      at: version.seen_at,
      text: html`text, version ${version.version}: ${causes[version.cause] ?? plain(version.cause)}`,
    })),
    ...life.withdrawals.flatMap(({ withdrawn_at, status, restored_at }) => [
      { at: withdrawn_at, text: html`withdrawn by its outlet: status ${status}, at two looks` },
      ...(restored_at ? [{ at: restored_at, text: html`back at its address` }] : []),
    ]),
    ...(article.extracted_at
      ? [
          {
            at: article.extracted_at,
            text: html`last extracted, by extractor ${article.extractor_version ?? '?'}`,
          },
        ]
      : []),
    ...(article.clustered_at
      ? [{ at: article.clustered_at, text: html`last compared with other articles and put into a story` }]
      : []),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  return html`<section aria-labelledby="life"><h2 id="life">Its life so far</h2>
<ol class="life">${steps.map((step) => html`<li>${time(step.at)} <span>${step.text}</span></li>`)}</ol>
${nextLine(article)}
${life.urls.length ? html`<h3>Also known at</h3><ul class="addresses">${life.urls.map((other) => html`<li>${outLink(other.url, clip(other.url, 160))} <span class="from">${plain(other.kind)}</span></li>`)}</ul>` : ''}
${life.externalIds.length ? html`<p class="facts">Loaded as <bdi>${clip(life.externalIds.join(', '), 500)}</bdi></p>` : ''}
${operator ? html`<form class="row" method="post" action="/replay"><input type="hidden" name="article" value="${article.article_id}"><input type="hidden" name="back" value="/article/${article.article_id}"><button type="submit">Send it through the pipeline again</button></form>` : ''}
</section>`
}

function documentLine(id: number, document: Life['documents'][number], operator: boolean): Html {
  const size = `${number(Math.ceil(document.byte_count / 1024))} KB`
  const words = html`${document.http_status === null ? 'loaded' : `fetched, status ${document.http_status}`}: ${document.kind}, ${size}`
  return operator
    ? html`${words} (<a href="/article/${id}/raw${query({ at: document.fetched_at.toISOString() })}">raw document</a>)`
    : words
}

function nextLine(article: ArticlePage): Html {
  if (article.stage === 'discovered' || article.stage === 'fetched' || article.stage === 'extracted')
    return html`<p class="facts">Next step: not before ${time(article.next_attempt_at)}${article.parked_count ? `, after ${count(article.parked_count, 'wait')}` : ''}.</p>`
  return article.refetch_at
    ? html`<p class="facts">To be looked at again at ${time(article.refetch_at)}${article.refetch_reason ? `: ${reasonWords(article.refetch_reason)} at the look before` : ''}.</p>`
    : none
}
