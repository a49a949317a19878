import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../pipeline/deps.ts'
import { lookAtLease, releaseLease, renewLease, takeLease } from '../../store/operations/leases.ts'
import { behindFence, LeaseLostError } from './fence.ts'
import type { Heartbeat, Loop } from './loop.ts'

/** How often a spare reads the lease. */
const LOOK_MS = 500
/** A lease is renewed this many times before it expires. */
const RENEWALS = 5
const RELEASE_MS = 2_000
const CLOSE_MS = 10_000
/** While the database is unavailable, this is logged once and then this often. */
const SAY_AGAIN_MS = 60_000

/** What the leader works with. */
export interface Leadership extends Heartbeat {
  /** All dependencies behind the fence of the lease: a statement of a leader that was replaced throws `LeaseLostError`. */
  readonly deps: Deps
}

/**
 * Runs `start` in the one process that holds the lease of `role`; the others wait as warm spares. The lease is renewed by the
 * work itself and not by a timer: a leader that is suspended or stuck loses it after `leaseS` seconds. If the leader's
 * process has ended, a spare takes the lease at its second reading, within two seconds.
 */
export function holdLeadership(
  deps: Deps,
  role: string,
  leaseS: number,
  start: (leadership: Leadership) => Loop,
): Loop {
  const closing = new AbortController()
  const pause = () => sleep(LOOK_MS, undefined, { signal: closing.signal }).catch(() => {})
  const campaign = async () => {
    let orphaned = false
    let saidMs = Number.NEGATIVE_INFINITY
    while (!closing.signal.aborted) {
      try {
        const lease = await lookAtLease(deps.pool, role)
        // A single time may be a connection that was lost for a moment.
        const evenHeld = lease.orphaned && orphaned
        orphaned = lease.orphaned
        if (lease.free || evenHeld) {
          const epoch = await takeLease(deps.pool, role, deps.processKey, leaseS, evenHeld)
          if (epoch !== undefined) await lead(deps, role, leaseS, epoch, start, closing.signal)
        }
        saidMs = Number.NEGATIVE_INFINITY
      } catch (error) {
        if (performance.now() - saidMs > SAY_AGAIN_MS && !closing.signal.aborted) {
          saidMs = performance.now()
          deps.log.warn({ stage: role, err: error }, `${role} cannot reach the database`)
        }
      }
      await pause()
    }
  }
  const running = campaign()
  return {
    async close(graceMs) {
      closing.abort()
      await Promise.race([running, sleep(graceMs, undefined, { ref: false })])
    },
  }
}

/** Leads until the lease is lost or `closing` aborts; then the lease is released. */
async function lead(
  deps: Deps,
  role: string,
  leaseS: number,
  epoch: number,
  start: (leadership: Leadership) => Loop,
  closing: AbortSignal,
): Promise<void> {
  const beatMs = (leaseS * 1000) / RENEWALS
  const over = new AbortController()
  let renewed = nowMs()
  let renewing: Promise<void> | undefined
  const renew = async () => {
    const asked = nowMs()
    if (!(await renewLease(deps.pool, role, epoch, leaseS))) over.abort()
    else renewed = asked
  }
  const beat = async () => {
    if (over.signal.aborted) throw new LeaseLostError(role)
    if (age(renewed) < beatMs) return
    renewing ??= renew().finally(() => {
      renewing = undefined
    })
    await renewing
    if (over.signal.aborted) throw new LeaseLostError(role)
  }
  deps.log.info({ stage: role, epoch }, `${role} leads`)
  const loop = start({ deps: behindFence(deps, beat, beatMs), beat, beatMs })
  await aborted(AbortSignal.any([over.signal, closing]))
  await loop.close(CLOSE_MS)
  if (over.signal.aborted) deps.log.warn({ stage: role, epoch }, new LeaseLostError(role).message)
  else {
    const released = releaseLease(deps.pool, role, epoch).catch(() => {})
    await Promise.race([released, sleep(RELEASE_MS, undefined, { ref: false })])
  }
}

interface Moment {
  readonly steady: number
  readonly wall: number
}

const nowMs = (): Moment => ({ steady: performance.now(), wall: Date.now() })

/** The monotonic clock stops while a machine is suspended, and the other one may jump: the larger difference counts. */
const age = (since: Moment): number =>
  Math.max(performance.now() - since.steady, Math.abs(Date.now() - since.wall))

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
