import { type Queryable, run, sql } from '../../adapters/postgres/sql.ts'
import type { EventKind } from '../../schema/values.ts'

export interface NewEvent {
  readonly kind: EventKind
  readonly subjectId: number
  /** A change that is recorded twice is one event. */
  readonly dedupeKey: string
  readonly payload: object
}

/**
 * Writes events into the outbox, in the transaction of the change that they describe. No NOTIFY here: it would make all
 * commits wait for each other; the notify worker sends a notification for what it finds.
 */
export async function emitEvents(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  if (!events.length) return
  const of = <T>(pick: (event: NewEvent) => T) => events.map(pick)
  await run(
    db,
    sql`insert into outbox (kind, subject_id, dedupe_key, payload)
        select * from unnest(${of((e) => e.kind)}::text[], ${of((e) => e.subjectId)}::bigint[],
          ${of((e) => e.dedupeKey)}::text[], ${of((e) => JSON.stringify(e.payload))}::jsonb[])
        on conflict (dedupe_key) do nothing`,
  )
}
