import { markDelivered, ringBells } from '../store/outbox.ts'
import type { Deps } from './deps.ts'

const EVENTS_PER_ROUND = 1_000

/** Rings LISTEN/NOTIFY bells for what is new in the outbox. */
export async function notifyRound(deps: Deps): Promise<{ readonly events: number }> {
  const ids = await ringBells(deps.pool, EVENTS_PER_ROUND)
  if (ids.length) await markDelivered(deps.pool, ids)
  return { events: ids.length }
}
