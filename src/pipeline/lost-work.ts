import type { JobInWork } from '../adapters/queue.ts'
import { freeHostsOf, freeUnbegunHosts } from '../store/hosts.ts'
import { goneProcesses } from '../store/processes.ts'
import { setBack } from '../store/stuck.ts'
import type { Deps } from './deps.ts'
import { type StageDefinition, type StageName, stages } from './stages.ts'

/** What a scheduler remembers from one round to the next. */
export interface Watch {
  /** Processes that seemed gone at the last look. */
  missing: ReadonlySet<number>
  /** When one was last found dead, in milliseconds of `performance.now()`. */
  lastDeathMs: number
}

export const newWatch = (): Watch => ({ missing: new Set(), lastDeathMs: Number.NEGATIVE_INFINITY })

/** A leased host is given back by the worker; this is for a death that nobody sees. */
export const LEASE_S = 180
/** A host leased for longer, with its bell in no line, has lost its bell. */
const UNBEGUN_S = 5

export type InWork = Readonly<Record<StageName | 'poll', readonly JobInWork[]>>

/** Every job that is being worked on. */
export async function lookAtWork({ queues }: Deps): Promise<InWork> {
  const [poll, fetch, extract, cluster] = await Promise.all([
    queues.inWork('poll'),
    queues.inWork('fetch'),
    queues.inWork('extract'),
    queues.inWork('cluster'),
  ])
  return { poll, fetch, extract, cluster }
}

/**
 * Sees to what dead processes held: their hosts are free, their rows due again (each with one try more), their jobs
 * silenced. A process is dead when its lock was missing at two looks in a row: one that lives takes it again within
 * half a second of losing its connection. Should one live all the same, its work is done twice and counts once.
 *
 * @returns how many processes
 */
export async function seeToTheDead(deps: Deps, watch: Watch, work: InWork): Promise<number> {
  const jobs = [...work.poll, ...work.fetch, ...work.extract, ...work.cluster]
  const missing = await goneProcesses(deps.pool, [
    ...new Set(jobs.flatMap(({ owner }) => (owner === undefined ? [] : [owner]))),
  ])
  const gone = missing.filter((key) => watch.missing.has(key))
  watch.missing = new Set(missing)
  if (!gone.length) return 0
  watch.lastDeathMs = performance.now()
  const isDead = ({ owner }: JobInWork) => owner !== undefined && gone.includes(owner)
  // A step that takes counts its try with that; one bell for many counts none.
  for (const stage of [stages.fetch, stages.extract, stages.cluster] satisfies StageDefinition[])
    for (const job of work[stage.name].filter(isDead))
      await setBack(deps.pool, stage.from, job.ids, 'take' in stage.step || job.ids.length === 1)
  await freeHostsOf(deps.pool, gone)
  for (const job of jobs.filter(isDead)) await job.silence()
  deps.log.warn({ stage: 'scheduler', dead: gone.length, jobs: jobs.filter(isDead).length }, 'workers died')
  return gone.length
}

/** Hosts (and feeds) that were leased for a bell that is not there any more; at once where bells are known to be `lost`. */
export async function freeUnbegun(deps: Deps, waiting: number, lost: boolean): Promise<void> {
  if (lost || !waiting) await freeUnbegunHosts(deps.pool, lost ? 0 : UNBEGUN_S, LEASE_S)
}
