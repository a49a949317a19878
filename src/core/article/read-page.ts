import { type BodyChoice, dropBlock } from '../body/choice.ts'
import { chooseBody } from '../body/choose.ts'
import { bodyHtml, escapeHtml } from '../body/html.ts'
import { type Paragraph, paragraphsOf, paragraphText } from '../body/paragraphs.ts'
import { findDek } from '../body/rules/dek.ts'
import { trimEdges } from '../body/rules/edges.ts'
import { linkedParagraphs } from '../body/rules/linked-body.ts'
import {
  keepEntryTimes,
  linkedEntries,
  linkedEntryParagraphs,
  shownEntries,
} from '../body/rules/live-blog.ts'
import { mendUnits } from '../body/rules/settle-units.ts'
import { resolveUrl, sameSite } from '../fetching/url.ts'
import { findAuthors, readByline } from '../fields/authors/find.ts'
import { readCaptions } from '../fields/captions.ts'
import { creditedAgencies } from '../fields/credit-lines.ts'
import { type DateCandidate, modifiedCandidates, publishedCandidates } from '../fields/dates/candidates.ts'
import { chooseDate } from '../fields/dates/choose.ts'
import { chooseKind, type KindSigns } from '../fields/kind/choose.ts'
import { measureText } from '../fields/kind/counts.ts'
import { otherThanArticle } from '../fields/kind/model.ts'
import { saidByWhom, saidWhen } from '../fields/kind/said.ts'
import { nextPageOf } from '../fields/next-page.ts'
import {
  applyBodyRules,
  explainRules,
  ruleDate,
  rulesFor,
  ruleText,
  ruleTexts,
} from '../fields/outlet-rules.ts'
import { ownPicture } from '../fields/own-picture.ts'
import { findImage, findSection, findTags } from '../fields/section-tags-image.ts'
import { ampOf, canonicalOf, outletOf, siteNames } from '../fields/site.ts'
import { chooseTitle } from '../fields/title.ts'
import type { Block, Page } from '../page/blocks.ts'
import { readBlocks } from '../page/cut/read-blocks.ts'
import { parseDom } from '../page/dom.ts'
import { readHints } from '../page/hints.ts'
import { readLinkedData } from '../page/json-ld.ts'
import { readLayout } from '../page/layout.ts'
import { readMeta } from '../page/meta.ts'
import { dataParagraphs } from '../page/page-data.ts'
import { provenanceOf } from '../record/provenance.ts'
import type { Agency, ArticleRecord } from '../record/record.ts'
import { storedForm, wordCount } from '../text/normalize.ts'
import { explainPage } from './explain.ts'
import { bylineSources, titleSources } from './field-sources.ts'
import { finishBody, uniqueAgencies } from './finish.ts'
import { languageOf, languageTag } from './language.ts'
import { dropRepeated, hashesOf } from './repeated.ts'
import type { ExtractContext, ExtractResult } from './types.ts'

