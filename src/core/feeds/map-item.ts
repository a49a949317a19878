import { storable } from '../record/storable.ts'
import { type DateContext, parsePublished } from './dates.ts'
import type { Attributes, FeedField, ItemDocument } from './document.ts'
import { authorRanks, dateRanks, imageRanks, summaryRanks, titleRanks } from './field-names.ts'
import { innerBase, pageLink } from './links.ts'
import { isAddress, personName, personOf } from './people.ts'
import { better, MISPLACED, type Ranked } from './ranked.ts'
import { cutText, foldBlanks, plainText, withoutControls } from './text.ts'
import type { FeedItem } from './types.ts'

const MAX_SUMMARY = 4000
const MAX_TITLE = 2000
/** Characters. In any script fewer bytes than the 2,704 that a key of a Postgres btree index may have. */
const MAX_GUID = 800

/** Rank of an address that is not in a link element. */
const LAST_RESORT = 30

/** What is known about an item while its fields are read. */
interface ItemDraft {
  title: Ranked | null
  link: Ranked | null
  originalLink: string | null
  guid: Ranked | null
  summary: Ranked | null
  image: Ranked | null
  readonly dates: Ranked[]
  /** The authors of the lowest rank that occurs are used. */
  readonly authors: Ranked[]
  language: string | null
  readonly base: string | null
}

/**
 * Makes an item of the fields that a document gives.
 * @param base the address to which relative links of the feed are resolved
 */
export function mapItem(item: ItemDocument, base: string | null, context: DateContext): FeedItem {
  const draft: ItemDraft = {
    title: null,
    link: null,
    originalLink: null,
    guid: null,
    summary: null,
    image: null,
    dates: [],
    authors: [],
    language: item.attributes['xml:lang'] || null,
    base: innerBase(base, item.attributes['xml:base']),
  }
  mapAttributes(item.attributes, draft)
  for (const field of item.fields) mapField(field, draft)
  return finished(draft, context)
}

/** RDF gives the item's address in an attribute; the Channel Definition Format, a predecessor of RSS, has fields as attributes. */
function mapAttributes(given: Attributes, draft: ItemDraft): void {
  const about = given['rdf:about'] ?? given.about
  if (about) {
    draft.guid = better(null, 9, about)
    if (/^https?:/i.test(about)) draft.link = better(null, 20, pageLink(about, draft.base))
  }
  draft.link = better(draft.link, 4, pageLink(given.href ?? '', draft.base))
  if (given.lastmod) draft.dates.push({ rank: 5, value: given.lastmod })
}

function mapField(field: FeedField, draft: ItemDraft): void {
  const { name } = field
  const shift = field.misplaced ? MISPLACED : 0
  const text = field.text.trim()
  if (name in titleRanks) draft.title = better(draft.title, titleRanks[name]! + shift, constructText(field))
  else if (name in summaryRanks)
    draft.summary = better(draft.summary, summaryRanks[name]! + shift, constructText(field))
  else if (name in dateRanks) {
    if (text) draft.dates.push({ rank: dateRanks[name]! + shift, value: text })
  } else if (name in authorRanks) {
    const person = field.markup ? personOf(field.text) : personName(field.text)
    if (person) draft.authors.push({ rank: authorRanks[name]! + shift, value: person })
  } else if (name in imageRanks) mapImage(field, draft, imageRanks[name]! + shift)
  else if (name === 'link') mapLink(field, draft, shift)
  else if (name === 'guid' || name === 'id') mapGuid(field, draft, shift)
  else if (name === 'feedburner:origlink') draft.originalLink ??= pageLink(text, draft.base)
  else if (name === 'language' || name === 'dc:language') draft.language ??= text || null
  // Atom's content may be elsewhere
  else if (name === 'content' && field.attributes.src)
    draft.link = better(draft.link, 9, pageLink(field.attributes.src, draft.base))
}

/** RSS has the address between the tags, Atom in `href`, and some feeds mix both. */
function mapLink({ text, attributes }: FeedField, draft: ItemDraft, shift: number): void {
  const base = innerBase(draft.base, attributes['xml:base'])
  const { rel, type } = attributes
  const href = attributes.href ?? prefixedHref(attributes)
  if (href === undefined) {
    if (text && (rel ?? 'alternate').toLowerCase() === 'alternate')
      draft.link = better(draft.link, 2 + shift, pageLink(text, base))
    return
  }
  const rank = linkRank(rel, type)
  if (rank !== null) draft.link = better(draft.link, rank + shift, pageLink(href, base))
}

