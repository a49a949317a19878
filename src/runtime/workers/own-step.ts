import type { Deps } from '../../pipeline/deps.ts'
import { createStepRun, type StepRunOptions } from '../../pipeline/own-step/round.ts'
import type { OwnStep } from '../../pipeline/own-step/types.ts'
import { holdLeadership, type Leadership } from './leader.ts'
import { every, type Loop } from './loop.ts'

const ROUND_MS = 1_000

/** Runs a user's own step; a second process with the same step and version is a spare. */
export function startOwnStep(deps: Deps, step: OwnStep, leaseS: number, options: StepRunOptions = {}): Loop {
  return holdLeadership(deps, `step ${step.name} ${step.version}`, leaseS, (leadership) =>
    runStep(leadership, step, options),
  )
}

function runStep({ deps, beat, beatMs }: Leadership, step: OwnStep, options: StepRunOptions): Loop {
  const stop = new AbortController()
  const run = createStepRun(deps, step, stop.signal, options)
  const round = async () => {
    // The step may wait long for its own service, without a statement that would show that the process still works.
    const beating = setInterval(() => void beat().catch(() => {}), beatMs)
    try {
      while (!stop.signal.aborted && (await run.round()) > 0);
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      clearInterval(beating)
    }
  }
  const loop = every(ROUND_MS, deps.log, `step ${step.name}`, round, { beat, beatMs })
  return {
    async close(graceMs) {
      stop.abort()
      await loop.close(graceMs)
    },
  }
}
