import type { ExtractContext, ExtractResult } from '../extract-types.ts'
import type { ArticleRecord, OutletFacts } from '../record.ts'
import { canonicalUrl, hostOf, registrableDomain, resolveUrl, sameSite } from '../url.ts'
import { findAuthors } from './authors.ts'
import { type Block, type Page, readBlocks } from './blocks.ts'
import { type BodyChoice, chooseBody, dropBlock } from './body.ts'
import { bodyHtml } from './body-html.ts'
import { chooseDate } from './choose-date.ts'
import { modifiedCandidates, publishedCandidates } from './dates.ts'
import { parseDom } from './dom.ts'
import { findDek, trimEdges } from './edges.ts'
import { readLayout } from './features.ts'
import { readHints } from './hints.ts'
import { type LinkedData, readLinkedData, typesOf } from './json-ld.ts'
import { type Meta, metaValue, readMeta } from './meta.ts'
import { chooseTitle, cleanText } from './title.ts'

/** One page to one record. Never throws for what is in the page. */
export function readArticle(html: string, context: ExtractContext): ExtractResult {
  const dom = parseDom(html, context.expired)
  const meta = readMeta(dom)
  const linked = readLinkedData(dom, context.url)
  const page = readBlocks(dom)
  const outlet = outletOf(context)
  const language = meta.htmlLang?.replace('_', '-') ?? outlet?.language ?? undefined
  const hints = readHints(meta, linked)
  const layout = readLayout(page, hints)
  const choice = chooseBody(page, hints, layout)
  const start = choice.kept.indexOf(1)
  const names = siteNames(meta, linked, outlet, context.url)
  const title = chooseTitle(dom, meta, linked, page, start, names)
  trimEdges(page, choice, title.title)
  const dek = findDek(page, choice, layout, hints, title.title)
  if (dek) dropBlock(choice, dek, 'it is the standfirst')
  const kept = page.blocks.filter((block) => choice.kept[block.index])
  const place = { titleAt: layout.titleAt, start, kept: choice.kept }
  const byline = findAuthors(dom, meta, linked, page, place, names, language)
  const modified = chooseDate(modifiedCandidates(meta, linked), language, outlet, context)
  const published = chooseDate(
    publishedCandidates(
      dom,
      meta,
      linked,
      page,
      { titleAt: layout.titleAt, start, kept: choice.kept },
      context.url,
    ),
    language,
    outlet,
    context,
    modified?.date.local_date ?? null,
  )
  const base = resolveUrl(context.url, meta.base ?? '') ?? context.url
  const resolve = (href: string): string | null => resolveUrl(base, href)
  const canonical = canonicalOf(meta, resolve)
  const body = kept
    .map((block) => block.text)
    .join('\n\n')
    .normalize('NFC')

  const record: ArticleRecord = {
    outlet: outlet?.slug ?? null,
    title: title.title,
    dek: dek?.text ?? null,
    authors: byline.authors,
    agencies: byline.agencies.map((name) => ({ name, role: 'text' as const })),
    dateline: null,
    published_at: published?.date.instant ?? null,
    published_local: published?.local ?? null,
    published_precision: published?.date.precision ?? null,
    published_tz_source: published?.date.tz_source ?? null,
    published_raw: published?.candidate.raw ?? null,
    published_source: published?.candidate.source ?? null,
    modified_at: modified?.date.instant ?? null,
    language: language ?? null,
    section: null,
    tags: [],
    canonical_url: canonical,
    image_url: null,
    captions: [],
    body: body || null,
    body_html: body ? bodyHtml(page, kept, resolve) : null,
    word_count: body.match(/[\p{L}\p{N}'’]+/gu)?.length ?? 0,
    kind: body ? 'article' : 'not_article',
    reason: body ? null : 'no_text',
  }
  const foreign = canonical && context.url && hostOf(canonical) && !sameSite(canonical, context.url)
  return detach({
    record,
    blockHashes: [],
    aliases: canonical && !foreign ? { canonical } : {},
    ...(foreign ? { syndicatedFrom: canonical } : {}),
    ...(context.explain ? { explain: explain(page, choice, { title: title.source }) } : {}),
  })
}

function outletOf(context: ExtractContext): OutletFacts | null {
  if (context.outlet !== undefined) return context.outlet
  if (!context.url || !context.outlets) return null
  const host = hostOf(context.url)
  const domain = registrableDomain(context.url)
  return (
    context.outlets.find(
      (outlet) => outlet.domain !== null && outlet.domain === host?.replace(/^www\./, ''),
    ) ??
    context.outlets.find((outlet) => outlet.domain !== null && outlet.domain === domain) ??
    null
  )
}

export function siteNames(
  meta: Meta,
  linked: LinkedData,
  outlet: OutletFacts | null,
  url: string | undefined,
): string[] {
  const names: string[] = []
  if (outlet) names.push(outlet.name)
  const site = metaValue(meta, 'og:site_name')
  if (site) names.push(site)
  const app = metaValue(meta, 'application-name', 'apple-mobile-web-app-title')
  if (app) names.push(app)
  for (const node of linked.nodes)
    if (
      typesOf(node).some((t) => t === 'Organization' || t === 'NewsMediaOrganization' || t === 'WebSite') &&
      typeof node.name === 'string'
    )
      names.push(node.name)
  const host = url ? hostOf(url) : null
  if (host) {
    names.push(host.replace(/^www\./, ''))
    const domain = registrableDomain(host)
    if (domain) names.push(domain, domain.split('.')[0]!)
  }
  return names.map(cleanText).filter((name) => name.length > 1 && name.length < 60)
}

function canonicalOf(meta: Meta, resolve: (href: string) => string | null): string | null {
  const href =
    meta.links.find((link) => link.rel === 'canonical' && link.href)?.href ?? metaValue(meta, 'og:url')
  const absolute = href ? resolve(href) : null
  return absolute ? canonicalUrl(absolute) : null
}

function explain(page: Page, choice: BodyChoice, fields: Readonly<Record<string, string>>) {
  return {
    blocks: page.blocks.map((block) => ({
      text: block.text.slice(0, 160),
      path: pathOf(page, block),
      kept: choice.kept[block.index] === 1,
      why: choice.why[block.index]!,
      score: Math.round(choice.p[block.index]! * 1000) / 1000,
    })),
    fields,
  }
}

export function pathOf(page: Page, block: Block): string {
  const names: string[] = []
  for (let i = block.box; i > 0 && names.length < 6; i = page.boxes[i]!.parent) {
    const { name, attribs } = page.boxes[i]!.element
    names.unshift(
      attribs.class
        ? `${name}.${attribs.class.trim().split(/\s+/).slice(0, 2).join('.')}`
        : attribs.id
          ? `${name}#${attribs.id}`
          : name,
    )
  }
  return names.join(' > ')
}

/** Strings cut from a page keep the whole page in memory; a round trip through JSON makes new ones. */
function detach(result: ExtractResult): ExtractResult {
  return JSON.parse(JSON.stringify(result)) as ExtractResult
}
