import { markDelivered, notifyListeners } from '../../store/outbox/deliveries.ts'
import { refreshOutletDays } from '../../store/sources/outlet-days.ts'
import type { Deps } from '../deps.ts'

const EVENTS_PER_ROUND = 1_000

const DAYS_PER_ROUND = 5_000

/** Sends a notification (LISTEN/NOTIFY) for what is new in the outbox, and recounts the days of outlets that have changed. */
export async function notifyRound(deps: Deps): Promise<{ readonly events: number }> {
  await refreshOutletDays(deps.pool, DAYS_PER_ROUND)
  const ids = await notifyListeners(deps.pool, EVENTS_PER_ROUND)
  if (ids.length) await markDelivered(deps.pool, ids)
  return { events: ids.length }
}
