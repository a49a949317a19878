import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** An address that was enqueued in SQL. */
export type EnqueueRequest = Pick<TableRow<'enqueueRequests'>, 'id' | 'url'>

export interface HandledRequest {
  readonly id: number
  readonly articleId: number | null
  readonly refused: string | null
}

/** The requests that wait, the oldest first. */
export function waitingRequests(db: Queryable, limit: number): Promise<EnqueueRequest[]> {
  return rows<EnqueueRequest>(
    db,
    sql`select id, url from enqueue_requests where handled_at is null order by id limit ${limit}`,
  )
}

/** Records the result of each request. */
export async function markRequestsHandled(db: Queryable, handled: readonly HandledRequest[]): Promise<void> {
  await run(
    db,
    sql`update enqueue_requests r set handled_at = now(), article_id = h.article_id, refused = h.refused
        from unnest(${handled.map((one) => one.id)}::bigint[], ${handled.map((one) => one.articleId)}::bigint[],
          ${handled.map((one) => one.refused)}::text[]) as h (id, article_id, refused)
        where r.id = h.id and r.handled_at is null`,
  )
}

/** Drops requests that were handled before `before`. */
export async function forgetOldRequests(db: Queryable, before: Date): Promise<void> {
  await run(db, sql`delete from enqueue_requests where handled_at < ${before}`)
}
