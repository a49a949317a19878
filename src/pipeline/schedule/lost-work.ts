import type { JobInWork } from '../../adapters/queue/queues.ts'
import { goneProcesses } from '../../store/operations/processes.ts'
import { setBack } from '../../store/operations/stuck.ts'
import { freeHostsOf, freeUnbegunHosts } from '../../store/sources/host-recovery.ts'
import type { Deps } from '../deps.ts'
import { type StageDefinition, type StageName, stages } from '../stages.ts'

/** What a scheduler remembers from one round to the next. */
export interface Watch {
  /** Processes that seemed dead in the last round. */
  missing: ReadonlySet<number>
  /** When a dead one was last found, in milliseconds of `performance.now()`. */
  lastDeathMs: number
  /** All work is checked again at this time at the earliest. */
  nextLookMs: number
}

export const newWatch = (): Watch => ({
  missing: new Set(),
  lastDeathMs: Number.NEGATIVE_INFINITY,
  nextLookMs: Number.NEGATIVE_INFINITY,
})

/**
 * Up to this many jobs are read in a few milliseconds, in each round. With more, only one round in some seconds reads them.
 */
const MANY_JOBS = 300
const MANY_JOBS_PAUSE_MS = 5_000

/** A worker releases the hosts that it has leased; this is for a worker that ended without doing so. */
export const LEASE_S = 180
/** A host leased for longer than this, without a job in the queue, was left by a dead process. */
const UNBEGUN_S = 5

export type InWork = Readonly<Record<StageName | 'poll', readonly JobInWork[]>>

/** Every job that is running; undefined where there are so many that not every round reads them. */
export async function lookAtWork({ queues }: Deps, watch: Watch): Promise<InWork | undefined> {
  if (performance.now() < watch.nextLookMs) return undefined
  const [poll, fetch, extract, cluster] = await Promise.all([
    queues.inWork('poll'),
    queues.inWork('fetch'),
    queues.inWork('extract'),
    queues.inWork('cluster'),
  ])
  const many = poll.length + fetch.length + extract.length + cluster.length > MANY_JOBS
  watch.nextLookMs = many ? performance.now() + MANY_JOBS_PAUSE_MS : Number.NEGATIVE_INFINITY
  return { poll, fetch, extract, cluster }
}

/**
 * Frees what dead processes held: their hosts become free, their rows due again (each with one more try counted), and their
 * jobs are silenced. A process is dead when its lock was missing in two rounds: a running process takes it again within half
 * a second of losing its connection. If one is running after all, its work is done twice and counts once.
 *
 * @returns how many processes
 */
export async function releaseWorkOfDeadWorkers(deps: Deps, watch: Watch, work: InWork): Promise<number> {
  const jobs = [...work.poll, ...work.fetch, ...work.extract, ...work.cluster]
  const missing = await goneProcesses(deps.pool, [
    ...new Set(jobs.flatMap(({ owner }) => (owner === undefined ? [] : [owner]))),
  ])
  const gone = missing.filter((key) => watch.missing.has(key))
  watch.missing = new Set(missing)
  // A process that seems dead is checked again in the next round, however much work there is.
  if (missing.length) watch.nextLookMs = Number.NEGATIVE_INFINITY
  if (!gone.length) return 0
  watch.lastDeathMs = performance.now()
  const isDead = ({ owner }: JobInWork) => owner !== undefined && gone.includes(owner)
  // Silenced first: otherwise a queue that accepts no write would have the same try counted in every round.
  for (const job of work.poll.filter(isDead)) await job.silence()
  for (const stage of [stages.fetch, stages.extract, stages.cluster] satisfies StageDefinition[])
    for (const job of work[stage.name].filter(isDead)) {
      await job.silence()
      // A step that takes counts its try with that; one job for many counts none.
      await setBack(deps.pool, stage.from, job.ids, 'take' in stage.step || job.ids.length === 1)
    }
  await freeHostsOf(deps.pool, gone)
  deps.log.warn({ stage: 'scheduler', dead: gone.length, jobs: jobs.filter(isDead).length }, 'workers died')
  return gone.length
}

/** Hosts (and feeds) that were leased for a job that no longer exists; at once where jobs are known to be `lost`. */
export async function freeUnbegun(
  deps: Deps,
  work: InWork | undefined,
  waiting: number,
  lost: boolean,
): Promise<void> {
  if (lost) await freeUnbegunHosts(deps.pool, 0, LEASE_S, { articles: [], feeds: [] })
  else if (work && !waiting)
    await freeUnbegunHosts(deps.pool, UNBEGUN_S, LEASE_S, {
      articles: idsOf(work.fetch),
      feeds: idsOf(work.poll),
    })
}

export const idsOf = (jobs: readonly JobInWork[]): number[] => jobs.flatMap(({ ids }) => ids)
