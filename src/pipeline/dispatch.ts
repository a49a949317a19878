import { reopenForRefetch } from '../store/fetched.ts'
import { freeLostLeases, leaseArticles, leaseFeeds } from '../store/hosts.ts'
import { giveUpStuck, leftBehind } from '../store/stuck.ts'
import type { Deps } from './deps.ts'
import { type StageDefinition, stages } from './stages.ts'

/** A leased host is given back by the worker; this is for the worker that dies. */
const LEASE_S = 180
const FEEDS_PER_ROUND = 200
const REFETCHES_PER_ROUND = 200
/** Of the places in the fetch queue, what an archive may take: live news never waits behind it. */
const BACKFILL_SHARE = 0.25
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
  const polls = await leaseFeeds(deps.pool, FEEDS_PER_ROUND, LEASE_S)
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
  const live = await leaseArticles(deps.pool, 'live', room, LEASE_S)
  const archiveRoom = Math.min(room - live.length, Math.ceil(stages.fetch.ceiling * BACKFILL_SHARE))
  const archive = archiveRoom > 0 ? await leaseArticles(deps.pool, 'backfill', archiveRoom, LEASE_S) : []
  const ids = [...live, ...archive]
  await deps.queues.ring('fetch', ids, stages.fetch.perJob)
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