/** Some programs also put a prefix before attributes: `<a:link a:href="…"/>`. */
function prefixedHref(attributes: Attributes): string | undefined {
  const name = Object.keys(attributes).find((key) => /^[\w.-]+:href$/.test(key))
  return name === undefined ? undefined : attributes[name]
}

function linkRank(rel: string | undefined, type: string | undefined): number | null {
  const relation = (rel ?? 'alternate').trim().toLowerCase().replace(/^.*\//, '')
  const page = !type || /html/i.test(type)
  if (relation === 'alternate' || relation === '') return page ? 3 : 5
  if (relation === 'related' || relation === 'via' || relation === 'canonical') return 8
  return null
}

function mapGuid({ name, text, attributes }: FeedField, draft: ItemDraft, shift: number): void {
  const value = text.trim()
  const permanent = attributes.ispermalink?.toLowerCase() !== 'false'
  draft.guid = better(draft.guid, (name === 'guid' ? 1 : 2) + shift, value)
  if (!/^https?:\/\/\S+$/i.test(value)) return
  // an id that need not be an address is used as the link only where there is no other link
  draft.link = better(draft.link, (name === 'guid' && permanent ? 6 : LAST_RESORT) + shift, value)
}

function mapImage({ name, text, markup, attributes }: FeedField, draft: ItemDraft, rank: number): void {
  if (name === 'image') {
    const source = markup ? /<url>([^<]*)</i.exec(text)?.[1] : text
    draft.image = better(draft.image, rank, pageLink(source ?? '', draft.base))
    return
  }
  const url = attributes.url ?? attributes.href
  if (!url) return
  const type = attributes.type ?? ''
  const isImage =
    name === 'media:thumbnail' ||
    name === 'itunes:image' ||
    attributes.medium === 'image' ||
    type.startsWith('image/') ||
    /\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)/i.test(url)
  if (isImage) draft.image = better(draft.image, rank, pageLink(url, draft.base))
}

/** An Atom text construct or any RSS text, as HTML or plain text. */
export function constructText({ text, markup, attributes }: FeedField): string {
  if (!markup)
    return attributes.mode?.toLowerCase() === 'base64'
      ? Buffer.from(text, 'base64').toString('utf8')
      : text.trim()
  // XHTML content is enclosed in a div that is not part of it
  return text.replace(/^\s*<(?:xhtml:)?div(?:\s[^>]*)?>([\s\S]*)<\/(?:xhtml:)?div>\s*$/i, '$1').trim()
}

function finished(draft: ItemDraft, context: DateContext): FeedItem {
  const authors = authorsOf(draft.authors)
  const dates = [...draft.dates].sort((a, b) => a.rank - b.rank)
  const inLanguage = draft.language ? { ...context, language: draft.language } : context
  let published: string | null = null
  let publishedRaw = dates[0]?.value ?? null
  for (const { value } of dates.slice(0, MAX_DATES)) {
    published = parsePublished(value, inLanguage)
    if (published === null) continue
    publishedRaw = value
    break
  }
  return storable({
    title: draft.title ? cutText(plainText(draft.title.value), MAX_TITLE) || null : null,
    link: draft.link?.value ?? null,
    originalLink: draft.originalLink,
    guid: draft.guid ? cutText(withoutControls(draft.guid.value).trim(), MAX_GUID) || null : null,
    published,
    publishedRaw,
    author: authors[0] ?? null,
    authors,
    summary: draft.summary ? cutText(plainText(draft.summary.value), MAX_SUMMARY) || null : null,
    language: draft.language,
    image: draft.image?.value ?? null,
  })
}

/** How many dates of an item are tried. */
const MAX_DATES = 20

/** The authors of the best rank: names before mail addresses, elements of the feed's format before those of an extension. */
function authorsOf(found: readonly Ranked[]): readonly string[] {
  const names = found
    .map(({ rank, value }) => ({ rank: isAddress(value) ? rank + 100 : rank, value: foldBlanks(value) }))
    .filter(({ value }) => value)
  const best = names.reduce((lowest, { rank }) => Math.min(lowest, rank), Number.POSITIVE_INFINITY)
  return [...new Set(names.filter(({ rank }) => rank === best).map(({ value }) => value))]
}
