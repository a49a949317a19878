import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressBound } from '../../adapters/http/client.ts'
import { AddressBusyError, HttpError } from '../../adapters/http/error.ts'
import type { Queryable } from '../../adapters/postgres/sql.ts'
import { beginAddressRequest, endAddressRequest } from '../../store/sources/address-pacing.ts'

export interface AddressBoundOptions {
  /** The most requests to one address at a time, and the most begun in a second, counted over all processes. */
  readonly atOnce: number
  readonly perSecond: number
  /** How long a request may wait for its turn before it is put off. */
  readonly patienceMs: number
  /** Called for each request that is put off. */
  readonly onPutOff?: () => void
}

/** Longer than one request may take. */
const LEASE_S = 90
/** How long this process assumes that a name shares its addresses with no other. Meanwhile only its host's pace applies. */
const ALONE_MS = 600_000
const MAX_ALONE = 20_000

/**
 * The bound of each network address, kept in the database: 150 names that resolve to one address are asked no faster than it
 * allows, whatever the number of processes. Where no other name shares the addresses, only the pace of the host applies.
 */
export function createAddressBound(db: Queryable, options: AddressBoundOptions): AddressBound {
  const { atOnce, perSecond, patienceMs, onPutOff } = options
  const aloneUntil = new Map<string, number>()
  return {
    async begin(host, addresses, signal) {
      const name = host.replace(/^www\./, '')
      const key = `${name} ${addresses.join(' ')}`
      if ((aloneUntil.get(key) ?? 0) > performance.now()) return async () => {}
      aloneUntil.delete(key)
      const turn = await beginAddressRequest(db, {
        name,
        addresses,
        atOnce,
        perSecond,
        leaseS: LEASE_S,
        patienceMs,
      })
      if (turn.outcome === 'busy') {
        onPutOff?.()
        throw new AddressBusyError(addresses.join(', '), turn.wait_ms, host)
      }
      if (turn.outcome === 'alone') {
        aloneUntil.set(key, performance.now() + ALONE_MS)
        if (aloneUntil.size > MAX_ALONE) aloneUntil.delete(aloneUntil.keys().next().value!)
        return async () => {}
      }
      const end = () => endAddressRequest(db, addresses, turn.lease)
      try {
        await sleep(turn.wait_ms, undefined, { signal })
      } catch (error) {
        await end()
        throw new HttpError('aborted', 'the request was stopped', host, error)
      }
      return end
    },
  }
}
