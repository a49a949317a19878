import { first, type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import { TransientError } from '../../core/record/outcome.ts'
import type { TableRow } from '../../schema/rows.ts'

/*
 * The bytes of a document that are kept outside of the database are an object under their hash. `loose_objects` names
 * those that may have no document:
 *
 *   to store:   announce (committed) → put the bytes → one transaction: hold, insert the document
 *   to delete:  a document goes → its object is loose → take those that are due and that no document refers to (committed)
 *               → delete the bytes → forget them
 *
 * An announcement keeps an object for `KEEP_MINUTES`; a document may be inserted in the first half of that only, so none
 * can still be on its way when the object becomes due. What is being deleted cannot be announced.
 */
const KEEP_MINUTES = 60
const HOLD_MINUTES = 30
/** After this time a process that was deleting an object has died: its last request was answered long ago. */
const DELETING_MINUTES = 2

/**
 * Announces objects that are about to be stored.
 *
 * @returns for each that may be stored, whether a document refers to it, so that its bytes are there already; those that
 * are missing in the answer are being deleted at this moment
 */
export async function announceObjects(
  db: Queryable,
  hashes: readonly string[],
): Promise<Map<string, { readonly isStored: boolean }>> {
  const found = await rows<Pick<TableRow<'looseObjects'>, 'hash'> & { readonly is_stored: boolean }>(
    db,
    sql`insert into loose_objects (hash, keep_until)
        select hash, now() + make_interval(mins => ${KEEP_MINUTES}::int) from unnest(${hashes}::text[]) as hash order by hash
        on conflict (hash) do update
          set keep_until = greatest(loose_objects.keep_until, excluded.keep_until), deleting_at = null
          where loose_objects.deleting_at is null
             or loose_objects.deleting_at < now() - make_interval(mins => ${DELETING_MINUTES}::int)
        returning hash, exists (select 1 from documents d where d.object = loose_objects.hash) as is_stored`,
  )
  return new Map(found.map((row) => [row.hash, { isStored: row.is_stored }]))
}

/**
 * Makes sure that announced objects stay until the transaction of `tx` has ended.
 *
 * @throws TransientError where an announcement is too old because the process was suspended since then. The next try stores
 * the bytes again
 */
export async function holdObjects(tx: Queryable, hashes: readonly string[]): Promise<void> {
  if (!hashes.length) return
  const distinct = [...new Set(hashes)]
  const held = await first<{ count: number }>(
    tx,
    sql`select count(*)::int as count from loose_objects
        where hash = any(${distinct}::text[]) and deleting_at is null
          and keep_until > clock_timestamp() + make_interval(mins => ${HOLD_MINUTES}::int)`,
  )
  if (held?.count !== distinct.length)
    throw new TransientError('the bytes of a document were stored too long ago and may be gone: once more')
}

/** Removes objects from `loose_objects` that are due and that documents refer to. @returns how many */
export function keepReferred(db: Queryable): Promise<number> {
  return run(
    db,
    sql`delete from loose_objects l
        where keep_until < now() and deleting_at is null
          and exists (select 1 from documents d where d.object = l.hash)`,
  )
}

/** Takes at most `most` objects that are due and that no document refers to: this process must delete and forget them. */
export async function takeUnreferred(db: Queryable, most: number): Promise<string[]> {
  const taken = await rows<Pick<TableRow<'looseObjects'>, 'hash'>>(
    db,
    sql`update loose_objects l set deleting_at = now()
        where hash in (
            select hash from loose_objects
            where keep_until < now()
              and (deleting_at is null or deleting_at < now() - make_interval(mins => ${DELETING_MINUTES}::int))
            order by keep_until limit ${most}::int for update skip locked)
          and not exists (select 1 from documents d where d.object = l.hash)
        returning hash`,
  )
  return taken.map((row) => row.hash)
}

/** Objects whose bytes were deleted. One that was announced again meanwhile stays. */
export async function forgetObjects(db: Queryable, hashes: readonly string[]): Promise<void> {
  await run(
    db,
    sql`delete from loose_objects where hash = any(${hashes}::text[]) and deleting_at is not null`,
  )
}

/** Makes objects loose whose documents are about to be dropped with their partition, or that have no row. */
export async function loosenObjects(
  db: Queryable,
  hashes: readonly string[],
  keepMinutes: number,
): Promise<void> {
  if (!hashes.length) return
  await run(
    db,
    sql`insert into loose_objects (hash, keep_until)
        select hash, now() + make_interval(mins => ${keepMinutes}::int) from unnest(${hashes}::text[]) as hash order by hash
        on conflict (hash) do update set keep_until = greatest(loose_objects.keep_until, excluded.keep_until)`,
  )
}

/** The objects of documents that were fetched before an instant: the first `most` after a hash, in order. */
export async function objectsBefore(
  db: Queryable,
  before: Date,
  after: string,
  most: number,
): Promise<string[]> {
  const found = await rows<{ object: string }>(
    db,
    sql`select distinct object from documents
        where object > ${after} and fetched_at < ${before} order by object limit ${most}::int`,
  )
  return found.map((row) => row.object)
}

/** Of objects between two hashes, the first without, the last with: those that documents refer to, and those that are loose. */
export async function objectsBetween(
  db: Queryable,
  after: string,
  last: string,
): Promise<{ readonly referred: ReadonlySet<string>; readonly loose: ReadonlySet<string> }> {
  const loose = await rows<Pick<TableRow<'looseObjects'>, 'hash'>>(
    db,
    sql`select hash from loose_objects where hash > ${after} and hash <= ${last}`,
  )
  const referred = await rows<{ object: string }>(
    db,
    sql`select distinct object from documents where object > ${after} and object <= ${last}`,
  )
  return {
    referred: new Set(referred.map((row) => row.object)),
    loose: new Set(loose.map((row) => row.hash)),
  }
}

/** Objects that should have been deleted a day ago. */
export async function overdueObjects(db: Queryable): Promise<number> {
  const row = await first<{ count: number }>(
    db,
    sql`select count(*)::int as count from loose_objects where keep_until < now() - interval '1 day'`,
  )
  return row!.count
}

/** Whether any document's bytes are kept elsewhere. */
export async function hasObjects(db: Queryable): Promise<boolean> {
  return (await first(db, sql`select 1 from documents where object is not null limit 1`)) !== undefined
}

/** The mark that this installation puts into its store. */
export async function installationId(db: Queryable): Promise<string> {
  const row = await first<TableRow<'installation'>>(db, sql`select id from installation`)
  return row!.id
}
