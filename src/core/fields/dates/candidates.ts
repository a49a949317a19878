import type { TextPlace } from '../../body/place.ts'
import type { Page } from '../../page/blocks.ts'
import type { Dom } from '../../page/dom.ts'
import type { LdNode, LinkedData } from '../../page/json-ld.ts'
import { type Meta, metaValue, textOf } from '../../page/meta.ts'
import type { PublishedSource } from '../../record/record.ts'
import { dateInUrl } from './in-url.ts'
import { modifiedNames, publishedNames } from './names.ts'
import {
  dateLines,
  FAR,
  openingDates,
  statedParts,
  type TimeElement,
  timeElements,
  updatedLabel,
} from './shown.ts'

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

type How = Partial<Pick<DateCandidate, 'shown' | 'updated' | 'marked'>>

/** Where a page states its publication date, best first. What the strings mean is for `parseDate`. */
export function publishedCandidates(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  place: TextPlace,
  url: string | undefined,
): DateCandidate[] {
  const out: DateCandidate[] = []
  const add = (raw: unknown, source: PublishedSource, from: string, how: How = {}): void => {
    const text = typeof raw === 'number' ? String(raw) : raw
    if (typeof text !== 'string' || !text.trim() || text.length >= 200) return
    const shown = how.shown ?? false
    const updated = shown && (how.updated || updatedLabel.test(text))
    out.push({ raw: text.trim(), source, from, shown, updated, marked: (how.marked && !updated) ?? false })
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
    const { attribs } = element
    const text = textOf(element, 120)
    const how = { shown: rank < FAR, marked, updated: updatedLabel.test(text) }
    const stamp =
      attribs.datetime ??
      attribs.content ??
      attribs['data-datetime'] ??
      attribs['data-timestamp'] ??
      attribs.title
    add(stamp, 'time_tag', from, how)
    add(text, 'time_tag', from, how)
  }
  for (const time of times) if (time.rank < FAR) addTime(time)
  for (const line of dateLines(page, place))
    for (const part of statedParts(line.text)) add(part, 'text', line.from, { shown: line.near })
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

const scriptDate =
  /["'](?:date_?published|published(?:_?(?:at|date|time|on))?|publish_?(?:date|time)|pub_?date|publication_?(?:date|time)|first_?published(?:_?(?:at|date))?|post_?date|article_?date)["']\s*:\s*["']([^"'\\<>{}]{8,40})["']/gi

/** The time that a page gives to its own scripts (analytics), when it has none anywhere else. */
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
