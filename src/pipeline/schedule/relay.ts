import { leaseNextArticles, unleaseHosts } from '../../store/sources/host-leases.ts'
import type { Deps } from '../deps.ts'
import { stages } from '../stages.ts'

/** Hosts that become free within this time share a statement and a job. */
const TICK_MS = 100
/** A host that rests for longer than this is left to the scheduler's next round. */
const MAX_DELAY_MS = 2_000
const LEASE_S = 180

export interface Relay {
  /** The host's lease has ended; it may be asked again after `delayMs`. */
  freed(host: string, delayMs: number): void
  close(): void
}

/**
 * Enqueues the next live article of a host as soon as its delay is over, without waiting for a round of the scheduler: for a
 * host with a short delay, a round would cost a second for each page. Hosts that become free together share one statement.
 * What is lost here (a process that ends) is found by the next round.
 */
export function startRelay(deps: Deps): Relay {
  const due = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const tick = async () => {
    timer = undefined
    const now = performance.now()
    const hosts = [...due].filter(([, at]) => at <= now).map(([host]) => host)
    for (const host of hosts) due.delete(host)
    try {
      if (hosts.length) await enqueueNext(deps, hosts)
    } catch (error) {
      if (!closed) deps.log.warn({ stage: 'fetch', err: error }, 'the next articles wait for the scheduler')
    }
    wind()
  }
  const wind = () => {
    if (due.size && !timer && !closed) timer = setTimeout(() => void tick(), TICK_MS)
  }
  return {
    freed(host, delayMs) {
      if (delayMs > MAX_DELAY_MS) return
      // The database's clock may be a little behind by the time it is asked.
      due.set(host, performance.now() + delayMs + 5)
      wind()
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

async function enqueueNext(deps: Deps, hosts: readonly string[]): Promise<void> {
  const leased = await leaseNextArticles(deps.pool, hosts, LEASE_S)
  if (!leased.length) return
  try {
    await deps.queues.enqueue(
      'fetch',
      leased.map(({ id }) => id),
      stages.fetch.perJob,
    )
  } catch (error) {
    await unleaseHosts(
      deps.pool,
      leased.map(({ host }) => host),
    )
    throw error
  }
}
