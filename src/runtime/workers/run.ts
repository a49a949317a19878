import type { WorkerName } from '../../pipeline/stages.ts'
import type { OpenDeps } from '../deps.ts'
import { startScheduler } from './scheduler.ts'
import { type Running, startNotifier, startPollWorker, startRepair, startStageWorker } from './worker.ts'

export interface RunOptions {
  readonly concurrency?: number | undefined
  /** The interval of the scheduler's rounds, in milliseconds. */
  readonly roundMs?: number
  readonly repairMs?: number
}

const starters: Readonly<
  Record<Exclude<WorkerName, 'web'>, (deps: OpenDeps, options: RunOptions) => Running>
> = {
  scheduler: (deps, { roundMs }) => startScheduler(deps, deps.config.leaseS, roundMs),
  poll: (deps, { concurrency }) => startPollWorker(deps, concurrency),
  fetch: (deps, { concurrency }) => startStageWorker(deps, 'fetch', concurrency),
  extract: (deps, { concurrency }) => startStageWorker(deps, 'extract', concurrency),
  cluster: (deps, { concurrency }) => startStageWorker(deps, 'cluster', concurrency),
  repair: (deps, { repairMs }) => startRepair(deps, deps.config.leaseS, repairMs),
  notify: (deps) => startNotifier(deps, deps.config.leaseS),
}

/** The workers that run the same few statements for every article. */
const onSteps: ReadonlySet<WorkerName> = new Set(['poll', 'fetch', 'extract', 'cluster'])

/** Starts workers in this process; closing stops them all, each within the grace period. */
export function startWorkers(
  deps: OpenDeps,
  names: readonly Exclude<WorkerName, 'web'>[],
  options: RunOptions = {},
): Running {
  const stepDeps: OpenDeps = { ...deps, pool: deps.stepPool }
  const running = names.map((name) => starters[name](onSteps.has(name) ? stepDeps : deps, options))
  return {
    async close(graceMs) {
      await Promise.all(running.map((worker) => worker.close(graceMs)))
    },
  }
}
