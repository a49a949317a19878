import type { PublishedSource } from '../record.ts'
import { bit, type Page, within } from './blocks.ts'
import type { Dom, ElementNode } from './dom.ts'
import type { LdNode, LinkedData } from './json-ld.ts'
import { type Meta, metaValue, textOf } from './meta.ts'

export interface DateCandidate {
  readonly raw: string
  readonly source: PublishedSource
  /** Where exactly, for `--explain`. */
  readonly from: string
  /** The page shows it to its readers, near the headline. */
  readonly shown?: boolean
  /** It is labelled as the time of an update. */
  readonly updated?: boolean
  /** Its element is marked as the time of publication, and not of an update. */
  readonly marked?: boolean
}

/** How `from` names the page's own address. */
export const OWN_ADDRESS = 'the address'

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

/** The part of the page where its visible date is looked for. */
export interface DatePlace {
  /** The block of the headline, or -1. */
  readonly titleAt: number
  /** The first block of the body, or -1. */
  readonly start: number
  readonly kept: Uint8Array
}

/** Where a page states its publication date, best first. What the strings mean is for `parseDate`. */
export function publishedCandidates(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  place: DatePlace,
  url: string | undefined,
): DateCandidate[] {
  const out: DateCandidate[] = []
  const add = (raw: unknown, source: PublishedSource, from: string, shown = false, marked = false): void => {
    const text = typeof raw === 'number' ? String(raw) : raw
    if (typeof text !== 'string' || !text.trim() || text.length >= 200) return
    out.push({ raw: text.trim(), source, from, shown, updated: shown && updatedLabel.test(text), marked })
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
  const times = timeElements(dom, page, place)
  const addTime = ({ element, from, rank, marked }: TimeElement): void => {
    const shown = rank < FAR
    const { attribs } = element
    add(
      attribs.datetime ??
        attribs.content ??
        attribs['data-datetime'] ??
        attribs['data-timestamp'] ??
        attribs.title,
      'time_tag',
      from,
      shown,
      marked,
    )
    add(textOf(element, 120), 'time_tag', from, shown, marked)
  }
  for (const time of times) if (time.rank < FAR) addTime(time)
  for (const line of dateLines(page, place))
    for (const part of statedParts(line.text)) add(part, 'text', line.from, line.near)
  for (const raw of openingDates(page, place)) add(raw, 'text', "the text's first words")
  const canonical = meta.links.find((link) => link.rel === 'canonical')?.href ?? metaValue(meta, 'og:url')
  const fromUrl = (url ? dateInUrl(url) : null) ?? (canonical ? dateInUrl(canonical) : null)
  if (fromUrl) add(fromUrl, 'url', OWN_ADDRESS)
  if (out.length === 0) for (const raw of scriptDates(dom)) add(raw, 'meta', 'a script')
  add(article?.dateModified, 'json_ld', 'dateModified')
  for (const name of modifiedNames) add(metaValue(meta, name), 'meta', name)
  for (const time of times) if (time.rank >= FAR) addTime(time)
  const image = metaValue(meta, 'og:image')
  const fromImage = image ? dateInUrl(image) : null
  if (fromImage) add(fromImage, 'url', "the lead image's address")
  return out
}

/** `(21. November 2022) Energy …`, `27.1.2022 - In …`: a date that opens the text. */
const openingDate =
  /^[([]?((?:\p{L}+,\s*)?(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}\.?\s\p{L}{3,10}\.?\s(?:19|20)\d{2}|\p{L}{3,10}\.?\s\d{1,2},?\s(?:19|20)\d{2}|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日))(?!\d)/u

function openingDates(page: Page, { start, kept }: DatePlace): string[] {
  const out: string[] = []
  const from = Math.max(0, start - 3)
  for (let i = from; start >= 0 && i < Math.min(start + 6, page.blocks.length); i++) {
    const block = page.blocks[i]!
    if (i < start && within(page, block, bit.caption | bit.comment | bit.related | bit.sidebar)) continue
    if (i > start && !kept[i]) continue
    const raw = openingDate.exec(block.text)?.[1]
    if (raw) out.push(raw)
  }
  return out
}

const updatedInside =
  /(?:last\s+)?(?:updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|uppdaterad|oppdatert|güncelleme|обновлено)\s*:/iu

/** A line that tells of the publication and then of an update is two dates, the first one first. */
function statedParts(line: string): string[] {
  const at = line.search(updatedInside)
  if (at <= 0 || !dateLike.test(line.slice(0, at))) return [line]
  // A month in capitals may be glued to the section before it.
  return [line.slice(0, at).replace(/(?<=\p{Ll})(?=\p{Lu}{3})/gu, ' '), line.slice(at)]
}

const scriptDate =
  /["'](?:date_?published|published(?:_?(?:at|date|time|on))?|publish_?(?:date|time)|pub_?date|publication_?(?:date|time)|first_?published(?:_?(?:at|date))?|post_?date|article_?date)["']\s*:\s*["']([^"'\\<>{}]{8,40})["']/gi

/** The time that a page tells its own scripts (analytics), when it states none anywhere else. */
function scriptDates(dom: Dom): string[] {
  const out = new Set<string>()
  for (const script of dom.index.get('script') ?? []) {
    const first = script.children[0]
    if (first?.type !== 'text' || /ld\+json/i.test(script.attribs.type ?? '')) continue
    for (const match of first.data.slice(0, 200_000).matchAll(scriptDate))
      if (/\d{4}/.test(match[1]!)) out.add(match[1]!)
  }
  // Several are those of other articles.
  return out.size === 1 ? [...out] : []
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

interface TimeElement {
  readonly element: ElementNode
  readonly rank: number
  readonly from: string
  readonly marked: boolean
}

const FAR = 100

/** `<time>` and elements marked as the publication date, those near the headline first. */
function timeElements(dom: Dom, page: Page, { titleAt, start }: DatePlace): TimeElement[] {
  const list: TimeElement[] = []
  for (const element of dom.index.get('time') ?? []) {
    const box = boxOf(element)
    if (!box) continue
    const at = page.boxes[box]?.firstBlock ?? 0
    const mark = `${element.attribs.class ?? ''} ${element.attribs.itemprop ?? ''} ${element.attribs.pubdate !== undefined ? 'published' : ''}`
    const anchor = titleAt >= 0 ? titleAt : start
    let rank = anchor < 0 ? at : at >= anchor ? at - anchor : 10 + 2 * (anchor - at)
    if (start >= 0 && at > start + 2) rank += FAR
    if (/publish|pubdate|created|posted|entry-date/i.test(mark)) rank -= 8
    if (/updat|modif|ends|event/i.test(mark)) rank += 12
    if (insideTeaser(element)) rank += FAR
    const marked = /publish|pubdate/i.test(mark) && !/updat|modif/i.test(mark)
    list.push({ element, rank, from: 'time', marked })
  }
  return list.sort((a, b) => a.rank - b.rank).slice(0, 4)
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

/** Years in the digits of other scripts (Arabic, Persian, Devanagari, Bengali, Thai) count too. */
const dateLike =
  /[٠-٩]{4}|[۰-۹]{4}|[०-९]{4}|[০-৯]{4}|[๐-๙]{4}|\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|\d{4}年|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\s+ago\b/i

const timeLike = /\b\d{1,2}[:.h]\d{2}\b/

/** Short lines around the headline, then just after the text, that hold something like a date; likeliest first. */
function dateLines(
  page: Page,
  { titleAt, start, kept }: DatePlace,
): { text: string; from: string; near: boolean }[] {
  const { blocks } = page
  if (blocks.length === 0) return []
  const first = start < 0 ? Math.min(blocks.length - 1, Math.max(0, titleAt) + 30) : start
  const from = Math.max(0, titleAt >= 0 && titleAt <= first ? titleAt - 8 : first - 25)
  const found: { text: string; from: string; near: boolean; worth: number }[] = []
  const look = (i: number, where: string, base: number): void => {
    const block = blocks[i]!
    if (kept[i] || block.text.length > 160 || block.hidden || !dateLike.test(block.text)) return
    let worth = base
    if (within(page, block, bit.byline)) worth += 2
    if (within(page, block, bit.caption | bit.comment | bit.related | bit.sidebar)) worth -= 3
    if (timeLike.test(block.text)) worth += 1
    if (block.text.length < 50) worth += 0.5
    if (block.shape.digits > 5) worth += 0.5
    if (block.linkSize > block.shape.size * 0.7) worth -= 2
    if (updatedLabel.test(block.text)) worth -= 1
    if (titleAt >= 0) worth -= (i < titleAt ? titleAt - i : (i - titleAt) / 2) * 0.12
    found.push({ text: block.text, from: where, near: base > 0 && worth > 1, worth })
  }
  for (let i = from; i <= Math.min(first + 2, blocks.length - 1); i++) look(i, 'a line by the headline', 2)
  // Between a standfirst that passes for the first paragraph and the next one.
  if (start >= 0) {
    let next = start + 1
    while (next < blocks.length && !kept[next] && next < start + 20) next++
    if (kept[next]) for (let i = start + 3; i < next; i++) look(i, 'a line by the headline', 1.5)
  }
  let end = blocks.length - 1
  while (end > 0 && !kept[end]) end--
  if (end > first)
    for (let i = end + 1; i <= Math.min(end + 6, blocks.length - 1); i++) look(i, 'a line after the text', -1)
  return found.sort((a, b) => b.worth - a.worth).slice(0, 6)
}

const updatedLabel =
  /^(?:last )?(?:updated|modified|aktualisiert|zuletzt|mis à jour|actualizado|aggiornato|uppdaterad|oppdatert|обновлено|更新)/iu

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `/2021/05/20/`, `/2021-05-20-`, `20210520`: the day in an address. */
export function dateInUrl(url: string): string | null {
  const path = url.replace(/^https?:\/\/[^/]*/, '')
  const named = /\/((?:19|20)\d{2})\/([a-z]{3})[a-z]*\/(\d{1,2})(?=[/_.-]|$)/i.exec(path)
  const inYear = named ? monthNames.indexOf(named[2]!.toLowerCase()) : -1
  if (named && inYear >= 0)
    return `${named[1]}-${String(inYear + 1).padStart(2, '0')}-${named[3]!.padStart(2, '0')}`
  const parts =
    /(?:^|[/_.-])((?:19|20)\d{2})[/_.-](\d{1,2})[/_.-](\d{1,2})(?=[/_.-]|$|\D)/.exec(path) ??
    /(?:^|\D)((?:19|20)\d{2})(\d{2})(\d{2})(?=\D|$|\d{4}\D)/.exec(path) ??
    /(?:^|[/_.-])((?:19|20)\d{2})[/_-](\d{2})(\d{2})(?=[/_.-]|$)/.exec(path)
  if (!parts) return null
  const [, year, month, day] = parts
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}
