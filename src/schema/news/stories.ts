import { boolean, integer, jsonb, real, text } from 'drizzle-orm/pg-core'
import type { PublishedPrecision } from '../../core/record/record.ts'
import { instant, news, reference } from '../columns.ts'
import type { Json } from '../values.ts'

/** Stories and their articles. */

export const stories = news
  .view('stories', {
    story_id: reference().notNull(),
    title: text(),
    language: text(),
    first_published_at: instant(),
    last_published_at: instant(),
    article_count: integer().notNull(),
    outlet_count: integer().notNull(),
    independent_count: integer().notNull(),
    lead_article_id: reference(),
    merged_into: reference(),
    top_terms: text().array().notNull(),
  })
  .existing()

export const storyArticles = news
  .view('story_articles', {
    story_id: reference().notNull(),
    article_id: reference().notNull(),
    outlet: text(),
    title: text(),
    url: text(),
    published_at: instant(),
    published_precision: text().$type<PublishedPrecision>(),
    duplicate_of: reference(),
    similarity: real(),
    reasons: jsonb().$type<Json>(),
    why: text(),
    probability: real(),
  })
  .existing()

export const storyOutlets = news
  .view('story_outlets', {
    story_id: reference().notNull(),
    outlet: text(),
    articles: integer().notNull(),
    copies: integer().notNull(),
    first_published_at: instant(),
    first_precision: text().$type<PublishedPrecision>(),
    first_time_is_exact: boolean(),
    last_published_at: instant(),
    minutes_behind_first: integer(),
  })
  .existing()

export const topStories = news
  .view('top_stories', {
    story_id: reference().notNull(),
    title: text(),
    language: text(),
    independent_count: integer().notNull(),
    outlet_count: integer().notNull(),
    article_count: integer().notNull(),
    first_published_at: instant(),
    last_published_at: instant(),
    outlets: text().array().notNull(),
  })
  .existing()

export const timeline = news
  .view('timeline', {
    story_id: reference().notNull(),
    position: integer().notNull(),
    at: instant().notNull(),
    what: text().notNull(),
    published_precision: text().$type<PublishedPrecision>(),
    time_is_exact: boolean().notNull(),
    minutes_after_first: integer(),
    outlet: text(),
    title: text(),
    article_id: reference().notNull(),
    version: integer().notNull(),
  })
  .existing()
