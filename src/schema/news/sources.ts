import { bigint, date, integer, real, text } from 'drizzle-orm/pg-core'
import { instant, news, reference } from '../columns.ts'

/** Outlets and their feeds. */

export const outlets = news
  .view('outlets', {
    outlet: text().notNull(),
    name: text().notNull(),
    domain: text(),
    country: text(),
    language: text(),
    timezone: text(),
    feeds: integer().notNull(),
    active_feeds: integer().notNull(),
    last_published_at: instant(),
    last_polled_at: instant(),
    articles_7d: integer().notNull(),
  })
  .existing()

export const outletDaily = news
  .view('outlet_daily', {
    outlet: text().notNull(),
    day: date().notNull(),
    month: date().notNull(),
    articles: integer().notNull(),
    originals: integer().notNull(),
    copies: integer().notNull(),
    agency_articles: integer().notNull(),
    words: bigint({ mode: 'number' }).notNull(),
  })
  .existing()

export const feedHealth = news
  .view('feed_health', {
    feed_id: reference().notNull(),
    outlet: text(),
    url: text().notNull(),
    kind: text().notNull(),
    health: text().notNull(),
    last_error_code: text(),
    failure_score: real().notNull(),
    last_polled_at: instant(),
    next_poll_at: instant().notNull(),
    poll_interval_s: integer().notNull(),
    poll_interval_reason: text(),
    last_new_entry_at: instant(),
    polls_24h: integer().notNull(),
    failures_24h: integer().notNull(),
    new_entries_24h: integer().notNull(),
    moved_to_url: text(),
  })
  .existing()
