import { first, type Queryable, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** What a spare sees of a role's lease. */
export interface LeaseState {
  /** No process holds it, or its holder has not renewed it in time. */
  readonly free: boolean
  /** Its holder shows no sign of life: its process has ended, or has lost its connection for a moment. */
  readonly orphaned: boolean
}

/** The lease of `role` as it is now; a role that no process ever had is free. */
export async function lookAtLease(db: Queryable, role: string): Promise<LeaseState> {
  const found = await first<{ free: boolean; orphaned: boolean }>(
    db,
    sql`select holder is null or expires_at < clock_timestamp() as free,
               holder is not null and not process_lives(holder) as orphaned
        from leases where role = ${role}`,
  )
  return found ?? { free: true, orphaned: false }
}

/**
 * Takes the lease of `role` for `leaseS` seconds. It succeeds when the lease is free, or when `evenHeld` says that its
 * holder is gone.
 *
 * @returns the epoch, which every renewal must name; undefined when another process has the lease
 */
export async function takeLease(
  db: Queryable,
  role: string,
  holder: number,
  leaseS: number,
  evenHeld: boolean,
): Promise<number | undefined> {
  const taken = await first<Pick<TableRow<'leases'>, 'epoch'>>(
    db,
    sql`insert into leases as l (role, holder, expires_at)
        values (${role}, ${holder}, clock_timestamp() + make_interval(secs => ${leaseS}))
        on conflict (role) do update
          set epoch = l.epoch + 1, holder = excluded.holder, renewed_at = clock_timestamp(),
              expires_at = excluded.expires_at
          where l.holder is null or l.expires_at < clock_timestamp()
             or (${evenHeld} and not process_lives(l.holder))
        returning epoch`,
  )
  return taken?.epoch
}

/** Renews a lease. @returns false when another process has taken it since `epoch` */
export async function renewLease(
  db: Queryable,
  role: string,
  epoch: number,
  leaseS: number,
): Promise<boolean> {
  const renewed = await run(
    db,
    sql`update leases set renewed_at = clock_timestamp(),
          expires_at = clock_timestamp() + make_interval(secs => ${leaseS})
        where role = ${role} and epoch = ${epoch}`,
  )
  return renewed === 1
}

/** Releases a lease, so that a spare need not wait until it expires. */
export async function releaseLease(db: Queryable, role: string, epoch: number): Promise<void> {
  await run(db, sql`update leases set holder = null where role = ${role} and epoch = ${epoch}`)
}
