import { first, type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import type { EventKind } from '../../schema/values.ts'

export const eventKinds = [
  'article.new',
  'article.revised',
  'article.removed',
  'article.corrected',
  'article.withdrawn',
  'article.restored',
  'edit.withdrawn',
  'story.new',
  'story.grew',
  'story.merged',
  'story.split',
  'copy.found',
] as const satisfies readonly EventKind[]

export interface Change extends Pick<TableRow<'outbox'>, 'kind' | 'subject_id' | 'payload' | 'created_at'> {
  /** Its position in the feed: `xid-id`. */
  readonly cursor: string
}

export const CURSOR = /^\d{1,19}-\d{1,18}$/
export const FROM_THE_BEGINNING = '0-0'

/**
 * Changes after `cursor`, in the order of the feed: (transaction, id). Only transactions that are older than every one still
 * open are shown, so nothing can appear before a cursor that was given out. An id alone is not enough: ids are assigned
 * before the commit, and a later id may commit earlier.
 */
export function changesAfter(
  db: Queryable,
  cursor: string,
  kinds: readonly string[] | null,
  limit: number,
): Promise<Change[]> {
  const [xid, id] = cursor.split('-')
  return rows<Change>(
    db,
    sql`select xid::text || '-' || id::text as cursor, kind, subject_id, payload, created_at
        from outbox
        where (xid, id) > (${xid}::text::xid8, ${id}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
          and (${kinds}::text[] is null or kind = any(${kinds}::text[]))
        order by xid, id limit ${limit}`,
  )
}

/** The cursor after all events that can be read now: what commits later comes after it. */
export async function currentCursor(db: Queryable): Promise<string> {
  const row = await first<{ cursor: string }>(
    db,
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text || '-0' as cursor`,
  )
  return row!.cursor
}
