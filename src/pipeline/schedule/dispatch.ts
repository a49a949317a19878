import { giveUpStuck, leftBehind } from '../../store/operations/stuck.ts'
import { leaseArticles, leaseFeeds, leasesHeld } from '../../store/sources/host-leases.ts'
import type { Deps } from '../deps.ts'
import { type StageDefinition, stages } from '../stages.ts'
import {
  freeUnbegun,
  idsOf,
  LEASE_S,
  lookAtWork,
  newWatch,
  releaseWorkOfDeadWorkers,
  type Watch,
} from './lost-work.ts'

const FEEDS_PER_ROUND = 200
const POLL_CEILING = 500
/** How many of the concurrent fetches an archive may use: live news never waits behind it. */
const BACKFILL_SHARE = 0.25
/** How many of the concurrent fetches hosts in trouble may use: a host that fails slowly must not delay the others. */
const TROUBLED_SHARE = 0.25
/** A row that has been due for this long and is in no job has lost its job: a changed row is enqueued within a moment. */
const LEFT_BEHIND_S = 5
/** The same after workers have died, because their last jobs are likely to be lost. */
const LEFT_BY_DEAD_WORKER_S = 1
const MINUTE_MS = 60_000

export interface Dispatched {
  readonly polls: number
  readonly fetches: number
  readonly revived: number
  readonly poisoned: number
}

/**
 * One round of the scheduler. `jobsLost`: jobs enqueued before may never run (a new scheduler, a queue that lost its data, a
 * round that failed halfway). Hosts and rows held by dead processes are freed; due feeds and due articles of free hosts get a
 * job; rows without a job get one again; rows whose workers died in ten tries become dead letters. Each queue is filled up to
 * its ceiling only: that is the backpressure.
 */
export async function dispatchRound(
  deps: Deps,
  jobsLost = false,
  watch: Watch = newWatch(),
): Promise<Dispatched> {
  // First, so that nothing is leased while nothing can be enqueued.
  const lost = !(await deps.queues.remembers()) || jobsLost
  const work = await lookAtWork(deps, watch)
  if (work) await releaseWorkOfDeadWorkers(deps, watch, work)
  const [pollsWaiting, fetchesWaiting] = [
    await deps.queues.waiting('poll'),
    await deps.queues.waiting('fetch'),
  ]
  await freeUnbegun(deps, work, pollsWaiting + fetchesWaiting, lost)
  const polls = await leaseFeeds(deps.pool, Math.min(FEEDS_PER_ROUND, POLL_CEILING - pollsWaiting), LEASE_S)
  await deps.queues.enqueue('poll', polls)
  let poisoned = work ? await giveUpStuck(deps.pool, stages.fetch.from, 'fetch', idsOf(work.fetch)) : 0
  const fetches = await dispatchFetches(deps, stages.fetch.ceiling - fetchesWaiting)
  let revived = 0
  const graceS = lost
    ? 0
    : performance.now() - watch.lastDeathMs < MINUTE_MS
      ? LEFT_BY_DEAD_WORKER_S
      : LEFT_BEHIND_S
  for (const stage of [stages.extract, stages.cluster] satisfies StageDefinition[]) {
    if (work) poisoned += await giveUpStuck(deps.pool, stage.from, stage.name, idsOf(work[stage.name]))
    revived += await revive(deps, stage, graceS)
  }
  return { polls: polls.length, fetches, revived, poisoned }
}

async function dispatchFetches(deps: Deps, room: number): Promise<number> {
  if (room <= 0) return 0
  const held = await leasesHeld(deps.pool)
  const share = (part: number, taken: number) => Math.ceil(stages.fetch.concurrency * part) - taken
  const ids: number[] = []
  const lease = async (lane: 'live' | 'backfill', troubled: boolean, budget: number) => {
    const limit = Math.min(budget, room - ids.length)
    const leased = await leaseArticles(deps.pool, { lane, troubled, limit, leaseS: LEASE_S })
    // A host in trouble gets a job of its own: no good page waits until it has failed.
    await deps.queues.enqueue('fetch', leased, troubled ? 1 : stages.fetch.perJob)
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

/**
 * The safety net: a row that has been in a stage for `graceS` and is in none of its jobs is enqueued again, while the queue
 * is short. Jobs are read before rows, so that a row that changes in between is not enqueued.
 */
async function revive(deps: Deps, stage: StageDefinition, graceS: number): Promise<number> {
  const fewJobs = stage.perJob * stage.concurrency
  if ((await deps.queues.waiting(stage.name)) > fewJobs) return 0
  const inLine = await deps.queues.inLine(stage.name, 2 * fewJobs)
  const inWork = await deps.queues.inWork(stage.name)
  const found = await leftBehind(deps.pool, stage.from, graceS, [...inLine, ...idsOf(inWork)], stage.ceiling)
  // A row with a counted try is tried alone: see countTry.
  const fresh = found.filter(({ tries }) => tries === 0)
  const tried = found.filter(({ tries }) => tries > 0)
  await deps.queues.enqueue(
    stage.name,
    fresh.map(({ id }) => id),
    stage.perJob,
  )
  await deps.queues.enqueue(
    stage.name,
    tried.map(({ id }) => id),
  )
  return found.length
}
