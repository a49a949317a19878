import { dateContext } from './dates.ts'
import type { FeedDocument, FeedField } from './document.ts'
import { hintsFrom, newHints } from './hints.ts'
import { innerBase, pageLink } from './links.ts'
import { constructText, mapItem } from './map-item.ts'
import { better, MISPLACED, type Ranked } from './ranked.ts'
import { plainText } from './text.ts'
import type { Feed, FeedContext } from './types.ts'

/** What is known about the feed while its fields are read. */
interface FeedDraft {
  title: Ranked | null
  home: Ranked | null
  self: string | null
  language: string | null
  base: string | null
}

/** Makes a feed of a document, whichever reader read it. */
export function mapFeed(document: FeedDocument, context: FeedContext): Feed {
  const draft: FeedDraft = { title: null, home: null, self: null, language: null, base: context.url ?? null }
  for (const root of document.roots) {
    draft.base = innerBase(draft.base, root['xml:base'])
    draft.language ??= root['xml:lang'] || null
  }
  const hints = newHints()
  for (const field of document.fields) {
    const text = field.text.trim()
    switch (field.name) {
      case 'title':
      case 'dc:title':
        draft.title = better(draft.title, rankOf(field, field.name === 'title' ? 1 : 2), constructText(field))
        break
      case 'link':
        mapFeedLink(field, draft)
        break
      case 'language':
      case 'dc:language':
        draft.language ??= text || null
        break
      case 'ttl':
        hints.ttl ??= text
        break
      case 'hour':
        hints.hours.push(text)
        break
      case 'day':
        hints.days.push(text)
        break
      case 'sy:updateperiod':
        hints.updatePeriod ??= text
        break
      case 'sy:updatefrequency':
        hints.updateFrequency ??= text
        break
    }
  }
  const dates = dateContext(context)(draft.language)
  return {
    format: document.format,
    title: draft.title ? plainText(draft.title.value) || null : null,
    home: draft.home?.value ?? null,
    self: draft.self,
    language: draft.language,
    hints: hintsFrom(hints),
    items: document.items.map((item) => mapItem(item, draft.base, dates)),
  }
}

function rankOf(field: FeedField, rank: number): number {
  return field.misplaced ? rank + MISPLACED : rank
}

function mapFeedLink(field: FeedField, draft: FeedDraft): void {
  const { href, type } = field.attributes
  const base = innerBase(draft.base, field.attributes['xml:base'])
  if (href === undefined) {
    draft.home = better(draft.home, rankOf(field, 1), pageLink(field.text, base))
    return
  }
  const rel = (field.attributes.rel ?? 'alternate').trim().toLowerCase()
  if (rel === 'self') draft.self ??= pageLink(href, base)
  if (rel === 'alternate')
    draft.home = better(draft.home, rankOf(field, !type || /html/i.test(type) ? 2 : 4), pageLink(href, base))
}
