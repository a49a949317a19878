import { setTimeout as sleep } from 'node:timers/promises'
import { repairRound } from '../pipeline/repair.ts'
import { countWaiting, fatesOf, otherWorkersRun } from '../store/fates.ts'
import type { OpenDeps } from './deps.ts'
import { startWorkers } from './run.ts'

/**
 * Runs the pipeline in this process until nothing waits that could move now, then takes the second look at stories.
 * Beside running workers it only waits.
 *
 * @returns how many articles met which fate
 */
export async function runPipelineUntilIdle(
  deps: OpenDeps,
  onProgress: (state: { waiting: number }) => void = () => {},
): Promise<Record<string, number>> {
  const alone = !(await otherWorkersRun(deps.pool))
  const workers = alone ? startWorkers(deps, ['scheduler', 'extract', 'cluster']) : undefined
  try {
    for (;;) {
      const waiting = await countWaiting(deps.pool)
      onProgress({ waiting })
      if (!waiting) break
      await sleep(100)
    }
    if (alone) await repairRound(deps)
  } finally {
    await workers?.close(10_000)
  }
  return fatesOf(deps.pool)
}
