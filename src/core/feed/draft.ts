import { isAddress } from './people.ts'
import { type DateContext, parsePublished } from './published.ts'
import { cutText, foldBlanks, plainText, withoutControls } from './text.ts'
import type { FeedItem } from './types.ts'

const MAX_SUMMARY = 4000
const MAX_TITLE = 2000
/** In any script below the 2,704 bytes that a btree key of Postgres may have. */
const MAX_GUID = 800

/** A value that several elements may give: the one of the lowest rank counts, among equals the first. */
export interface Ranked {
  rank: number
  value: string
}

/** An item while its elements come in. */
export interface ItemDraft {
  title: Ranked | null
  link: Ranked | null
  originalLink: string | null
  guid: Ranked | null
  summary: Ranked | null
  content: Ranked | null
  image: Ranked | null
  dates: Ranked[]
  /** By rank: the list of the lowest rank that holds a name counts. */
  authors: Ranked[]
  language: string | null
  base: string | null
}

export function newDraft(base: string | null): ItemDraft {
  return {
    title: null,
    link: null,
    originalLink: null,
    guid: null,
    summary: null,
    content: null,
    image: null,
    dates: [],
    authors: [],
    language: null,
    base,
  }
}

/** The better of what is there and what comes. */
export function better(old: Ranked | null, rank: number, value: string | null): Ranked | null {
  if (value === null || value === '') return old
  return old && old.rank <= rank ? old : { rank, value }
}

/** The finished item. */
export function finishItem(draft: ItemDraft, context: DateContext): FeedItem {
  const authors = authorsOf(draft.authors)
  const dates = draft.dates.sort((a, b) => a.rank - b.rank)
  let published: string | null = null
  let publishedRaw = dates[0]?.value ?? null
  for (const date of dates) {
    published = parsePublished(
      date.value,
      draft.language ? { ...context, language: draft.language } : context,
    )
    if (published === null) continue
    publishedRaw = date.value
    break
  }
  const summaryHtml = draft.summary?.value ?? null
  const content = draft.content?.value ?? (summaryHtml?.includes('<') ? summaryHtml : null)
  return {
    title: draft.title ? cutText(plainText(draft.title.value), MAX_TITLE) || null : null,
    link: draft.link?.value ?? null,
    originalLink: draft.originalLink,
    guid: draft.guid ? cutText(withoutControls(draft.guid.value).trim(), MAX_GUID) || null : null,
    published,
    publishedRaw,
    author: authors[0] ?? null,
    authors,
    summary: summaryHtml === null ? null : cutText(plainText(summaryHtml), MAX_SUMMARY) || null,
    contentHtml: content === null ? null : withoutControls(content).trim() || null,
    language: draft.language ?? null,
    image: draft.image?.value ?? null,
  }
}

/** Names before addresses, an element's own vocabulary before a borrowed one. */
function authorsOf(found: readonly Ranked[]): readonly string[] {
  const names = found.map(({ rank, value }) => ({
    rank: isAddress(value) ? rank + 100 : rank,
    value: foldBlanks(value),
  }))
  const best = Math.min(...names.map(({ rank }) => rank))
  return [...new Set(names.filter(({ rank, value }) => rank === best && value).map(({ value }) => value))]
}
