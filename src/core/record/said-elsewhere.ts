import type { ExtractResult } from '../article/types.ts'
import { parseByline } from '../people/byline.ts'
import type { FieldSource } from './provenance.ts'
import type { ArticleRecord } from './record.ts'

/** What an article's feed says of it, and what people corrected by hand. */
export interface SaidElsewhere {
  readonly feed_title: string | null
  readonly feed_author: string | null
  readonly feed_published_at: Date | null
  readonly corrections: Partial<ArticleRecord> | null
}

/** What an article says of itself once its feed and people have had their say. */
export function withFeedAndCorrections(record: ArticleRecord, said: SaidElsewhere): ArticleRecord {
  return { ...withFeedFallback(record, said), ...said.corrections }
}

/** Takes from the feed what the page itself does not say. */
function withFeedFallback(record: ArticleRecord, said: SaidElsewhere): ArticleRecord {
  const published: Partial<ArticleRecord> =
    record.published_at === null && said.feed_published_at
      ? {
          published_at: said.feed_published_at.toISOString(),
          published_local: said.feed_published_at.toISOString().replace('.000Z', '+00:00'),
          published_precision: 'second',
          published_tz_source: 'text',
          published_source: 'feed',
        }
      : {}
  const byline =
    record.authors.length === 0 && said.feed_author
      ? parseByline(said.feed_author, { language: record.language ?? undefined })
      : null
  return {
    ...record,
    ...published,
    title: record.title ?? said.feed_title,
    authors: byline?.authors ?? record.authors,
  }
}

/** The record with what the feed and people say, and where each field then comes from. */
export function completed(
  value: Pick<ExtractResult, 'record' | 'provenance'>,
  said: SaidElsewhere,
): { readonly fields: ArticleRecord; readonly provenance: { readonly [field: string]: FieldSource } } {
  const fields = withFeedFallback(value.record, said)
  const provenance: { [field: string]: FieldSource } = { ...value.provenance }
  if (value.record.title === null && fields.title !== null) provenance.title = 'feed'
  if (value.record.authors.length === 0 && fields.authors.length > 0) provenance.authors = 'feed'
  // What people put right wins over the page.
  for (const field of Object.keys(said.corrections ?? {})) provenance[field] = 'corrected'
  return { fields: { ...fields, ...said.corrections }, provenance }
}
