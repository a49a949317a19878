import { first, type Queryable, run, sql } from '../../adapters/postgres/sql.ts'

export interface AddressRequest {
  readonly name: string
  readonly addresses: readonly string[]
  /** The most requests to one address at a time, and begun in a second. */
  readonly atOnce: number
  readonly perSecond: number
  /** A request that has not ended counts as lost after this many seconds. */
  readonly leaseS: number
  /** A request that would have to wait longer is postponed instead. */
  readonly patienceMs: number
}

export type AddressTurn =
  /** No other name is known at these addresses. */
  | { readonly outcome: 'alone' }
  | { readonly outcome: 'begun'; readonly wait_ms: number; readonly lease: string }
  | { readonly outcome: 'busy'; readonly wait_ms: number }

/** Begins a request to addresses that names may share: counted in the database, for all processes together. */
export async function beginAddressRequest(db: Queryable, request: AddressRequest): Promise<AddressTurn> {
  const { addresses, name, atOnce, perSecond, leaseS, patienceMs } = request
  const turn = await first<AddressTurn>(
    db,
    sql`select outcome, wait_ms, lease
        from begin_address_request(${addresses}::inet[], ${name}, ${atOnce}::int, ${perSecond}::int, ${leaseS}::int,
                                   ${patienceMs}::int)`,
  )
  return turn!
}

export async function endAddressRequest(
  db: Queryable,
  addresses: readonly string[],
  lease: string,
): Promise<void> {
  await run(db, sql`select end_address_request(${addresses}::inet[], ${lease})`)
}

/** Deletes addresses that got no request since `before`. @returns how many they were */
export function forgetIdleAddresses(db: Queryable, before: Date): Promise<number> {
  return run(db, sql`delete from address_pacing where used_at < ${before}`)
}
