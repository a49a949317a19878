import { bigint, boolean, date, jsonb, numeric, text } from 'drizzle-orm/pg-core'
import { instant, news, reference } from '../columns.ts'
import type { Json } from '../values.ts'

/** What the pipeline did and has to do. */

export const changes = news
  .view('changes', {
    cursor: text().notNull(),
    kind: text().notNull(),
    subject_id: reference().notNull(),
    payload: jsonb().$type<Json>().notNull(),
    created_at: instant().notNull(),
    xid: reference().notNull(),
    id: reference().notNull(),
  })
  .existing()

export const deadLetters = news
  .view('dead_letters', {
    article_id: reference().notNull(),
    outlet: text(),
    url: text(),
    title: text(),
    reason: text().notNull(),
    has_document: boolean().notNull(),
    first_seen_at: instant().notNull(),
    failed_at: instant().notNull(),
  })
  .existing()

export const enqueueRequests = news
  .view('enqueue_requests', {
    request_id: reference().notNull(),
    url: text().notNull(),
    requested_at: instant().notNull(),
    handled_at: instant(),
    article_id: reference(),
    refused: text(),
  })
  .existing()

export const fates = news
  .view('fates', {
    kind: text().notNull(),
    thing: text().notNull(),
    article_id: reference(),
    fate: text().notNull(),
    reason: text(),
    waiting_in: text(),
    waiting_until: instant(),
    entered_at: instant().notNull(),
  })
  .existing()

export const funnel = news
  .view('funnel', {
    day: date().notNull(),
    stage: text().notNull(),
    outcome: text().notNull(),
    reason: text(),
    outlet: text(),
    count: bigint({ mode: 'number' }).notNull(),
    mean_ms: numeric(),
  })
  .existing()

export const pipelineLag = news
  .view('pipeline_lag', {
    stage: text().notNull(),
    waiting: bigint({ mode: 'number' }).notNull(),
    due: bigint({ mode: 'number' }).notNull(),
    parked: bigint({ mode: 'number' }).notNull(),
    oldest_due_s: bigint({ mode: 'number' }).notNull(),
  })
  .existing()
