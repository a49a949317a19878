import { sql } from 'drizzle-orm'
import { bigint, boolean, date, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, identity, instant, reference, xid8 } from '../columns.ts'
import type { EventKind, Json, OutcomeName } from '../values.ts'

/** What the pipeline needs for its own work: loads, outcomes, the outbox, webhooks, state. */

export const loads = pgTable('loads', {
  id: identity(),
  started_at: instant().notNull().defaultNow(),
  finished_at: instant(),
  new_count: integer().notNull().default(0),
  known_count: integer().notNull().default(0),
  refused_count: integer().notNull().default(0),
  skipped_count: integer().notNull().default(0),
})

export const loadFiles = pgTable('load_files', {
  id: identity(),
  load_id: reference().notNull(),
  file: text().notNull(),
})

export const loadLines = pgTable(
  'load_lines',
  {
    file_id: reference().notNull(),
    line: integer().notNull(),
    article_id: reference().notNull(),
  },
  (table) => [primaryKey({ columns: [table.file_id, table.line] })],
)

export const loadRefusals = pgTable(
  'load_refusals',
  {
    load_id: reference().notNull(),
    file: text().notNull(),
    line: integer().notNull().default(0),
    code: text().notNull(),
    message: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.load_id, table.file, table.line] })],
)

export const outcomes = pgTable(
  'outcomes',
  {
    day: date().notNull(),
    stage: text().notNull(),
    outcome: text().$type<OutcomeName>().notNull(),
    reason: text().notNull().default(''),
    outlet_id: reference().notNull().default(0),
    count: bigint({ mode: 'number' }).notNull(),
    total_ms: bigint({ mode: 'number' }).notNull().default(0),
    last_at: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.stage, table.outcome, table.reason, table.outlet_id] }),
  ],
)

export const outbox = pgTable('outbox', {
  id: identity(),
  xid: xid8().notNull().default(sql`pg_current_xact_id()`),
  kind: text().$type<EventKind>().notNull(),
  subject_id: reference().notNull(),
  dedupe_key: text().notNull(),
  payload: jsonb().$type<Json>().notNull().default({}),
  created_at: instant().notNull().defaultNow(),
  delivered_at: instant(),
})

export const enqueueRequests = pgTable('enqueue_requests', {
  id: identity(),
  url: text().notNull(),
  requested_at: instant().notNull().defaultNow(),
  requested_by: text().notNull().default(sql`session_user`),
  handled_at: instant(),
  article_id: reference(),
  refused: text(),
})

export const webhooks = pgTable('webhooks', {
  id: identity(),
  url: text().notNull(),
  secret: text().notNull(),
  kinds: text().array().notNull().default([]),
  active: boolean().notNull().default(true),
  cursor_xid: xid8().notNull().default(sql`pg_current_xact_id()`),
  cursor_id: reference().notNull().default(0),
  failure_count: integer().notNull().default(0),
  next_attempt_at: instant().notNull().defaultNow(),
  last_error: text(),
  created_at: instant().notNull().defaultNow(),
})

export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().$type<Json>().notNull(),
  updated_at: instant().notNull().defaultNow(),
})

export const leases = pgTable('leases', {
  role: text().primaryKey(),
  epoch: reference().notNull().default(1),
  holder: reference(),
  renewed_at: instant().notNull().default(sql`clock_timestamp()`),
  expires_at: instant().notNull(),
})

export const operators = pgTable('operators', {
  id: identity(),
  name: text().notNull(),
  token_hash: bytes().notNull(),
  created_at: instant().notNull().defaultNow(),
  expires_at: instant(),
  removed_at: instant(),
})

export const operatorActions = pgTable('operator_actions', {
  id: identity(),
  made_at: instant().notNull().defaultNow(),
  made_by: text().notNull(),
  action: text().notNull(),
  subject: text(),
  details: jsonb().$type<Json>().notNull().default({}),
})

export const newsloomMigrations = pgTable('newsloom_migrations', {
  name: text().primaryKey(),
  sha256: text().notNull(),
  applied_at: instant().notNull().defaultNow(),
})
