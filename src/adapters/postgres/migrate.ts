import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { migrateQueue } from '../queue/migrate.ts'
import { serverFacts, whyNotMigratable, whyNotUsable, whyNotWritable } from './requirements.ts'

/** An arbitrary number, the same in every process, so that only one process migrates at a time. */
export const MIGRATION_LOCK = 724_663_071

const INVALID_VALUE = '22023'

export interface MigrationReport {
  readonly applied: readonly string[]
  readonly known: readonly string[]
}

/**
 * Applies the SQL files of `folder` that the database does not have yet, in the order of their names, each in a
 * transaction of its own, under an advisory lock; then the queue's own migrations. With `dryRun` nothing is
 * written, and `applied` names what would be.
 *
 * @throws NewerSchemaError, NotMigratableError, or an Error for a server that Newsloom cannot run on: nothing is changed then
 * @throws when a file that was applied has another text now (nothing is changed then), or when a file fails (nothing of
 * that file stays).
 */
export async function migrate(
  pool: pg.Pool,
  folder: string,
  { dryRun = false } = {},
): Promise<MigrationReport> {
  const files = await filesOf(folder)
  const client = await pool.connect()
  const applied: string[] = []
  const known: string[] = []
  try {
    const facts = await serverFacts(client)
    refuse(whyNotUsable(facts))
    await endWithClient(client)
    await takeLock(client)
    const done = await appliedMigrations(client)
    const unknown = [...done.keys()].filter((name) => !files.includes(name)).sort()
    if (unknown.length && !dryRun) throw new NewerSchemaError(unknown)
    const missing = files.filter((file) => !done.has(file))
    if (missing.length && !dryRun) {
      refuse(whyNotWritable(facts))
      const rights = whyNotMigratable(facts)
      if (rights) throw new NotMigratableError(rights, facts.owner, missing)
    }
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    const changed = files.find(
      (file, i) => (done.get(file) ?? checksumOf(texts[i]!)) !== checksumOf(texts[i]!),
    )
    // Until 0.1.0 is published, migrations are squashed; afterwards a change goes into a new file.
    if (changed !== undefined)
      throw new Error(
        `this database was made by a development version of Newsloom with other migrations (${changed} differs): use a new one (another DATABASE_URL, or another NEWSLOOM_HOME) and load the data again; nothing in this one was changed`,
      )
    for (const [i, file] of files.entries()) {
      if (done.has(file)) {
        known.push(file)
        continue
      }
      applied.push(file)
      if (!dryRun) await applyOne(client, file, texts[i]!)
    }
    if (!dryRun) await migrateQueue(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {})
    client.release()
  }
  return { applied, known }
}

function refuse(sentence: string | undefined): void {
  if (sentence) throw new Error(sentence)
}

/** The database has migrations that this program does not know. */
export class NewerSchemaError extends Error {
  constructor(unknown: readonly string[]) {
    super(
      `the database was migrated by a newer version of Newsloom (${unknown.join(', ')}): use that version, or a newer one; nothing was changed`,
    )
  }
}

/** Migrations are missing, and this role may not apply them. */
export class NotMigratableError extends Error {
  /** The role that may, or null where there are no tables yet. */
  readonly owner: string | null

  constructor(why: string, owner: string | null, missing: readonly string[]) {
    super(owner === null ? why : `${why} (missing: ${missing.join(', ')})`)
    this.owner = owner
  }
}

const LOOK_MS = 200

/**
 * Waits for the migration lock by trying again and again. A statement that waited for it would exceed lock_timeout while
 * another process builds an index for an hour, and would delay vacuum for as long.
 */
async function takeLock(client: pg.PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      MIGRATION_LOCK,
    ])
    if (rows[0]!.taken) return
    await sleep(LOOK_MS)
  }
}

/**
 * Makes the server end a statement whose client has disconnected. Otherwise an index for a process that was stopped is still
 * built to the end, and the next process that starts waits for it.
 */
async function endWithClient(client: pg.PoolClient): Promise<void> {
  try {
    await client.query(`set client_connection_check_interval = '1s'`)
  } catch (error) {
    // Not supported on every system that a server may run on; there it notices only when the statement has ended.
    if ((error as { code?: string }).code !== INVALID_VALUE) throw error
  }
}

/** How a database and a folder of migrations differ. */
export interface PendingMigrations {
  /** In the folder and not in the database. */
  readonly pending: readonly string[]
  /** In the database and not in the folder: a newer program made them. */
  readonly unknown: readonly string[]
  /** In both. */
  readonly known: readonly string[]
}

/** Compares the database with `folder`, without a lock and without changing anything. */
export async function pendingMigrations(pool: pg.Pool, folder: string): Promise<PendingMigrations> {
  const files = await filesOf(folder)
  const done = await appliedMigrations(pool)
  return {
    pending: files.filter((file) => !done.has(file)),
    unknown: [...done.keys()].filter((name) => !files.includes(name)).sort(),
    known: files.filter((file) => done.has(file)),
  }
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort()
}

async function appliedMigrations(client: Pick<pg.Pool, 'query'>): Promise<Map<string, string>> {
  const table = await client.query(`select to_regclass('public.newsloom_migrations') as name`)
  if (!table.rows[0]?.name) return new Map()
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from newsloom_migrations',
  )
  return new Map(rows.map((row) => [row.name, row.sha256]))
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function applyOne(client: pg.PoolClient, file: string, text: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(
      `create table if not exists newsloom_migrations
         (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    await client.query(text)
    await client.query('insert into newsloom_migrations (name, sha256) values ($1, $2)', [
      file,
      checksumOf(text),
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${file} failed and left nothing behind: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
