import type { JobInWork } from '../../adapters/queue/queues.ts'
import { goneProcesses } from '../../store/operations/processes.ts'
import { setBack } from '../../store/operations/stuck.ts'
import { freeHostsOf, freeUnbegunHosts } from '../../store/sources/host-recovery.ts'
import type { Deps } from '../deps.ts'
import { type StageDefinition, type StageName, stages } from '../stages.ts'

/** What a scheduler remembers from one round to the next. */
export interface Watch {
  /** Processes that seemed gone at the last look. */
  missing: ReadonlySet<number>
  /** When one was last found dead, in milliseconds of `performance.now()`. */
  lastDeathMs: number
  /** Not before then is all work looked at again. */
  nextLookMs: number
}

export const newWatch = (): Watch => ({
  missing: new Set(),
  lastDeathMs: Number.NEGATIVE_INFINITY,
  nextLookMs: Number.NEGATIVE_INFINITY,
})

/** Reading so many jobs costs no more than a few milliseconds: each round may. Beyond, one in some seconds does. */
const MANY_JOBS = 300
const MANY_JOBS_PAUSE_MS = 5_000

/** A worker releases the hosts that it has leased; this is for a worker that ended without doing so. */
export const LEASE_S = 180
/** A host leased for longer, with no job of it in line, was left behind. */
const UNBEGUN_S = 5

export type InWork = Readonly<Record<StageName | 'poll', readonly JobInWork[]>>

/** Every job that is being worked on; undefined where there are so many that they are not looked at in each round. */
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
 * Sees to what dead processes held: their hosts are free, their rows due again (each with one try more), their jobs
 * silenced. A process is dead when its lock was missing at two looks in a row: one that lives takes it again within
 * half a second of losing its connection. Should one live all the same, its work is done twice and counts once.
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
  // Who seems gone is looked at again in the next round, however much work there is.
  if (missing.length) watch.nextLookMs = Number.NEGATIVE_INFINITY
  if (!gone.length) return 0
  watch.lastDeathMs = performance.now()
  const isDead = ({ owner }: JobInWork) => owner !== undefined && gone.includes(owner)
  // Silenced first: a queue that takes no write must not have the same try counted round after round.
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

/** Hosts (and feeds) that were leased for a job that is not there any more; at once where jobs are known to be `lost`. */
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
