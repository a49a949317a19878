import { type FeedDocument, type FeedField, type ItemDocument, MAX_ITEMS, noAttributes } from './document.ts'
import type { NoFeedReason } from './types.ts'

type Fields = Readonly<Record<string, unknown>>

type JsonResult =
  | { readonly ok: true; readonly document: FeedDocument }
  | { readonly ok: false; readonly reason: NoFeedReason }

/** Reads JSON Feed 1.0 and 1.1, and documents of the same form without a version. */
export function readJsonFeed(text: string): JsonResult {
  let root: unknown
  try {
    root = parseLoosely(text)
  } catch {
    return { ok: false, reason: 'bad_json' }
  }
  if (!isFields(root) || !Array.isArray(root.items)) return { ok: false, reason: 'json_without_items' }
  return {
    ok: true,
    document: {
      format: 'json',
      roots: [],
      fields: [
        field('title', textOf(root.title)),
        field('language', textOf(root.language)),
        field('link', textOf(root.home_page_url)),
        link('self', textOf(root.feed_url)),
      ].filter((one) => one !== null),
      items: root.items.slice(0, MAX_ITEMS).filter(isFields).map(itemOf),
    },
  }
}

/** The fields of an item by the names that RSS and Atom have for them. */
function itemOf(entry: Fields): ItemDocument {
  const summary = textOf(entry.summary) ?? textOf(entry.content_text) ?? textOf(entry.content_html)
  return {
    attributes: noAttributes,
    fields: [
      field('title', textOf(entry.title)),
      field('link', textOf(entry.url) ?? textOf(entry.external_url)),
      field('id', textOf(entry.id)),
      field('description', summary),
      field('image', textOf(entry.image) ?? textOf(entry.banner_image)),
      field('language', textOf(entry.language)),
      field('published', textOf(entry.date_published)),
      field('updated', textOf(entry.date_modified)),
      ...authorsOf(entry.authors).map((name) => field('author', name)),
      // JSON Feed 1.0 has one author
      ...authorsOf([entry.author]).map((name) => field('creator', name)),
    ].filter((one) => one !== null),
  }
}

function authorsOf(list: unknown): string[] {
  return (Array.isArray(list) ? list.slice(0, MAX_AUTHORS) : []).flatMap((author: unknown) => {
    const name = isFields(author) ? textOf(author.name) : textOf(author)
    return name ? [name] : []
  })
}

const MAX_AUTHORS = 100

function field(name: string, text: string | null): FeedField | null {
  return text === null ? null : { name, text, markup: false, attributes: noAttributes, misplaced: false }
}

function link(rel: string, href: string | null): FeedField | null {
  return href === null
    ? null
    : { name: 'link', text: '', markup: false, attributes: { rel, href }, misplaced: false }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text; ids may be numbers. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() ? value.toWellFormed().trim() : null
}

/** Parses JSON; if that fails, again without the raw line breaks and control characters that some systems write into strings. */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replace(/[\u0000-\u001f]+/g, ' '))
  }
}
