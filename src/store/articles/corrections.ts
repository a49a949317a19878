import { first, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'
import { addVersions } from './versions.ts'

/** The fields that a person may correct. `published_at` is an ISO instant in UTC. */
export interface Corrections {
  readonly title?: string
  readonly dek?: string
  readonly body?: string
  readonly authors?: readonly string[]
  readonly published_at?: string
  readonly language?: string
}

/**
 * Corrects fields permanently: no later extraction overwrites them. The article is clustered again, because another text or
 * date may change its story. @returns false when there is no such article with a text
 */
export async function correctArticle(tx: Tx, id: number, corrections: Corrections): Promise<boolean> {
  const corrected = Object.fromEntries(Object.keys(corrections).map((field) => [field, 'corrected']))
  const article = await first<
    Pick<
      TableRow<'articles'>,
      'version' | 'title' | 'dek' | 'body' | 'modified_at' | 'content_hash' | 'text_document_at'
    >
  >(
    tx,
    sql`update articles set
          corrections = coalesce(corrections, '{}') || ${JSON.stringify(corrections)}::jsonb,
          title = coalesce(${corrections.title ?? null}, title), dek = coalesce(${corrections.dek ?? null}, dek),
          body = coalesce(${corrections.body ?? null}, body),
          authors = coalesce(${corrections.authors ?? null}::text[], authors),
          published_at = coalesce(${corrections.published_at ?? null}::timestamptz, published_at),
          language = coalesce(${corrections.language ?? null}, language),
          provenance = coalesce(provenance, '{}') || ${JSON.stringify(corrected)}::jsonb,
          version = version + 1, text_revision = text_revision + 1,
          -- What waits to be read is read first: it keeps what was put right.
          stage = case when stage = 'fetched' then 'fetched' else 'extracted' end,
          next_attempt_at = now(), try_count = 0, updated_at = now()
        where id = ${id} and version > 0 and stage in ('clustered', 'extracted', 'fetched')
        returning version, title, dek, body, modified_at, content_hash, text_document_at`,
  )
  if (!article) return false
  await addVersions(tx, [
    {
      articleId: id,
      version: article.version,
      title: article.title,
      dek: article.dek,
      body: article.body,
      modifiedAt: article.modified_at?.toISOString() ?? null,
      contentHash: article.content_hash,
      documentAt: article.text_document_at,
      cause: 'corrected',
      edit: null,
    },
  ])
  await emitEvents(tx, [
    {
      kind: 'article.corrected',
      subjectId: id,
      dedupeKey: `article.corrected:${id}:${article.version}`,
      payload: { article_id: id, version: article.version, fields: Object.keys(corrections) },
    },
  ])
  return true
}