/** Reads the HTML of a page into a record. Never throws, whatever the page has; the record says why a page is not an article. */
export function extractHtml(html: string, context: ExtractContext = {}): ExtractResult {
  const dom = parseDom(html, context.expired)
  const meta = readMeta(dom)
  const linked = readLinkedData(dom, context.url)
  const page = readBlocks(dom)
  const outlet = outletOf(context)
  const rules = rulesFor(outlet, context.fetchedAt)
  const pageLanguage = languageTag(meta) ?? outlet?.language ?? undefined
  const names = siteNames(meta, linked, outlet, context.url)

  // The body: the model's word, the outlet's rules, what the outlet repeats, then the edges.
  const hints = readHints(meta, linked)
  const layout = readLayout(page, hints)
  const choice = chooseBody(page, hints, layout, context.model)
  if (rules) applyBodyRules(dom, page, choice, rules)
  if (context.boilerplate) dropRepeated(page, choice, context.boilerplate)
  const start = choice.kept.indexOf(1)
  const chosen = chooseTitle(dom, meta, linked, page, start, names, context.url)
  const ruledTitle = ruleText(dom, rules?.title)
  const title = ruledTitle ?? chosen.title
  const untrimmed = choice.kept.slice()
  trimEdges(page, choice, title)
  mendUnits(page, choice.units, untrimmed, choice.kept, choice.why)
  const dekBlock = findDek(page, choice, layout, hints, title)
  // The only sentence of a page is its text.
  const isDek = dekBlock && choice.kept.some((kept, i) => kept && i !== dekBlock.index)
  if (isDek) dropBlock(choice, dekBlock, 'it is the standfirst')
  else if (dekBlock) choice.kept[dekBlock.index] = 1
  const entries = Math.max(linkedEntries(linked).length, shownEntries(page, choice.kept))
  const place = { titleAt: layout.titleAt, start: choice.kept.indexOf(1), kept: choice.kept.slice() }
  let kept = keptBlocks(page, choice)
  const told = linkedEntryParagraphs(linked, kept) ?? linkedParagraphs(linked, kept)
  const lost = told ?? dataParagraphs(dom, title, kept)

  const byline = rules?.authors
    ? readByline(ruleTexts(dom, rules.authors), names, pageLanguage)
    : findAuthors({ dom, meta, linked, page, place }, names, pageLanguage)
  const modified = chooseDate(modifiedCandidates(meta, linked), pageLanguage, outlet, context)
  const ruled = ruleDate(dom, rules?.published)
  const candidates: DateCandidate[] = ruled ? [{ raw: ruled, source: 'text', from: 'outlet rule' }] : []
  candidates.push(...publishedCandidates(dom, meta, linked, page, place, context.url))
  const published = chooseDate(candidates, pageLanguage, outlet, context, modified?.date.local_date ?? null)
  const captions = readCaptions(page, place)

  const base = resolveUrl(context.url, meta.base ?? '') ?? context.url
  const resolve = (href: string): string | null => resolveUrl(base, href)
  const canonical = canonicalOf(meta, context.url, resolve)
  // Another site's address is where the text came from, not where this page is.
  const foreign = canonical !== null && context.url !== undefined && !sameSite(canonical, context.url)
  const signs: KindSigns = {
    dom,
    meta,
    linked,
    page,
    url: context.url,
    title,
    entries,
    announced: context.announced ?? false,
    dated:
      published !== null && published.candidate.source !== 'url' && published.candidate.source !== 'text',
    published: saidWhen(published?.candidate.source),
    signed: saidByWhom(byline),
    kept,
    ...measureText(kept, lost),
  }
  const other = otherThanArticle(signs)
  const kind = chooseKind(signs, other.p)
  if (kind.kind === 'live_blog') {
    keepEntryTimes(page, choice.kept)
    kept = keptBlocks(page, choice)
  }

  const paragraphs = paragraphsOf(page, kept, choice.units)
  const finished = finishBody(lost ?? paragraphs.map(paragraphText), outlet?.country ?? null)
  const body = finished.paragraphs.join('\n\n')
  const agencies: Agency[] = [
    ...byline.agencies.map((name) => ({ name, role: 'text' as const })),
    ...finished.agencies,
    ...creditedAgencies(page, place),
  ]
  for (const caption of captions) if (caption.agency) agencies.push({ name: caption.agency, role: 'photo' })
  const image = findImage(meta, linked) ?? ownPicture(dom)
  const section = findSection(dom, meta, linked)
  const tags = findTags(meta, linked)
  const ruledDek = ruleText(dom, rules?.dek)
  const language = languageOf(body, pageLanguage)

  const record: ArticleRecord = {
    outlet: outlet?.slug ?? null,
    title,
    dek: ruledDek ?? (isDek ? storedForm(dekBlock.text) : null),
    authors: byline.authors,
    agencies: uniqueAgencies(agencies),
    dateline: finished.dateline,
    published_at: published?.date.instant ?? null,
    modified_at: modified?.date.instant ?? null,
    published_local: published?.local ?? null,
    published_precision: published?.date.precision ?? null,
    published_tz_source: published?.date.tz_source ?? null,
    published_raw: published?.candidate.raw ?? null,
    published_source: published?.candidate.source ?? null,
    language: language.value,
    section: section?.value ?? null,
    tags: tags.value,
    canonical_url: foreign ? null : canonical,
    image_url: image ? resolve(image.value) : null,
    captions,
    body: body || null,
    body_html: body ? htmlOf(page, paragraphs, lost, finished.dateline?.raw ?? null, resolve) : null,
    word_count: wordCount(body),
    kind: kind.kind,
    reason: kind.reason,
  }
  const amp = ampOf(meta, resolve)
  const nextPage = nextPageOf(dom, meta, context.url, resolve)
  const provenance = provenanceOf(record, {
    title: ruledTitle ? 'rules' : titleSources[chosen.source],
    dek: ruledDek ? 'rules' : 'page',
    authors: rules?.authors ? 'rules' : bylineSources[byline.source],
    agencies:
      byline.agencies.length > 0 ? bylineSources[byline.source] : captions.length > 0 ? 'page' : 'text',
    dateline: 'text',
    modified_at: modified?.candidate.source,
    language: language.source,
    section: section?.source,
    tags: tags.source,
    canonical_url: meta.links.some((link) => link.rel === 'canonical' && link.href) ? 'page' : 'meta',
    image_url: image?.source,
    body: told ? 'json_ld' : lost ? 'script' : rules?.body ? 'rules' : 'page',
  })
  // A text that was joined of several is a string of its own already, and long.
  const whole = finished.paragraphs.length > 1 && record.body_html !== null
  const result = detach({
    record: whole ? { ...record, body: null, body_html: null } : record,
    provenance,
    blockHashes: hashesOf(page, choice),
    aliases: { ...(canonical && !foreign ? { canonical } : {}), ...(amp ? { amp } : {}) },
    ...(foreign ? { syndicatedFrom: canonical } : {}),
    ...(nextPage ? { nextPage } : {}),
    ...(context.explain
      ? {
          explain: {
            kind: { other: other.p, features: other.named() },
            ...explainPage(page, choice, dom.cut, explainRules(dom, outlet, context.fetchedAt), {
              ...provenance,
              title: chosen.candidates
                .map((c) => `${c.source} (${c.votes.toFixed(1)}): ${c.text}`)
                .join(' · '),
              authors: rules?.authors ? 'rules' : byline.source,
              published: published
                ? `${published.candidate.source}, ${published.candidate.from}: ${published.candidate.raw}`
                : 'none',
              outlet: outlet?.slug ?? 'none',
            }),
          },
        }
      : {}),
  })
  return whole ? { ...result, record: { ...result.record, body, body_html: record.body_html } } : result
}

const keptBlocks = (page: Page, choice: BodyChoice): Block[] =>
  page.blocks.filter((block) => choice.kept[block.index])

function htmlOf(
  page: Page,
  paragraphs: readonly Paragraph[],
  lost: readonly string[] | null,
  dateline: string | null,
  resolve: (href: string) => string | null,
): string {
  if (lost) return lost.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  return bodyHtml(page, paragraphs, resolve, dateline)
}

/** Strings cut from a page keep the whole page in memory; a round trip through JSON makes new ones. */
function detach(result: ExtractResult): ExtractResult {
  return JSON.parse(JSON.stringify(result)) as ExtractResult
}
