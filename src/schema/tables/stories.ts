import { sql } from 'drizzle-orm'
import { boolean, date, integer, jsonb, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core'
import { identity, instant, reference } from '../columns.ts'
import type { Json, StoryEditKind } from '../values.ts'

/** Stories: the articles of one event in one language. */

export const stories = pgTable('stories', {
  id: identity(),
  title: text(),
  language: text(),
  first_published_at: instant(),
  last_published_at: instant(),
  article_count: integer().notNull().default(0),
  outlet_count: integer().notNull().default(0),
  independent_count: integer().notNull().default(0),
  lead_article_id: reference(),
  merged_into_id: reference(),
  top_terms: text().array().notNull().default([]),
  created_at: instant().notNull().defaultNow(),
  updated_at: instant().notNull().defaultNow(),
})

export const storyLinks = pgTable('story_links', {
  article_id: reference().primaryKey(),
  probability: real(),
  reasons: jsonb().$type<Json>().notNull(),
  decided_by: text().notNull(),
  decided_at: instant().notNull().defaultNow(),
})

export const storyEdits = pgTable('story_edits', {
  id: identity(),
  kind: text().$type<StoryEditKind>().notNull(),
  story_id: reference().notNull(),
  other_story_id: reference().notNull(),
  before: jsonb().$type<Json>().notNull(),
  made_by: text().notNull().default('cli'),
  made_at: instant().notNull().defaultNow(),
  undone_at: instant(),
})

export const repairState = pgTable('repair_state', {
  id: boolean().primaryKey().default(true),
  repaired_until: instant().notNull().default(sql`'-infinity'::timestamp with time zone`),
  rarity_published_at: instant().notNull().default(sql`'-infinity'::timestamp with time zone`),
  rarity_articles: integer().notNull().default(0),
})

export const documentFrequencies = pgTable(
  'document_frequencies',
  {
    language: text().notNull(),
    day: date().notNull(),
    term: text().notNull(),
    articles: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.language, table.day, table.term] })],
)
