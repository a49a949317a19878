/**
 * The library: what `import { extractArticle } from 'newsloom'` gives. Pure functions: no database, no network, no file,
 * no environment, and nothing happens at import. All of them run in the caller's thread, so bound what you feed them
 * with (`extractArticle` stops by itself after `timeLimitMs`).
 */

export { canonicalUrl, urlKey } from './core/fetching/url.ts'
export type {
  Agency,
  ArticleKind,
  ArticleRecord,
  Caption,
  Dateline,
  ExtractRules,
  PublishedPrecision,
  PublishedSource,
  PublishedTzSource,
} from './core/record/record.ts'
export type { TextComparison } from './library/compare.ts'
export { compareTexts } from './library/compare.ts'
export type { ArticleOptions, ArticleSource, OutletOptions } from './library/extract.ts'
export { extractArticle, extractText } from './library/extract.ts'
export type { FeedOptions, ParsedFeed, ParsedFeedItem, ParsedSitemap } from './library/feeds.ts'
export { parseFeed, parseSitemap } from './library/feeds.ts'
export type { BylineOptions, DateOptions, ParsedByline, ParsedDate } from './library/fields.ts'
export { parseByline, parseDate } from './library/fields.ts'
