import { first, type Queryable, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

export type HostRow = Pick<
  TableRow<'hosts'>,
  | 'host'
  | 'min_delay_ms'
  | 'robots_delay_ms'
  | 'backoff_count'
  | 'robots_status'
  | 'robots_fetched_at'
  | 'robots_expires_at'
>

export function findHost(db: Queryable, host: string): Promise<HostRow | undefined> {
  return first<HostRow>(
    db,
    sql`select host, min_delay_ms, robots_delay_ms, backoff_count, robots_status, robots_fetched_at, robots_expires_at
        from hosts where host = ${host}`,
  )
}

/**
 * The stored robots.txt of the host, up to half a megabyte: apart from the row, because a busy worker often has it cached.
 */
export async function readRobots(db: Queryable, host: string): Promise<string> {
  const row = await first<Pick<TableRow<'hosts'>, 'robots_txt'>>(
    db,
    sql`select robots_txt from hosts where host = ${host}`,
  )
  return row?.robots_txt ?? ''
}

export async function storeRobots(
  db: Queryable,
  host: string,
  robots: {
    readonly text: string | null
    readonly status: number
    readonly expiresAt: Date
    readonly delayMs: number | null
  },
): Promise<void> {
  await run(
    db,
    sql`insert into hosts (host, robots_txt, robots_status, robots_fetched_at, robots_expires_at, robots_delay_ms)
        values (${host}, ${robots.text}, ${robots.status}, now(), ${robots.expiresAt}, ${robots.delayMs})
        on conflict (host) do update set robots_txt = excluded.robots_txt, robots_status = excluded.robots_status,
          robots_fetched_at = now(), robots_expires_at = excluded.robots_expires_at,
          robots_delay_ms = excluded.robots_delay_ms`,
  )
}
