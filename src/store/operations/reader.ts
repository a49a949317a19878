import { randomBytes } from 'node:crypto'
import { first, type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'

/**
 * Lets news_reader log in with a new password, and restores the restrictions that a copy of the database has lost.
 *
 * @returns the password: it is stored nowhere
 * @throws when this user may not change roles
 */
export async function enableReaderLogin(db: Queryable): Promise<string> {
  const password = randomBytes(18).toString('hex')
  await db.query({ text: 'select harden_reader()', values: [] })
  // A role's password takes no parameter; this one is hex digits only.
  await db.query({ text: `alter role news_reader login password '${password}'`, values: [] })
  return password
}

/** Nobody can log in as news_reader any more; existing connections stay. */
export async function disableReaderLogin(db: Queryable): Promise<void> {
  await db.query({ text: 'alter role news_reader nologin password null', values: [] })
}

/**
 * Ends the connections of readers whose statement has run for more than `limitS` seconds.
 * @returns how many; -1 where the owner of the tables may not end others' connections
 */
export async function endLongReads(db: Queryable, limitS: number): Promise<number> {
  const row = await first<{ ended: number }>(db, sql`select end_long_reads(${limitS}::int) as ended`)
  return row!.ended
}

export interface ReaderLimits {
  /** Roles that were granted news_reader and lack its settings, which Postgres does not hand down. */
  readonly unlimited: readonly string[]
  /** Whether the scheduler can end the statements of readers that run too long. */
  readonly canEnd: boolean
}

export async function readerLimits(db: Queryable): Promise<ReaderLimits> {
  const unlimited = await rows<{ name: string }>(
    db,
    sql`select r.rolname as name from pg_roles r
        where r.rolname in (select reader_roles()) and r.rolcanlogin and r.rolname <> 'news_reader'
          and not exists (select 1 from unnest(r.rolconfig) as setting where setting like 'statement_timeout=%')
        order by 1`,
  )
  const row = await first<{ may: boolean }>(
    db,
    sql`select r.rolsuper or pg_has_role(r.oid, 'pg_signal_backend', 'usage') as may
        from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = 'public.articles'::regclass`,
  )
  return { unlimited: unlimited.map(({ name }) => name), canEnd: row?.may ?? false }
}
