import { runMigrations } from 'bullmq'
import type pg from 'pg'
import { fullName, SCHEMA } from './names.ts'

/** The queues that jobs are added to. */
const ENQUEUED = ['poll', 'fetch', 'extract', 'cluster'] as const
/** Written on the schema by the last step of `migrateQueue`; it must change when a step is added. */
const PREPARED = 'The queue: rights, counters, vacuum settings and no events as of 2026-11-22'

/** Brings BullMQ's own tables up to date, on the session that holds the migration lock. */
export async function migrateQueue(client: pg.PoolClient): Promise<void> {
  // A worker with the rights of newsloom_worker uses the tables made by the owner, and may not alter them.
  const { rows } = await client.query<{ ours: boolean }>(
    `select pg_has_role(current_user, nspowner, 'usage') as ours from pg_namespace where nspname = $1`,
    [SCHEMA],
  )
  if (rows[0]?.ours === false) return
  await runMigrations(client, SCHEMA)
  // Only once: a worker that starts must not wait for a vacuum, nor make every session plan its statements again.
  const { rows: prepared } = await client.query(
    `select 1 from pg_namespace where nspname = $1 and obj_description(oid, 'pg_namespace') = $2`,
    [SCHEMA, PREPARED],
  )
  if (prepared.length) return
  // Each queue's counter is created at its first job, which needs the owner's rights.
  for (const queue of ENQUEUED) await client.query(`select ${SCHEMA}.next_job_id($1)`, [fullName(queue)])
  await client.query(
    `do $$ begin
       grant usage on schema ${SCHEMA} to newsloom_worker;
       grant select, insert, update, delete on all tables in schema ${SCHEMA} to newsloom_worker;
       grant usage, select on all sequences in schema ${SCHEMA} to newsloom_worker;
       grant execute on all functions in schema ${SCHEMA} to newsloom_worker;
       alter default privileges in schema ${SCHEMA} grant select, insert, update, delete on tables to newsloom_worker;
       alter default privileges in schema ${SCHEMA} grant usage, select on sequences to newsloom_worker;
       alter default privileges in schema ${SCHEMA} grant execute on functions to newsloom_worker;
     exception when undefined_object then null; -- the role was not made: see 0004_roles.sql
     end $$`,
  )
  // Dead rows are removed early, because claiming a job reads past them. Statistics matter little where statements are
  // planned once, and each time they are updated all sessions plan again.
  await client.query(
    `alter table ${SCHEMA}.job set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
       autovacuum_analyze_scale_factor = 0.5, autovacuum_analyze_threshold = 5000)`,
  )
  // BullMQ writes five events for each job, for listeners that do not exist here: the rows contain more.
  await client.query(
    `create or replace function ${SCHEMA}.newsloom_no_event() returns trigger language plpgsql as
       'begin return null; end'`,
  )
  await client.query(`drop trigger if exists newsloom_no_event on ${SCHEMA}.event`)
  await client.query(
    `create trigger newsloom_no_event before insert on ${SCHEMA}.event
       for each row execute function ${SCHEMA}.newsloom_no_event()`,
  )
  await client.query(`comment on schema ${SCHEMA} is '${PREPARED}'`)
}
