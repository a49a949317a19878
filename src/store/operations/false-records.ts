import { type Queryable, rows, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'

/** An edit that `news.edits` shows, with the documents on its two sides. */
export interface RecordedEdit
  extends NotNull<
    Pick<TableRow<'articleVersions'>, 'article_id' | 'version' | 'document_at'>,
    'document_at'
  > {
  readonly document_before: NonNullable<TableRow<'articleVersions'>['document_at']>
  /** Whether the program that recorded it read both documents by the same rules. */
  readonly reread_before: TableRow<'articleVersions'>['reread_before']
}

/** Edits whose documents are both still kept, in the order of articles and versions, after the given one. */
export function editsWithDocuments(
  db: Queryable,
  after: { readonly article: number; readonly version: number },
  limit: number,
): Promise<RecordedEdit[]> {
  return rows<RecordedEdit>(
    db,
    sql`select v.article_id, v.version, v.document_at, b.document_at as document_before, v.reread_before
        from article_versions v
        join article_versions b on b.article_id = v.article_id and b.version = v.version - 1
        join documents d on d.article_id = v.article_id and d.fetched_at = v.document_at
        join documents e on e.article_id = v.article_id and e.fetched_at = b.document_at
        where v.cause = 'revised' and v.withdrawn_at is null
          and (v.article_id, v.version) > (${after.article}::bigint, ${after.version}::int)
        order by v.article_id, v.version limit ${limit}`,
  )
}

/** Withdraws edits that the outlet did not make. The versions stay, and say so. @returns how many were withdrawn */
export async function withdrawEdits(
  tx: Tx,
  edits: readonly Pick<RecordedEdit, 'article_id' | 'version'>[],
): Promise<number> {
  if (!edits.length) return 0
  const withdrawn = await rows<Pick<TableRow<'articleVersions'>, 'article_id' | 'version'>>(
    tx,
    sql`update article_versions v set withdrawn_at = now()
        from unnest(${edits.map((e) => e.article_id)}::bigint[], ${edits.map((e) => e.version)}::int[])
          as w (article_id, version)
        where v.article_id = w.article_id and v.version = w.version and v.cause = 'revised' and v.withdrawn_at is null
        returning v.article_id, v.version`,
  )
  await emitEvents(
    tx,
    withdrawn.map(({ article_id, version }) => ({
      kind: 'edit.withdrawn' as const,
      subjectId: article_id,
      dedupeKey: `edit.withdrawn:${article_id}:${version}`,
      payload: { article_id, version },
    })),
  )
  return withdrawn.length
}

/**
 * Articles whose text is not from their newest document, or whose keys and story are not from their text: sent back to the
 * step that was skipped. @returns them by that step
 */
export async function sendRoundAgain(
  tx: Tx,
): Promise<{ readonly extract: number[]; readonly cluster: number[] }> {
  const unread = await rows<Pick<TableRow<'articles'>, 'id'>>(
    tx,
    sql`update articles a set stage = 'fetched', reason = null, document_at = n.next_at, next_attempt_at = now(),
          try_count = 0, updated_at = now()
        from (
          select b.id, min(d.fetched_at) as next_at
          from articles b join documents d on d.article_id = b.id and d.page = 1
            and d.fetched_at > case when b.document_reason is null
                                    then coalesce(b.text_document_at, '-infinity') else b.document_at end
          where b.stage in ('extracted', 'clustered') and b.version > 0
          group by b.id) n
        where a.id = n.id and a.stage in ('extracted', 'clustered')
        returning a.id`,
  )
  const uncompared = await rows<Pick<TableRow<'articles'>, 'id'>>(
    tx,
    sql`update articles a set stage = 'extracted', next_attempt_at = now(), try_count = 0, updated_at = now()
        where a.stage = 'clustered' and a.version > 0
          and (a.clustered_revision is distinct from a.text_revision
               or exists (select 1 from article_profiles p
                          where p.article_id = a.id and p.text_hash is distinct from text_hash_of(a.title, a.body)))
        returning a.id`,
  )
  return { extract: unread.map(({ id }) => id), cluster: uncompared.map(({ id }) => id) }
}
