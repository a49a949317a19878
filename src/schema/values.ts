/** Closed lists of values that columns hold. The database checks them too. */

export type Lane = 'live' | 'backfill'

export type FeedKind = 'feed' | 'sitemap' | 'page'

export type ArticleStage = 'discovered' | 'fetched' | 'extracted' | 'clustered' | 'dropped' | 'failed'

export type AliasKind = 'redirect' | 'canonical' | 'amp' | 'mobile' | 'same_text'

/**
 * What a version is to the one before: the outlet changed it (`revised`), a person corrected it, or nobody knows whose doing
 * it is (`unattributed`). `re_extracted` is no longer written: another reading is no version.
 */
export type VersionCause = 'first' | 'revised' | 're_extracted' | 'corrected' | 'unattributed'

export type DocumentKind = 'html' | 'text' | 'record'

export type Compression = 'none' | 'zstd'

export type OutcomeName = 'done' | 'dropped' | 'parked' | 'failed' | 'noop'

export type EntityKind = 'person' | 'place' | 'organisation'

/** What a host was asked for last. */
export type HostUse = 'feed' | Lane

export type StoryEditKind = 'merge' | 'split'

export type EventKind =
  | 'article.new'
  | 'article.revised'
  | 'article.removed'
  | 'article.corrected'
  | 'article.withdrawn'
  | 'article.restored'
  | 'edit.withdrawn'
  | 'story.new'
  | 'story.grew'
  | 'story.merged'
  | 'story.split'
  | 'copy.found'

/** A value of type jsonb whose shape the code that reads it checks. */
export type Json = unknown
