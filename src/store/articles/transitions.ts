import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** What a step read of an article. The article changes its stage only if everything that matters to it is unchanged. */
export interface ReadState extends Pick<TableRow<'articles'>, 'id' | 'stage'> {
  /** The document to read. */
  readonly document_at: TableRow<'articles'>['document_at']
  /** The version of the stored text: each stored reading raises it by one. */
  readonly text_revision: TableRow<'articles'>['text_revision']
  /** The time of the next fetch, of an article that has a text. */
  readonly refetch_at: TableRow<'articles'>['refetch_at']
}

/**
 * Locks those of `items` that are still as they were read, in the order of their ids (so that two workers never cause a
 * deadlock). It leaves out articles whose stage another worker has changed, and articles with something newer: another
 * document than the one that extract read, another text than the one that cluster read, another due fetch than the one that
 * fetch handled. Such an article goes through the step again.
 */
export async function lockUnchanged(tx: Tx, items: readonly ReadState[]): Promise<Set<number>> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'>>(
    tx,
    sql`select a.id from articles a
        join unnest(${items.map((i) => i.id)}::bigint[], ${items.map((i) => i.stage)}::text[],
                    ${items.map((i) => i.document_at)}::timestamptz[], ${items.map((i) => i.text_revision)}::int[],
                    ${items.map((i) => i.refetch_at)}::timestamptz[])
          as r (id, stage, document_at, text_revision, refetch_at) on r.id = a.id
        where a.stage = r.stage
          and (a.stage <> 'fetched' or a.document_at is not distinct from r.document_at)
          and (a.stage not in ('fetched', 'extracted') or a.text_revision = r.text_revision)
          and (a.stage <> 'clustered' or date_trunc('milliseconds', a.refetch_at) is not distinct from r.refetch_at)
        order by a.id for update of a`,
  )
  return new Set(found.map((row) => row.id))
}

/**
 * The row waits: it is due again after `until`. An article that waits for another fetch of its page keeps its stage, and the
 * wait is in the columns of that fetch. Waiting for a busy address is not trouble, and is not counted as such.
 */
export async function park(tx: Tx, id: number, reason: string, until: Date): Promise<void> {
  await run(
    tx,
    sql`update articles set
          reason = case when stage = 'clustered' then reason else ${reason} end,
          next_attempt_at = case when stage = 'clustered' then next_attempt_at else ${until} end,
          parked_count = parked_count + case when stage = 'clustered' or ${reason} = 'host_busy' then 0 else 1 end,
          refetch_reason = case when stage = 'clustered' then ${reason} else refetch_reason end,
          refetch_at = case when stage = 'clustered' then ${until} else refetch_at end,
          refetch_parked_count = refetch_parked_count
            + case when stage = 'clustered' and ${reason} <> 'host_busy' then 1 else 0 end,
          try_count = 0, updated_at = now()
        where id = ${id}`,
  )
}

/**
 * The final outcome of the document or text that the step read. An article without a text is dropped or failed, with the
 * reason. A text that is stored stays: it is compared next where that was not done yet. Newer documents that wait are read
 * next.
 */
export async function dropOrFail(
  tx: Tx,
  id: number,
  outcome: 'dropped' | 'failed',
  reason: string,
): Promise<void> {
  await run(
    tx,
    sql`update articles a set
          stage = e.stage, reason = case when e.stage in ('dropped', 'failed') then ${reason}::text end,
          document_reason = case when e.was = 'fetched' and a.version > 0 then ${reason}::text else document_reason end,
          refetch_at = case when e.stage in ('dropped', 'failed') then null else refetch_at end,
          document_at = coalesce(e.next_document_at, a.document_at), next_attempt_at = now(), try_count = 0,
          updated_at = now()
        from (
          select b.id, b.stage as was, n.next_document_at,
            case
              when n.next_document_at is not null then 'fetched'
              when b.version = 0 or (b.stage = 'extracted' and b.story_id is null) then ${outcome}
              when b.stage = 'extracted' or b.clustered_revision = b.text_revision then 'clustered'
              else 'extracted' end as stage
          from articles b
          left join lateral (
            select min(d.fetched_at) as next_document_at from documents d
            where b.stage = 'fetched' and d.article_id = b.id and d.page = 1 and d.fetched_at > b.document_at) n on true
          where b.id = ${id}) e
        where a.id = e.id`,
  )
}
