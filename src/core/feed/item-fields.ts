import { address, type Content, capture, longText, type Shape, shortText, skip } from './capture.ts'
import { better, type ItemDraft } from './draft.ts'
import { innerBase, pageLink } from './links.ts'
import { personName, personOf } from './people.ts'
import { type Reading, tagAttributes } from './reading.ts'
import { htmlOfText } from './text.ts'

/**
 * Rank of each date element. What names the publication goes before what names a change; within that, the
 * item's own vocabulary before a borrowed one.
 */
const dateRanks: Readonly<Record<string, number>> = {
  pubdate: 1,
  published: 1,
  issued: 2,
  'dcterms:issued': 2,
  'dc:date': 3,
  'dcterms:date': 3,
  date: 3,
  created: 4,
  'dcterms:created': 4,
  'dc:created': 4,
  updated: 5,
  modified: 5,
  'dcterms:modified': 5,
  'dc:modified': 5,
}

const titleRanks: Readonly<Record<string, number>> = {
  title: 1,
  'dc:title': 2,
  'itunes:title': 3,
  'media:title': 4,
}

const authorRanks: Readonly<Record<string, number>> = {
  author: 1,
  'dc:creator': 2,
  'dc:author': 2,
  creator: 2,
  'itunes:author': 3,
}

const summaryRanks: Readonly<Record<string, number>> = {
  description: 1,
  summary: 1,
  'dc:description': 2,
  'dcterms:abstract': 2,
  'itunes:summary': 3,
  'media:description': 4,
}

const contentRanks: Readonly<Record<string, number>> = {
  'content:encoded': 1,
  content: 1,
  'xhtml:body': 2,
  'xhtml:div': 3,
  encoded: 4,
}

/** Reads the element that was just opened into the draft; false if it is none of an item's fields. */
export function readItemField(name: string, r: Reading, draft: ItemDraft, shift: number): boolean {
  const titleRank = titleRanks[name]
  if (titleRank !== undefined) {
    draft.title = better(draft.title, titleRank + shift, constructText(r, shortText))
    return true
  }
  const dateRank = dateRanks[name]
  if (dateRank !== undefined) {
    const value = textOf(r, shortText)
    if (value) draft.dates.push({ rank: dateRank + shift, value })
    return true
  }
  const summaryRank = summaryRanks[name]
  if (summaryRank !== undefined) {
    draft.summary = better(draft.summary, summaryRank + shift, constructText(r, longText))
    return true
  }
  const contentRank = contentRanks[name]
  if (contentRank !== undefined) {
    readContent(r, draft, contentRank + shift)
    return true
  }
  const authorRank = authorRanks[name]
  if (authorRank !== undefined) {
    const content = capture(r.cursor, r.nameOf, longText)
    const person = content && (content.markup ? personOf(content.value) : personName(content.value))
    if (person) draft.authors.push({ rank: authorRank + shift, value: person })
    return true
  }
  return readSpecial(name, r, draft, shift)
}

function readSpecial(name: string, r: Reading, draft: ItemDraft, shift: number): boolean {
  const c = r.cursor
  switch (name) {
    case 'link':
      readLink(r, draft, shift)
      return true
    case 'feedburner:origlink':
      draft.originalLink ??= pageLink(textOf(r, address) ?? '', draft.base)
      return true
    case 'guid':
    case 'id': {
      const permanent = tagAttributes(c).get('ispermalink')?.toLowerCase() !== 'false'
      const value = textOf(r, address)
      draft.guid = better(draft.guid, (name === 'guid' ? 1 : 2) + shift, value)
      if (name === 'guid' && permanent && value && /^https?:\/\/\S+$/i.test(value))
        draft.link = better(draft.link, 6 + shift, value)
      return true
    }
    case 'enclosure':
    case 'media:content':
    case 'media:thumbnail':
    case 'itunes:image':
      readImage(name, r, draft, shift)
      // media:content may hold the thumbnail and a description
      return name !== 'media:content' || c.selfClosing
    case 'image': {
      const content = capture(c, r.nameOf, longText)
      const source = content?.markup ? /<url>([^<]*)</i.exec(content.value)?.[1] : content?.value
      draft.image = better(draft.image, 5 + shift, pageLink(source ?? '', draft.base))
      return true
    }
    case 'dc:language':
    case 'language':
      draft.language ??= textOf(r, shortText) || null
      return true
    case 'source':
    case 'contributor':
      skip(c, r.nameOf)
      return true
    default:
      return false
  }
}

