import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { bigint, boolean, integer, jsonb, pgTable, real, text, timestamp } from 'drizzle-orm/pg-core'
import type { Pool, PoolClient } from 'pg'
import type { FeedHints } from '../core/feed/types.ts'
import type { ExtractRules } from '../core/record.ts'

export { eq, inArray } from 'drizzle-orm'

/**
 * The registry's tables for drizzle: what people edit row by row. Whatever is cleverer than one table is SQL in
 * store/. The truth is migrations/; a test holds these definitions against the migrated database. Imported when a
 * statement needs it: loading drizzle costs half a second of CPU, more than all else that a process starts with.
 */

const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
const reference = (name: string) => bigint(name, { mode: 'number' })
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const outlets = pgTable('outlets', {
  id: id(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  domain: text('domain'),
  country: text('country'),
  language: text('language'),
  timezone: text('timezone'),
  mastheads: text('mastheads').array().notNull().default([]),
  extractRules: jsonb('extract_rules').$type<ExtractRules>(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const feeds = pgTable('feeds', {
  id: id(),
  outletId: reference('outlet_id'),
  kind: text('kind').notNull().default('feed').$type<'feed' | 'sitemap'>(),
  url: text('url').notNull(),
  urlKey: text('url_key').notNull(),
  host: text('host').notNull(),
  title: text('title'),
  active: boolean('active').notNull().default(true),
  lane: text('lane').notNull().default('live').$type<'live' | 'backfill'>(),
  nextPollAt: instant('next_poll_at').notNull().defaultNow(),
  leasedUntil: instant('leased_until'),
  pollIntervalS: integer('poll_interval_s').notNull().default(900),
  pollIntervalReason: text('poll_interval_reason'),
  etag: text('etag'),
  lastModified: text('last_modified'),
  bodyHash: text('body_hash'),
  failureScore: real('failure_score').notNull().default(0),
  lastErrorCode: text('last_error_code'),
  lastPolledAt: instant('last_polled_at'),
  lastNewEntryAt: instant('last_new_entry_at'),
  movedToUrl: text('moved_to_url'),
  movedSince: instant('moved_since'),
  hints: jsonb('hints').$type<FeedHints>(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const hosts = pgTable('hosts', {
  host: text('host').primaryKey(),
  minDelayMs: integer('min_delay_ms'),
  robotsDelayMs: integer('robots_delay_ms'),
  nextAllowedAt: instant('next_allowed_at').notNull().defaultNow(),
  backoffUntil: instant('backoff_until'),
  backoffCount: integer('backoff_count').notNull().default(0),
  backoffReason: text('backoff_reason'),
  leasedUntil: instant('leased_until'),
  leasedBy: reference('leased_by'),
  leasedFor: text('leased_for'),
  robotsTxt: text('robots_txt'),
  robotsStatus: integer('robots_status'),
  robotsFetchedAt: instant('robots_fetched_at'),
  robotsExpiresAt: instant('robots_expires_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const loads = pgTable('loads', {
  id: id(),
  startedAt: instant('started_at').notNull().defaultNow(),
  finishedAt: instant('finished_at'),
  newCount: integer('new_count').notNull().default(0),
  knownCount: integer('known_count').notNull().default(0),
  refusedCount: integer('refused_count').notNull().default(0),
  skippedCount: integer('skipped_count').notNull().default(0),
})

/** Drizzle on a pool or on a client inside a transaction. */
export function orm(db: Pool | PoolClient): NodePgDatabase {
  return drizzle(db)
}
