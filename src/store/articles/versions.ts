import { run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { Edit } from '../../core/edits/diff.ts'

export interface NewVersion {
  readonly articleId: number
  readonly version: number
  readonly title: string | null
  readonly dek: string | null
  readonly body: string | null
  readonly modifiedAt: string | null
  readonly contentHash: string | null
  /** What it changes in the version before; null for the first. */
  readonly edit?: Edit | null
  /** The document that it was read from; null for a person's correction. */
  readonly documentAt?: Date | null
  /** The text before it, read again by the rules that read this one: it decides whether this is a revision. */
  readonly before?: { readonly title: string | null; readonly body: string | null }
  /**
   * `revised`: the outlet changed it. `unattributed`: it differs from what was stored, and it is not known who changed it.
   * `corrected`: a person corrected it. (`re_extracted` is no longer written: another reading is no version.)
   */
  readonly cause: 'first' | 'revised' | 're_extracted' | 'corrected' | 'unattributed'
}

/** Stores versions in the transaction of the change that they record. */
export async function addVersions(tx: Tx, versions: readonly NewVersion[]): Promise<void> {
  if (!versions.length) return
  const of = <T>(pick: (version: NewVersion) => T) => versions.map(pick)
  await run(
    tx,
    sql`insert into article_versions (article_id, version, title, dek, body, modified_at, content_hash, cause,
          diff, words_added, words_removed, marked, document_at, reread_before, before_title, before_body)
        select * from unnest(${of((v) => v.articleId)}::bigint[], ${of((v) => v.version)}::int[],
          ${of((v) => v.title)}::text[], ${of((v) => v.dek)}::text[], ${of((v) => v.body)}::text[],
          ${of((v) => v.modifiedAt)}::timestamptz[], ${of((v) => v.contentHash)}::text[], ${of((v) => v.cause)}::text[],
          ${of((v) => v.edit?.diff ?? null)}::text[], ${of((v) => v.edit?.wordsAdded ?? null)}::int[],
          ${of((v) => v.edit?.wordsRemoved ?? null)}::int[], ${of((v) => v.edit?.marked ?? null)}::boolean[],
          ${of((v) => v.documentAt ?? null)}::timestamptz[], ${of((v) => v.before !== undefined)}::boolean[],
          ${of((v) => v.before?.title ?? null)}::text[], ${of((v) => v.before?.body ?? null)}::text[])
        on conflict (article_id, version) do nothing`,
  )
}

/**
 * The first versions of articles that have just been stored, from their rows: a body that Postgres has compressed
 * already is copied as it is, instead of being sent and compressed a second time.
 */
export async function addFirstVersions(tx: Tx, articleIds: readonly number[]): Promise<void> {
  if (!articleIds.length) return
  await run(
    tx,
    sql`insert into article_versions (article_id, version, title, dek, body, modified_at, content_hash, cause, document_at)
        select id, version, title, dek, body, modified_at, content_hash, 'first', text_document_at
        from articles where id = any(${articleIds}::bigint[])
        on conflict (article_id, version) do nothing`,
  )
}
