import type { PublishedSource } from '../record.ts'
import type { Page } from './blocks.ts'
import type { Dom, ElementNode } from './dom.ts'
import type { LdNode, LinkedData } from './json-ld.ts'
import { type Meta, metaValue, textOf } from './meta.ts'

export interface DateCandidate {
  readonly raw: string
  readonly source: PublishedSource
  /** Where exactly, for `--explain`. */
  readonly from: string
}

const publishedNames = [
  'article:published_time',
  'og:article:published_time',
  'og:published_time',
  'article:published',
  'datepublished',
  'date',
  'dc.date',
  'dc.date.issued',
  'dcterms.date',
  'dcterms.issued',
  'dcterms.created',
  'dc.date.created',
  'dcterms.available',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'publication_date',
  'publication-date',
  'published_time',
  'published-date',
  'publisheddate',
  'article.published',
  'article_date_original',
  'article:post_date',
  'parsely-pub-date',
  'sailthru.date',
  'cxenseparse:recs:publishtime',
  'cxenseparse:publishtime',
  'cse-pubdate',
  'citation_date',
  'citation_publication_date',
  'citation_online_date',
  'displaydate',
  'display-date',
  'originalpublicationdate',
  'bt:pubdate',
  'rnews:datepublished',
  'release_date',
  'timestamp',
  'created',
  'article-published',
  'last-published',
  'datecreated',
  'article.created',
  'vr:published_time',
  'weibo: article:create_at',
  'weibo:article:create_at',
  'prism.publicationdate',
  'dc.issued',
  'datum',
  'dateissued',
  'search_date',
  'og:pubdate',
  'og:publish_date',
  'sort_date',
  'eomportal-lastupdate',
  'article:create_at',
  'publishtime',
  'mediator_published_time',
  'published',
  'publisher_date',
  'post_date',
  'shareaholic:article_published_time',
  'date.release',
  'uploaddate',
  'dateposted',
  'firstpublishdate',
  'video:release_date',
  'ptime',
  'filetime',
  'og:time',
  'startdate',
] as const
const modifiedNames = [
  'article:modified_time',
  'og:updated_time',
  'datemodified',
  'last-modified',
  'article:updated_time',
  'dcterms.modified',
  'dc.date.modified',
  'lastmod',
  'revised',
  'updated_time',
  'modified_time',
  'article:modified',
  'utime',
  'moddate',
  'lastupdate',
  'cxenseparse:modifiedtime',
  'updated',
] as const

/** Where a page states its publication date, best first. What the strings mean is for `parseDate`. */
export function publishedCandidates(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  start: number,
  url: string | undefined,
): DateCandidate[] {
  const out: DateCandidate[] = []
  const add = (raw: unknown, source: PublishedSource, from: string): void => {
    if (typeof raw === 'number') raw = String(raw)
    if (typeof raw === 'string' && raw.trim() && raw.length < 200) out.push({ raw: raw.trim(), source, from })
  }
  const { article } = linked
  if (article) {
    add(article.datePublished, 'json_ld', 'datePublished')
    add(article.dateCreated, 'json_ld', 'dateCreated')
    add(article.uploadDate, 'json_ld', 'uploadDate')
  }
  for (const name of publishedNames) add(metaValue(meta, name), 'meta', name)
  if (!article?.datePublished)
    for (const node of linked.nodes)
      if (node !== article) add((node as LdNode).datePublished, 'json_ld', 'datePublished of another node')
  for (const [element, from] of timeElements(dom, page, start)) {
    const { attribs } = element
    add(
      attribs.datetime ??
        attribs.content ??
        attribs['data-datetime'] ??
        attribs['data-timestamp'] ??
        attribs.title,
      'time_tag',
      from,
    )
    add(textOf(element, 120), 'time_tag', from)
  }
  for (const text of dateLines(page, start)) add(text, 'text', 'a line by the headline')
  const fromUrl = url ? dateInUrl(url) : null
  if (fromUrl) add(fromUrl, 'url', 'the address')
  add(article?.dateModified, 'json_ld', 'dateModified')
  for (const name of modifiedNames) add(metaValue(meta, name), 'meta', name)
  return out
}

export function modifiedCandidates(meta: Meta, linked: LinkedData): DateCandidate[] {
  const out: DateCandidate[] = []
  const raw = linked.article?.dateModified
  if (typeof raw === 'string' && raw.trim())
    out.push({ raw: raw.trim(), source: 'json_ld', from: 'dateModified' })
  for (const name of modifiedNames) {
    const value = metaValue(meta, name)
    if (value) out.push({ raw: value, source: 'meta', from: name })
  }
  return out
}

/** `<time>` and elements marked as the publication date, those near the headline first. */
function timeElements(dom: Dom, page: Page, start: number): [ElementNode, string][] {
  const list: { element: ElementNode; rank: number; from: string }[] = []
  for (const element of dom.index.get('time') ?? []) {
    const box = boxOf(element)
    if (!box) continue
    const at = page.boxes[box]?.firstBlock ?? 0
    const mark = `${element.attribs.class ?? ''} ${element.attribs.itemprop ?? ''} ${element.attribs.pubdate !== undefined ? 'published' : ''}`
    let rank = start < 0 ? at : at <= start + 2 ? start - at : 200 + at - start
    if (/publish|pubdate|created|posted|entry-date/i.test(mark)) rank -= 8
    if (/updat|modif|ends|event/i.test(mark)) rank += 12
    if (insideTeaser(element)) rank += 120
    list.push({ element, rank, from: 'time' })
  }
  return list
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 4)
    .map((entry) => [entry.element, entry.from])
}

function boxOf(element: ElementNode): number {
  for (let up: ElementNode | null = element; up; up = up.parent) if (up.box >= 0) return up.box
  return 0
}

function insideTeaser(element: ElementNode): boolean {
  for (let up: ElementNode | null = element; up; up = up.parent) {
    if (up.name === 'aside' || up.name === 'footer' || up.name === 'nav' || up.name === 'li') return true
    if (/related|teaser|comment|sidebar|card|promo|recommend/i.test(up.attribs.class ?? '')) return true
  }
  return false
}

const dateLike =
  /\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|\d{4}年|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\s+ago\b/i

/** Short lines between the headline and the text, then just after the text, that hold something like a date. */
function dateLines(page: Page, start: number): string[] {
  const { blocks } = page
  if (start < 0) start = Math.min(blocks.length, 40)
  const out: string[] = []
  for (let i = Math.min(start + 3, blocks.length - 1); i >= Math.max(0, start - 25); i--) {
    const { text } = blocks[i]!
    if (text.length <= 160 && dateLike.test(text)) out.push(text)
  }
  return out.slice(0, 5)
}

/** `/2021/05/20/`, `/2021-05-20-`, `20210520`: the day in an address. */
export function dateInUrl(url: string): string | null {
  const path = url.replace(/^https?:\/\/[^/]*/, '')
  const parts =
    /(?:^|[/_.-])((?:19|20)\d{2})[/_.-](\d{1,2})[/_.-](\d{1,2})(?=[/_.-]|$|\D)/.exec(path) ??
    /(?:^|\D)((?:19|20)\d{2})(\d{2})(\d{2})(?=\D|$|\d{4}\D)/.exec(path) ??
    /(?:^|[/_.-])((?:19|20)\d{2})[/_-](\d{2})(\d{2})(?=[/_.-]|$)/.exec(path)
  if (!parts) return null
  const [, year, month, day] = parts
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}
