import { reopenForRefetch } from '../store/fetched.ts'
import { freeLostLeases, leaseArticles, leaseFeeds, leasesHeld } from '../store/hosts.ts'
import { giveUpStuck, leftBehind } from '../store/stuck.ts'
import type { Deps } from './deps.ts'
import { type StageDefinition, stages } from './stages.ts'

/** A leased host is given back by the worker; this is for the worker that dies. */
const LEASE_S = 180
const FEEDS_PER_ROUND = 200
const REFETCHES_PER_ROUND = 200
const POLL_CEILING = 500
/** Of the fetches at once, what an archive may take: live news never waits behind it. */
const BACKFILL_SHARE = 0.25
/** Of the fetches at once, what hosts in trouble may take: who is slow to fail must not keep the others waiting. */
const TROUBLED_SHARE = 0.25
/** A row that has not moved for this long and whose queue is short has lost its bell. */
const LEFT_BEHIND_S = 15

export interface Dispatched {
  readonly polls: number
  readonly fetches: number
  readonly revived: number
  readonly poisoned: number
}

/**
 * One round of the scheduler, where `bellsLost` says that bells rung before may never be answered (a new scheduler, a
 * queue that lost its memory, a round that failed halfway): due feeds and due articles of free hosts get a bell, rows left behind get theirs back,
 * and rows that were rung for ten times without moving become dead letters. Each queue is topped up to its ceiling
 * only: that is the backpressure.
 */
export async function dispatchRound(deps: Deps, bellsLost = false): Promise<Dispatched> {
  // First of all, so that nothing is leased while the queue cannot be rung.
  const lost = !(await deps.queues.remembers()) || bellsLost
  await freeLostLeases(deps.pool, lost)
  const pollRoom = POLL_CEILING - (await deps.queues.waiting('poll'))
  const polls = await leaseFeeds(deps.pool, Math.min(FEEDS_PER_ROUND, pollRoom), LEASE_S)
  await deps.queues.ring('poll', polls)
  await reopenForRefetch(deps.pool, REFETCHES_PER_ROUND)
  let poisoned = await giveUpStuck(deps.pool, stages.fetch.from, 'fetch')
  const fetches = await dispatchFetches(deps)
  let revived = 0
  for (const stage of [stages.extract, stages.cluster] satisfies StageDefinition[]) {
    poisoned += await giveUpStuck(deps.pool, stage.from, stage.name)
    revived += await revive(deps, stage, lost)
  }
  return { polls: polls.length, fetches, revived, poisoned }
}

async function dispatchFetches(deps: Deps): Promise<number> {
  const room = stages.fetch.ceiling - (await deps.queues.waiting('fetch'))
  if (room <= 0) return 0
  const held = await leasesHeld(deps.pool)
  const share = (part: number, taken: number) => Math.ceil(stages.fetch.concurrency * part) - taken
  const ids: number[] = []
  const lease = async (lane: 'live' | 'backfill', troubled: boolean, budget: number) => {
    const limit = Math.min(budget, room - ids.length)
    const leased = await leaseArticles(deps.pool, { lane, troubled, limit, leaseS: LEASE_S })
    // A host in trouble gets a job of its own: no good page waits for its end.
    await deps.queues.ring('fetch', leased, troubled ? 1 : stages.fetch.perJob)
    ids.push(...leased)
    return leased.length
  }
  await lease('live', false, room)
  const retried = await lease('live', true, share(TROUBLED_SHARE, held.troubled))
  const archived = await lease('backfill', false, share(BACKFILL_SHARE, held.backfill))
  await lease(
    'backfill',
    true,
    Math.min(share(BACKFILL_SHARE, held.backfill + archived), share(TROUBLED_SHARE, held.troubled + retried)),
  )
  return ids.length
}

/** The safety net: what stands in a stage although its queue has run short is rung for again. */
async function revive(deps: Deps, stage: StageDefinition, lost: boolean): Promise<number> {
  const waiting = await deps.queues.waiting(stage.name)
  if (waiting > stage.perJob * stage.concurrency) return 0
  const ids = await leftBehind(deps.pool, stage.from, LEFT_BEHIND_S, lost ? 0 : LEFT_BEHIND_S, stage.ceiling)
  await deps.queues.ringOnce(stage.name, ids)
  return ids.length
}
