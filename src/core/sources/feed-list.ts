import { requestUrl } from '../fetching/url.ts'
import { parseOpml } from './opml.ts'
import { readCsv } from './read-csv.ts'

/** A feed as a list names it. */
export interface ListedFeed {
  readonly feedUrl: string
  readonly title: string | null
  readonly homeUrl: string | null
  /** The outlet that it belongs to, by slug or name; null where the list names none. */
  readonly outlet: string | null
  /** Two capital letters. */
  readonly country: string | null
  /** A BCP 47 tag. */
  readonly language: string | null
  /** `feed`: a feed or a sitemap (reading the document shows which). `page`: a section page whose links are polled. */
  readonly kind: 'feed' | 'page'
}

export interface RefusedLine {
  /** From 1; null in OPML, which has no rows. */
  readonly line: number | null
  readonly reason: string
}

export type FeedListResult =
  | {
      readonly ok: true
      readonly format: 'opml' | 'jsonl' | 'json' | 'csv' | 'addresses'
      /** Each address once, in the order of the list. */
      readonly feeds: readonly ListedFeed[]
      readonly refused: readonly RefusedLine[]
    }
  | { readonly ok: false; readonly reason: string }

type Row = ReadonlyMap<string, string>

/**
 * Reads a list of feeds: OPML, JSON Lines or a JSON array of objects, CSV with a header line (comma, semicolon or tab), or one
 * address a line. Columns are known by their usual names, in any case: the feed's address (`feed`, `feed_url`, `url`, `rss`,
 * `xmlUrl`), `name` or `title`, `site` or `homepage`, `outlet`, `country`, `language`, `kind` (`page`: a section page). A row without a usable address is
 * refused alone.
 */
export function parseFeedList(text: string): FeedListResult {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (/^<|<opml[\s>]/i.test(start)) return fromOpml(start)
  if (start.startsWith('[')) return fromJson(start)
  if (start.startsWith('{')) return collect('jsonl', jsonLines(text))
  const table = readCsv(text.replace(/^\uFEFF/, ''))
  if (table && addressNames.some((name) => table.columns.includes(name))) return collect('csv', table.rows)
  return fromAddresses(text)
}

const addressNames = ['feed', 'feedurl', 'xmlurl', 'rss', 'rssurl', 'url'] as const

interface NumberedRow {
  readonly line: number
  /** Null where the line cannot be read; then `reason` says why. */
  readonly row: Row | null
  readonly reason?: string
}

function fromOpml(text: string): FeedListResult {
  const list = parseOpml(text)
  if (!list.ok) return { ok: false, reason: 'it has no <opml> element with <outline xmlUrl="…"> in it' }
  const given = list.feeds.map(({ feedUrl, title, homeUrl, language, isPage }) => ({
    feedUrl,
    title,
    homeUrl,
    language,
    kind: isPage ? ('page' as const) : ('feed' as const),
  }))
  const usable = given.filter(({ feedUrl }) => requestUrl(feedUrl) !== null)
  return {
    ok: true,
    format: 'opml',
    feeds: usable.map((feed) => ({ ...feed, language: null, outlet: null, country: null })),
    refused: given
      .filter((feed) => !usable.includes(feed))
      .map(({ feedUrl }) => ({ line: null, reason: notAnAddress(feedUrl) })),
  }
}

function fromJson(text: string): FeedListResult {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch (error) {
    return { ok: false, reason: `it begins like JSON but is not valid JSON (${(error as Error).message})` }
  }
  const rows = Array.isArray(list) ? list : []
  return collect(
    'json',
    rows.map((value: unknown, i) => {
      const row = typeof value === 'string' ? new Map([['url', value]]) : rowOfObject(value)
      return { line: i + 1, row, reason: 'neither an address nor an object' }
    }),
  )
}

function jsonLines(text: string): NumberedRow[] {
  return linesOf(text).map(({ line, text: one }) => {
    try {
      return { line, row: rowOfObject(JSON.parse(one)), reason: 'not a JSON object' }
    } catch {
      return { line, row: null, reason: 'not JSON' }
    }
  })
}

/** The string properties of an object; names in lower case without `_`, `-` and spaces. */
function rowOfObject(value: unknown): Row | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return new Map(
    Object.entries(value).flatMap(([name, one]) =>
      typeof one === 'string' ? [[name.toLowerCase().replace(/[\s_-]/g, ''), one.trim()] as const] : [],
    ),
  )
}

function fromAddresses(text: string): FeedListResult {
  const lines = linesOf(text).filter(({ text: line }) => !line.startsWith('#'))
  if (!lines.some(({ text: line }) => requestUrl(line) !== null))
    return {
      ok: false,
      reason:
        'it is neither OPML, nor CSV with a column of addresses, nor JSON Lines, nor a list of addresses',
    }
  return collect(
    'addresses',
    lines.map(({ line, text: url }) => ({ line, row: new Map([['url', url]]) })),
  )
}

function linesOf(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split(/\r\n?|\n/)
    .map((line, i) => ({ line: i + 1, text: line.trim() }))
    .filter((line) => line.text !== '')
}

function collect(
  format: 'jsonl' | 'json' | 'csv' | 'addresses',
  rows: readonly NumberedRow[],
): FeedListResult {
  const feeds = new Map<string, ListedFeed>()
  const refused: RefusedLine[] = []
  for (const { line, row, reason } of rows) {
    const given = row ? first(row, ...addressNames) : null
    const feedUrl = given && requestUrl(given)
    if (!row || !feedUrl) refused.push({ line, reason: row ? notAnAddress(given) : (reason ?? '') })
    else if (!feeds.has(feedUrl)) feeds.set(feedUrl, feedOf(row, feedUrl))
  }
  return { ok: true, format, feeds: [...feeds.values()], refused }
}

function feedOf(row: Row, feedUrl: string): ListedFeed {
  const country = first(row, 'country', 'countrycode')?.toUpperCase() ?? ''
  const language = first(row, 'language', 'lang') ?? ''
  const home = first(row, 'site', 'homepage', 'home', 'homeurl', 'htmlurl', 'website')
  return {
    feedUrl,
    title: first(row, 'title', 'name'),
    homeUrl: home && requestUrl(home),
    outlet: first(row, 'outlet', 'publication', 'publisher'),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    language: /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(language) ? language : null,
    kind: first(row, 'kind', 'type')?.toLowerCase() === 'page' ? 'page' : 'feed',
  }
}

function first(row: Row, ...names: readonly string[]): string | null {
  for (const name of names) if (row.get(name)) return row.get(name)!
  return null
}

function notAnAddress(given: string | null): string {
  return given ? `"${given.slice(0, 120)}" is not an http or https address` : 'the row has no feed address'
}
