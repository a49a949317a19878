import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { instant, reference, regconfig, tsvector } from '../columns.ts'
import type { EntityKind, Json } from '../values.ts'

/** What is derived from articles: for copies, stories, search, entities and counts a day. */

export const articleFingerprints = pgTable('article_fingerprints', {
  hash: bigint({ mode: 'number' }).notNull(),
  day: date(),
  seen_on: date().notNull().default(sql`CURRENT_DATE`),
  article_id: reference().notNull(),
})

export const articleTerms = pgTable('article_terms', {
  term: integer().notNull(),
  day: date(),
  seen_on: date().notNull().default(sql`CURRENT_DATE`),
  article_id: reference().notNull(),
})

export const articleProfiles = pgTable(
  'article_profiles',
  {
    article_id: reference().notNull(),
    day: date(),
    seen_on: date().notNull().default(sql`CURRENT_DATE`),
    language: text().notNull(),
    fingerprints: bigint({ mode: 'number' }).array().notNull(),
    terms: integer().array().notNull(),
    word_count: integer().notNull(),
    profile: jsonb().$type<Json>().notNull(),
    text_hash: text(),
    templated_with: bigint({ mode: 'number' }).array(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.seen_on] })],
)

export const articleSearch = pgTable('article_search', {
  article_id: reference().primaryKey(),
  outlet_id: reference(),
  language: text(),
  config: regconfig().notNull(),
  at: instant().notNull(),
  title: text(),
  tsv: tsvector().notNull(),
})

export const articleAgencies = pgTable(
  'article_agencies',
  {
    article_id: reference().notNull(),
    agency: text().notNull(),
    inherited: boolean().notNull(),
    outlet_id: reference(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.agency] })],
)

export const articleEntities = pgTable(
  'article_entities',
  {
    article_id: reference().notNull(),
    kind: text().$type<EntityKind>().notNull(),
    name: text().notNull(),
    in_title: boolean().notNull(),
    mentions: smallint().notNull(),
    outlet_id: reference(),
    at: instant().notNull(),
    day: date().notNull(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.kind, table.name] })],
)

export const outletBlocks = pgTable(
  'outlet_blocks',
  {
    outlet_id: reference().notNull(),
    block_hash: text().notNull(),
    article_count: integer().notNull().default(1),
    first_article_id: reference().notNull(),
    last_seen_on: date().notNull().default(sql`CURRENT_DATE`),
  },
  (table) => [primaryKey({ columns: [table.outlet_id, table.block_hash] })],
)

export const outletShingles = pgTable(
  'outlet_shingles',
  {
    outlet_id: reference().notNull(),
    shingle: integer().notNull(),
    article_count: smallint().notNull(),
    last_seen_on: date().notNull().default(sql`CURRENT_DATE`),
  },
  (table) => [primaryKey({ columns: [table.outlet_id, table.shingle] })],
)

export const outletDays = pgTable(
  'outlet_days',
  {
    outlet_id: reference().notNull(),
    day: date().notNull(),
    month: date()
      .notNull()
      .generatedAlwaysAs(sql`(date_trunc('month'::text, (day)::timestamp without time zone))::date`),
    articles: integer().notNull(),
    copies: integer().notNull(),
    agency_articles: integer().notNull(),
    words: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.outlet_id, table.day] })],
)

export const outletDayChanges = pgTable('outlet_day_changes', {
  outlet_id: reference().notNull(),
  day: date().notNull(),
})

export const textConfigsInUse = pgTable('text_configs_in_use', {
  config: regconfig().primaryKey(),
})

export const annotations = pgTable(
  'annotations',
  {
    article_id: reference().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    value: jsonb().$type<Json>().notNull(),
    created_at: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.name, table.version] })],
)

export const annotationFailures = pgTable(
  'annotation_failures',
  {
    article_id: reference().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    message: text().notNull(),
    failed_at: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version, table.article_id] })],
)

export const ownSteps = pgTable(
  'own_steps',
  {
    name: text().notNull(),
    version: text().notNull(),
    cursor: text().notNull(),
    backfill_after: reference(),
    seen_at: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
)