/** RSS writes the address between the tags, Atom into href, and some feeds mix both. */
function readLink(r: Reading, draft: ItemDraft, shift: number): void {
  const given = tagAttributes(r.cursor)
  const text = textOf(r, address)
  const base = innerBase(draft.base, given.get('xml:base'))
  const href = given.get('href')
  if (href === undefined) {
    if (text && (given.get('rel') ?? 'alternate').toLowerCase() === 'alternate')
      draft.link = better(draft.link, 2 + shift, pageLink(text, base))
    return
  }
  const rank = linkRank(given.get('rel'), given.get('type'))
  if (rank !== null) draft.link = better(draft.link, rank + shift, pageLink(href, base))
}

function linkRank(rel: string | undefined, type: string | undefined): number | null {
  const relation = (rel ?? 'alternate').trim().toLowerCase().replace(/^.*\//, '')
  const page = !type || /html/i.test(type)
  if (relation === 'alternate' || relation === '') return page ? 3 : 5
  if (relation === 'related' || relation === 'via' || relation === 'canonical') return 8
  return null
}

function readContent(r: Reading, draft: ItemDraft, rank: number): void {
  const given = tagAttributes(r.cursor)
  const src = given.get('src')
  const content = capture(r.cursor, r.nameOf, longText)
  if (src) draft.link = better(draft.link, 9, pageLink(src, draft.base))
  if (!content || (!content.markup && isBinary(given))) return
  const plain = !content.markup && /^text(?:\/plain)?$/i.test(given.get('type') ?? '')
  draft.content = better(draft.content, rank, plain ? htmlOfText(content.value) : unwrapped(content))
}

/** Atom's content may be of any type; only text is an article. */
function isBinary(given: ReadonlyMap<string, string>): boolean {
  const type = (given.get('type') ?? '').toLowerCase()
  return given.get('mode') === 'base64' || (type.includes('/') && !/^text\/|html|\bxml$/.test(type))
}

/** XHTML content stands in a div that is not part of it. */
function unwrapped(content: Content): string {
  if (!content.markup) return content.value
  return content.value.replace(/^\s*<(?:xhtml:)?div(?:\s[^>]*)?>([\s\S]*)<\/(?:xhtml:)?div>\s*$/i, '$1')
}

function readImage(name: string, r: Reading, draft: ItemDraft, shift: number): void {
  const given = tagAttributes(r.cursor)
  const url = given.get('url') ?? given.get('href')
  if (!url) return
  const type = given.get('type') ?? ''
  const isImage =
    given.get('medium') === 'image' ||
    type.startsWith('image/') ||
    /\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)/i.test(url)
  const rank = name === 'media:content' ? 1 : name === 'enclosure' ? 2 : name === 'media:thumbnail' ? 3 : 4
  if (isImage || rank > 2) draft.image = better(draft.image, rank + shift, pageLink(url, draft.base))
}

/** An Atom text construct or any RSS text, as HTML or plain text. */
export function constructText(r: Reading, shape: Shape): string | null {
  const mode = tagAttributes(r.cursor).get('mode')?.toLowerCase()
  const content = capture(r.cursor, r.nameOf, shape)
  if (!content) return null
  return mode === 'base64' && !content.markup ? fromBase64(content.value) : unwrapped(content).trim()
}

/** Text of an element; where it holds elements, their source. */
export function textOf(r: Reading, shape: Shape): string | null {
  return capture(r.cursor, r.nameOf, shape)?.value.trim() ?? null
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}
