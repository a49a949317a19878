import { boolean, date, integer, jsonb, real, smallint, text } from 'drizzle-orm/pg-core'
import type { Provenance } from '../../core/record/provenance.ts'
import { instant, news, reference } from '../columns.ts'
import { recordColumns } from '../record-columns.ts'
import type { Json } from '../values.ts'

/** Articles, what became of their texts, and what they name. */

export const articles = news
  .view('articles', {
    article_id: reference().notNull(),
    outlet: text(),
    url: text(),
    url_key: text(),
    stage: text().notNull(),
    reason: text(),
    ...recordColumns(),
    story_id: reference(),
    duplicate_of: reference(),
    similarity: real(),
    external_ids: text().array(),
    version: integer().notNull(),
    extractor_version: integer(),
    first_seen_at: instant().notNull(),
    updated_at: instant().notNull(),
    provenance: jsonb().$type<Provenance>(),
    refetch_at: instant(),
    withdrawn_at: instant(),
    ran_before: reference(),
  })
  .existing()

export const annotations = news
  .view('annotations', {
    article_id: reference().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    value: jsonb().$type<Json>().notNull(),
    created_at: instant().notNull(),
  })
  .existing()

export const edits = news
  .view('edits', {
    article_id: reference().notNull(),
    outlet: text(),
    url: text(),
    version: integer().notNull(),
    seen_at: instant().notNull(),
    modified_at: instant(),
    minutes_after_publication: integer(),
    headline_changed: boolean().notNull(),
    headline_before: text(),
    headline_after: text(),
    body_changed: boolean().notNull(),
    words_added: integer(),
    words_removed: integer(),
    diff: text(),
    manner: text().notNull(),
  })
  .existing()

export const withdrawals = news
  .view('withdrawals', {
    article_id: reference().notNull(),
    outlet: text(),
    url: text(),
    status: integer().notNull(),
    withdrawn_at: instant().notNull(),
    restored_at: instant(),
  })
  .existing()

export const syndication = news
  .view('syndication', {
    article_id: reference().notNull(),
    outlet: text(),
    url: text(),
    title: text(),
    published_at: instant(),
    agency: text(),
    is_credited: boolean(),
    original_id: reference(),
    original_outlet: text(),
    original_url: text(),
    share: real(),
    minutes_later: integer(),
    share_of_original: real(),
    words_cut: integer(),
    words_added: integer(),
    cut_text: text(),
    added_text: text(),
  })
  .existing()

export const entities = news
  .view('entities', {
    article_id: reference().notNull(),
    outlet: text(),
    published_at: instant().notNull(),
    day: date().notNull(),
    kind: text().notNull(),
    entity: text().notNull(),
    in_title: boolean().notNull(),
    mentions: smallint().notNull(),
  })
  .existing()

export const entityDaily = news
  .view('entity_daily', {
    entity: text().notNull(),
    kind: text().notNull(),
    day: date().notNull(),
    outlet: text(),
    articles: integer().notNull(),
  })
  .existing()
