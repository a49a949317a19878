import { first, type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

export interface Webhook extends Pick<TableRow<'webhooks'>, 'id' | 'url' | 'secret' | 'failure_count'> {
  /** Empty: all of them. */
  readonly kinds: TableRow<'webhooks'>['kinds']
  readonly cursor: string
}

/** Endpoints to which it is time to deliver, those that waited longest first. */
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

/** Adds an endpoint that hears of what happens from now on; one that is known gets the new secret and kinds, and starts again. */
export async function addWebhook(
  db: Queryable,
  webhook: { readonly url: string; readonly secret: string; readonly kinds: readonly string[] },
): Promise<number> {
  const row = await first<Pick<TableRow<'webhooks'>, 'id'>>(
    db,
    sql`insert into webhooks (url, secret, kinds, cursor_xid)
        values (${webhook.url}, ${webhook.secret}, ${webhook.kinds}::text[], pg_snapshot_xmin(pg_current_snapshot()))
        on conflict (url) do update set secret = excluded.secret, kinds = excluded.kinds, active = true,
          failure_count = 0, next_attempt_at = now(), last_error = null
        returning id`,
  )
  return row!.id
}

export interface WebhookLine
  extends Pick<
    TableRow<'webhooks'>,
    'id' | 'url' | 'kinds' | 'active' | 'failure_count' | 'next_attempt_at' | 'last_error'
  > {
  readonly cursor: string
}

export function listWebhooks(db: Queryable): Promise<WebhookLine[]> {
  return rows<WebhookLine>(
    db,
    sql`select id, url, kinds, active, failure_count, next_attempt_at, last_error,
               cursor_xid::text || '-' || cursor_id::text as cursor
        from webhooks order by id`,
  )
}

/** By id or address. @returns whether there was such a one */
export async function removeWebhook(db: Queryable, reference: string): Promise<boolean> {
  const id = /^\d{1,15}$/.test(reference) ? Number(reference) : null
  return (await run(db, sql`delete from webhooks where id = ${id}::bigint or url = ${reference}`)) > 0
}
