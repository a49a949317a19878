import type { OpenDeps } from '../../src/runtime/deps.ts'
import { loadSampleOnce } from '../../src/runtime/sample-load.ts'
import { runPipelineUntilIdle } from '../../src/runtime/workers/until-idle.ts'

/**
 * Processes the bundled sample as `npm start` does on a new machine: loaded, extracted, clustered and repaired by the
 * pipeline, the revised pages after the others. The database must be empty.
 */
export async function runSample(deps: OpenDeps): Promise<void> {
  await loadSampleOnce(deps, async () => {
    await runPipelineUntilIdle(deps)
  })
  // The counts by day, which the repair worker updates from time to time.
  await deps.pool.query('select refresh_outlet_days(100000)')
}
