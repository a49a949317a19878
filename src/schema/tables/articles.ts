import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Provenance } from '../../core/record/provenance.ts'
import type { ArticleRecord } from '../../core/record/record.ts'
import { bytes, identity, instant, reference } from '../columns.ts'
import { recordColumns } from '../record-columns.ts'
import type {
  AliasKind,
  ArticleStage,
  Compression,
  DocumentKind,
  Json,
  Lane,
  VersionCause,
} from '../values.ts'

/** The article, its other addresses and ids, its versions and the bytes that it was read from. */

export const articles = pgTable('articles', {
  id: identity(),
  outlet_id: reference(),
  url: text(),
  url_key: text(),
  host: text(),
  lane: text().$type<Lane>().notNull().default('live'),
  stage: text().$type<ArticleStage>().notNull().default('discovered'),
  reason: text(),
  next_attempt_at: instant().notNull().defaultNow(),
  parked_count: integer().notNull().default(0),
  try_count: integer().notNull().default(0),
  document_at: instant(),
  refetch_at: instant(),
  etag: text(),
  last_modified: text(),
  ...recordColumns(),
  provenance: jsonb().$type<Provenance>(),
  content_hash: text(),
  extractor_version: integer(),
  version: integer().notNull().default(0),
  duplicate_of: reference(),
  similarity: real(),
  copy_reasons: jsonb().$type<Json>(),
  story_id: reference(),
  syndicated_from: text(),
  feed_title: text(),
  feed_published_at: instant(),
  feed_author: text(),
  first_seen_at: instant().notNull().defaultNow(),
  fetched_at: instant(),
  extracted_at: instant(),
  clustered_at: instant(),
  updated_at: instant().notNull().defaultNow(),
  corrections: jsonb().$type<Partial<ArticleRecord>>(),
  story_pinned_by: reference(),
  text_document_at: instant(),
  text_document_kind: text().$type<DocumentKind>(),
  text_revision: integer().notNull().default(0),
  clustered_revision: integer(),
  document_reason: text(),
  refetch_parked_count: integer().notNull().default(0),
  refetch_reason: text(),
  gone_since: instant(),
  withdrawn_at: instant(),
  seen_again_at: instant(),
  text_key: bigint({ mode: 'bigint' }),
  ran_before: reference(),
})

export const articleExternalIds = pgTable(
  'article_external_ids',
  {
    source: text().notNull(),
    external_id: text().notNull(),
    article_id: reference().notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.external_id] })],
)

export const articleUrls = pgTable('article_urls', {
  url_key: text().primaryKey(),
  article_id: reference().notNull(),
  url: text().notNull(),
  kind: text().$type<AliasKind>().notNull(),
  created_at: instant().notNull().defaultNow(),
})

export const articleVersions = pgTable(
  'article_versions',
  {
    article_id: reference().notNull(),
    version: integer().notNull(),
    seen_at: instant().notNull().defaultNow(),
    title: text(),
    dek: text(),
    body: text(),
    modified_at: instant(),
    content_hash: text(),
    cause: text().$type<VersionCause>().notNull(),
    diff: text(),
    words_added: integer(),
    words_removed: integer(),
    marked: boolean(),
    document_at: instant(),
    withdrawn_at: instant(),
    reread_before: boolean().notNull().default(false),
    before_title: text(),
    before_body: text(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.version] })],
)

/** The times that an outlet took an article off its site. */
export const articleWithdrawals = pgTable(
  'article_withdrawals',
  {
    article_id: reference().notNull(),
    withdrawn_at: instant().notNull(),
    status: integer().notNull(),
    restored_at: instant(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.withdrawn_at] })],
)

export const documents = pgTable(
  'documents',
  {
    article_id: reference().notNull(),
    fetched_at: instant().notNull().defaultNow(),
    kind: text().$type<DocumentKind>().notNull(),
    url: text(),
    http_status: integer(),
    headers: jsonb().$type<Json>(),
    given: jsonb().$type<Json>(),
    compression: text().$type<Compression>().notNull(),
    /** Null where they are kept elsewhere, as `object`. */
    bytes: bytes(),
    byte_count: integer().notNull(),
    fingerprint: text().notNull(),
    page: smallint().notNull().default(1),
    page_count: smallint().notNull().default(1),
    complete: boolean().notNull().default(true),
    /** The SHA-256 of the packed bytes, where they are kept elsewhere. */
    object: text(),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.fetched_at] })],
)

/** Objects of the document store that may have no document: those being stored, and those whose document went. */
export const looseObjects = pgTable('loose_objects', {
  hash: text().primaryKey(),
  keep_until: instant().notNull(),
  deleting_at: instant(),
})

/** One row: what a document store is marked with as this installation's. */
export const installation = pgTable('installation', {
  id: uuid().primaryKey().defaultRandom(),
})

export const tombstones = pgTable('tombstones', {
  id: identity(),
  article_id: reference().notNull(),
  url_key: text(),
  content_hash: text(),
  reason: text().notNull(),
  removed_at: instant().notNull().defaultNow(),
})
