import type { OpenDeps } from '../../src/runtime/deps.ts'
import { loadSampleOnce } from '../../src/runtime/sample-load.ts'
import { runPipelineUntilIdle } from '../../src/runtime/workers/until-idle.ts'

/**
 * The bundled sample as `npm start` makes it on a fresh machine: loaded, extracted, clustered and repaired by the
 * pipeline, the revised pages after the others. For an empty database.
 */
export async function runSample(deps: OpenDeps): Promise<void> {
  await loadSampleOnce(deps, async () => {
    await runPipelineUntilIdle(deps)
  })
  // What the repair worker does from time to time: the counts by day.
  await deps.pool.query('select refresh_outlet_days(100000)')
}
