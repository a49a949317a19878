import type { Pool } from 'pg'
import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** Drizzle and the table, for what the commands query; the statements that the notify worker runs all the time are SQL. */
async function registry() {
  const [orm, { webhooks }] = await Promise.all([
    import('../../adapters/postgres/orm.ts'),
    import('../../schema/tables/operations.ts'),
  ])
  return { ...orm, webhooks }
}

export interface Webhook extends Pick<TableRow<'webhooks'>, 'id' | 'url' | 'secret' | 'failure_count'> {
  /** Empty: all of them. */
  readonly kinds: TableRow<'webhooks'>['kinds']
  readonly cursor: string
}

/** Endpoints whose next delivery is due, those that have waited longest first. */
export function dueWebhooks(db: Queryable, now: Date): Promise<Webhook[]> {
  return rows<Webhook>(
    db,
    sql`select id, url, secret, kinds, cursor_xid::text || '-' || cursor_id::text as cursor, failure_count
        from webhooks where active and next_attempt_at <= ${now} order by next_attempt_at limit 100`,
  )
}

export async function webhookDelivered(db: Queryable, id: number, cursor: string): Promise<void> {
  const [xid, event] = cursor.split('-')
  await run(
    db,
    sql`update webhooks set cursor_xid = ${xid}::text::xid8, cursor_id = ${event}::bigint, failure_count = 0,
          last_error = null where id = ${id}`,
  )
}

export async function webhookFailed(
  db: Queryable,
  id: number,
  failure: { readonly error: string; readonly until: Date; readonly active: boolean },
): Promise<void> {
  await run(
    db,
    sql`update webhooks set failure_count = failure_count + 1, last_error = ${failure.error},
          next_attempt_at = ${failure.until}, active = ${failure.active} where id = ${id}`,
  )
}

/** Adds an endpoint that gets the events from now on; one that exists gets the new secret and kinds, and starts again. */
export async function addWebhook(
  db: Pool,
  webhook: { readonly url: string; readonly secret: string; readonly kinds: readonly string[] },
): Promise<number> {
  const { expression, orm, webhooks } = await registry()
  const { url, secret } = webhook
  const kinds = [...webhook.kinds]
  const [row] = await orm(db)
    .insert(webhooks)
    .values({ url, secret, kinds, cursor_xid: expression`pg_snapshot_xmin(pg_current_snapshot())` })
    .onConflictDoUpdate({
      target: webhooks.url,
      set: {
        secret,
        kinds,
        active: true,
        failure_count: 0,
        next_attempt_at: expression`now()`,
        last_error: null,
      },
    })
    .returning({ id: webhooks.id })
  return row!.id
}

export interface WebhookLine
  extends Pick<
    TableRow<'webhooks'>,
    'id' | 'url' | 'kinds' | 'active' | 'failure_count' | 'next_attempt_at' | 'last_error'
  > {
  readonly cursor: string
}

export async function listWebhooks(db: Pool): Promise<WebhookLine[]> {
  const { expression, orm, webhooks } = await registry()
  return orm(db)
    .select({
      id: webhooks.id,
      url: webhooks.url,
      kinds: webhooks.kinds,
      active: webhooks.active,
      failure_count: webhooks.failure_count,
      next_attempt_at: webhooks.next_attempt_at,
      last_error: webhooks.last_error,
      cursor: expression<string>`${webhooks.cursor_xid}::text || '-' || ${webhooks.cursor_id}::text`,
    })
    .from(webhooks)
    .orderBy(webhooks.id)
}

/** By id or address. @returns whether it existed */
export async function removeWebhook(db: Pool, reference: string): Promise<boolean> {
  const { eq, or, orm, webhooks } = await registry()
  const byId = /^\d{1,15}$/.test(reference) ? eq(webhooks.id, Number(reference)) : undefined
  const removed = await orm(db)
    .delete(webhooks)
    .where(or(byId, eq(webhooks.url, reference)))
  return (removed.rowCount ?? 0) > 0
}
