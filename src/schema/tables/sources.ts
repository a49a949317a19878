import { bigint, boolean, inet, integer, jsonb, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core'
import type { FeedHints, LeftOut } from '../../core/feeds/types.ts'
import type { ExtractRules } from '../../core/record/record.ts'
import { identity, instant, reference } from '../columns.ts'
import type { FeedKind, HostUse, Lane } from '../values.ts'

/** About outlets, their feeds, what the feeds listed, and the hosts that are asked. */

export const outlets = pgTable('outlets', {
  id: identity(),
  slug: text().notNull(),
  name: text().notNull(),
  domain: text(),
  country: text(),
  language: text(),
  timezone: text(),
  mastheads: text().array().notNull().default([]),
  extract_rules: jsonb().$type<ExtractRules>(),
  created_at: instant().notNull().defaultNow(),
})

export const outletNames = pgTable('outlet_names', {
  name_key: text().primaryKey(),
  name: text().notNull(),
  outlet_id: reference().notNull(),
})

export const feeds = pgTable('feeds', {
  id: identity(),
  outlet_id: reference(),
  kind: text().$type<FeedKind>().notNull().default('feed'),
  url: text().notNull(),
  url_key: text().notNull(),
  host: text().notNull(),
  title: text(),
  active: boolean().notNull().default(true),
  lane: text().$type<Lane>().notNull().default('live'),
  next_poll_at: instant().notNull().defaultNow(),
  leased_until: instant(),
  poll_interval_s: integer().notNull().default(900),
  poll_interval_reason: text(),
  etag: text(),
  last_modified: text(),
  body_hash: text(),
  failure_score: real().notNull().default(0),
  last_error_code: text(),
  last_polled_at: instant(),
  last_new_entry_at: instant(),
  moved_to_url: text(),
  moved_since: instant(),
  created_at: instant().notNull().defaultNow(),
  hints: jsonb().$type<FeedHints>(),
  set_interval_s: integer(),
  read_at: instant(),
  moved_from_url: text(),
  left_out: jsonb().$type<LeftOut>(),
})

export const feedPolls = pgTable('feed_polls', {
  feed_id: reference().notNull(),
  polled_at: instant().notNull().defaultNow(),
  outcome: text().notNull(),
  code: text(),
  http_status: integer(),
  entries_seen: integer().notNull().default(0),
  entries_new: integer().notNull().default(0),
  duration_ms: integer(),
  bytes: integer(),
})

export const entries = pgTable(
  'entries',
  {
    feed_id: reference().notNull(),
    guid: text().notNull(),
    article_id: reference(),
    url: text(),
    title: text(),
    published_at: instant(),
    refused: text(),
    first_seen_at: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.feed_id, table.guid] })],
)

export const hosts = pgTable('hosts', {
  host: text().primaryKey(),
  min_delay_ms: integer(),
  robots_delay_ms: integer(),
  next_allowed_at: instant().notNull().defaultNow(),
  backoff_until: instant(),
  backoff_count: integer().notNull().default(0),
  backoff_reason: text(),
  leased_until: instant(),
  robots_txt: text(),
  robots_status: integer(),
  robots_fetched_at: instant(),
  robots_expires_at: instant(),
  created_at: instant().notNull().defaultNow(),
  leased_by: bigint({ mode: 'number' }),
  leased_for: text().$type<HostUse>(),
})

export const addressPacing = pgTable('address_pacing', {
  address: inet().primaryKey(),
  name: text().notNull(),
  is_shared: boolean().notNull().default(false),
  next_at: instant().notNull().defaultNow(),
  put_off_until: instant().notNull().defaultNow(),
  leases: instant().array().notNull().default([]),
  used_at: instant().notNull().defaultNow(),
})
