import { finishItem, newDraft } from './draft.ts'
import { pageLink } from './links.ts'
import { dateContext } from './published.ts'
import { htmlOfText } from './text.ts'
import { type FeedContext, type FeedResult, noHints } from './types.ts'

type Fields = Readonly<Record<string, unknown>>

/** Reads JSON Feed 1.0 and 1.1, and what looks like one without saying its version. */
export function parseJsonFeed(text: string, context: FeedContext): FeedResult {
  const url = context.url ?? null
  let root: unknown
  try {
    root = parseLoosely(text)
  } catch {
    return { ok: false, reason: 'bad_json' }
  }
  if (!isFields(root) || !Array.isArray(root.items)) return { ok: false, reason: 'json_without_items' }
  const language = textOf(root.language)
  const dates = dateContext(context)(language)
  const items = root.items.filter(isFields).map((entry) => {
    const draft = newDraft(url)
    const set = (value: string | null) => (value === null ? null : { rank: 1, value })
    draft.title = set(textOf(entry.title))
    draft.link = set(pageLink(textOf(entry.url) ?? textOf(entry.external_url) ?? '', url))
    draft.guid = set(textOf(entry.id))
    draft.content = set(textOf(entry.content_html) ?? htmlOf(textOf(entry.content_text)))
    draft.summary = set(textOf(entry.summary) ?? textOf(entry.content_text) ?? textOf(entry.content_html))
    draft.image = set(pageLink(textOf(entry.image) ?? textOf(entry.banner_image) ?? '', url))
    draft.language = textOf(entry.language)
    for (const [rank, date] of [entry.date_published, entry.date_modified].entries()) {
      const value = textOf(date)
      if (value) draft.dates.push({ rank, value })
    }
    for (const [rank, list] of [entry.authors, [entry.author]].entries())
      for (const author of Array.isArray(list) ? list : []) {
        const name = isFields(author) ? textOf(author.name) : textOf(author)
        if (name) draft.authors.push({ rank, value: name })
      }
    return finishItem(draft, dates)
  })
  return {
    ok: true,
    feed: {
      format: 'json',
      title: textOf(root.title),
      home: pageLink(textOf(root.home_page_url) ?? '', url),
      self: pageLink(textOf(root.feed_url) ?? '', url),
      language,
      hints: noHints,
      items,
    },
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text; ids may be numbers. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() ? value.toWellFormed().trim() : null
}

function htmlOf(text: string | null): string | null {
  return text === null ? null : htmlOfText(text)
}

/** JSON as it should be, or with the raw line breaks and controls in texts that some systems write. */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replace(/[\u0000-\u001f]+/g, ' '))
  }
}
