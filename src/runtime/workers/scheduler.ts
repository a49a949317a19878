import type { Deps } from '../../pipeline/deps.ts'
import { sweepObjects } from '../../pipeline/documents/sweep.ts'
import { retain } from '../../pipeline/retention/retain.ts'
import { dispatchRound } from '../../pipeline/schedule/dispatch.ts'
import { newWatch } from '../../pipeline/schedule/lost-work.ts'
import { reextractRound } from '../../pipeline/schedule/reextract.ts'
import { takeEnqueueRequests } from '../../pipeline/sources/enqueue-requests.ts'
import { endLongReads } from '../../store/operations/reader.ts'
import { holdLeadership } from './leader.ts'
import { every } from './loop.ts'
import type { Running } from './worker.ts'

const ROUND_MS = 1_000
const HOUR_MS = 3_600_000
/** How often the statements of readers are checked. */
const READERS_MS = 5_000
const SWEEP_MS = 60_000
/** A sweep pauses after this time, so that a leader that is replaced stops soon. */
const SWEEP_BUDGET_MS = 30_000

/** The one loop that decides what is due. It has a lease: a second scheduler is a warm spare. */
export function startScheduler(deps: Deps, leaseS: number, roundMs = ROUND_MS): Running {
  let lastRetention = Number.NEGATIVE_INFINITY
  let lastReaders = Number.NEGATIVE_INFINITY
  return holdLeadership(deps, 'scheduler', leaseS, ({ deps: fenced, ...heartbeat }) => {
    // The scheduler before this one may have died between a lease and its job, and a round that fails may stop there too.
    let jobsLost = true
    const watch = newWatch()
    const round = async () => {
      const lost = jobsLost
      jobsLost = true
      const report = await dispatchRound(fenced, lost, watch)
      jobsLost = false
      const requests = await takeEnqueueRequests(fenced)
      if (requests)
        deps.log.debug({ stage: 'scheduler', requests }, 'took addresses that were enqueued in SQL')
      const reread = await reextractRound(fenced)
      if (reread) deps.log.debug({ stage: 'scheduler', reread }, 're-extracting')
      if (report.polls || report.fetches || report.revived || report.poisoned)
        deps.log.debug({ stage: 'scheduler', ...report }, 'dispatched')
      if (performance.now() - lastReaders > READERS_MS) {
        lastReaders = performance.now()
        const ended = await endLongReads(fenced.pool, deps.policy.readerLimitS)
        if (ended > 0)
          deps.log.warn({ stage: 'scheduler', ended }, 'statements of readers ended: they ran too long')
      }
      if (performance.now() - lastRetention > HOUR_MS) {
        lastRetention = performance.now()
        deps.log.info({ stage: 'retention', ...(await retain(fenced)) }, 'retention')
      }
    }
    const rounds = every(roundMs, deps.log, 'scheduler', round, heartbeat)
    // Apart from the rounds: when a month's documents were dropped, this has an hour's work.
    const sweeps = every(SWEEP_MS, deps.log, 'documents', () => sweep(fenced), heartbeat)
    return {
      async close(graceMs) {
        await Promise.all([rounds.close(graceMs), sweeps.close(graceMs)])
      },
    }
  })
}

/** Deletes objects outside of the database that no document uses any more. */
async function sweep(deps: Deps): Promise<void> {
  const { elsewhere } = deps.documents
  // That it is unavailable has been logged already.
  if (!elsewhere || elsewhere.availability.trouble !== null) return
  const deleted = await sweepObjects(deps, elsewhere, SWEEP_BUDGET_MS)
  if (deleted) deps.log.info({ stage: 'documents', deleted }, 'deleted bytes that no document refers to')
}
