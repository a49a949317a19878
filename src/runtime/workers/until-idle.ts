import { setTimeout as sleep } from 'node:timers/promises'
import { repairRound } from '../../pipeline/repair/round.ts'
import { countWaiting, fatesOf, otherWorkersRun } from '../../store/operations/fates.ts'
import type { OpenDeps } from '../deps.ts'
import { startWorkers } from './run.ts'

/** Counting takes at most this share of the time. */
const COUNTING_SHARE = 0.1

/**
 * Runs the pipeline in this process until no article is left that could be processed now, then runs one repair round. If
 * other processes run workers, it only waits. With a load's id, only its articles are waited for and counted.
 *
 * @returns how many articles ended how
 */
export async function runPipelineUntilIdle(
  deps: OpenDeps,
  onProgress: (state: { waiting: number }) => void = () => {},
  loadId: number | null = null,
): Promise<Record<string, number>> {
  const alone = !(await otherWorkersRun(deps.pool))
  // An error (the database is unavailable) is thrown at once; the rows hold the state of the unfinished work.
  let graceMs = 1_000
  const workers = alone ? startWorkers(deps, ['scheduler', 'extract', 'cluster']) : undefined
  try {
    for (;;) {
      const begun = performance.now()
      const waiting = await countWaiting(deps.pool, loadId)
      onProgress({ waiting })
      if (!waiting) break
      await sleep(Math.max(100, (performance.now() - begun) / COUNTING_SHARE))
    }
    if (alone) await repairRound(deps, true)
    graceMs = 10_000
  } finally {
    await workers?.close(graceMs)
  }
  return fatesOf(deps.pool, loadId)
}
