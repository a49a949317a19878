import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble } from '../../adapters/postgres/db.ts'
import type { StepRunOptions } from '../../pipeline/own-step/round.ts'
import type { OwnStep } from '../../pipeline/own-step/types.ts'
import type { WorkerName } from '../../pipeline/stages.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { type OpenDeps, type OpenOptions, openDeps } from '../deps.ts'
import { openHealth } from '../health/health.ts'
import { endProcess } from '../process/end.ts'
import { createLogger } from '../process/logger.ts'
import { resourceStack } from '../process/resource-stack.ts'
import { runUntilSignal } from '../process/shutdown.ts'
import { startOwnStep } from './own-step.ts'
import { startWorkers } from './run.ts'

/** Something that is served beside the workers: the web pages, which this layer does not import. */
export type StartWeb = (deps: OpenDeps) => Promise<{ close(): Promise<void> }>

export interface WorkerProcessOptions {
  /** How to serve the pages; needed for the worker `web`. */
  readonly startWeb?: StartWeb
  readonly concurrency?: number | undefined
  /** A user's own step, to run beside the workers. */
  readonly ownStep?: { readonly step: OwnStep; readonly options: StepRunOptions }
  /** Stops the process as a signal does. */
  readonly interruption?: AbortSignal
}

/**
 * The whole life of a worker process: open, start, wait for a signal, close. What `workers/*.ts` and `newsloom worker` run.
 *
 * @throws when it cannot start (a port is taken, a server is unavailable); everything that it had opened is closed then
 */
export async function runWorkerProcess(
  names: readonly WorkerName[],
  options: WorkerProcessOptions = {},
): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel ?? 'info')
  const opened = resourceStack()
  let graceMs = FAILED_START_GRACE_MS
  try {
    // Before the migrations: a supervisor without an answer would end this process while a large table is migrated.
    const health = await openHealth(opened, config, names, log)
    const openOptions = {
      workers: names.length + (options.ownStep ? 1 : 0),
      migrate: true,
      onMigrating: () => health?.migrating(),
    }
    const deps = opened.add('connections', await openPatiently(config, openOptions), (it) => it.close())
    // Before the workers: a port that is taken stops the process before it has taken any work.
    if (names.includes('web') && options.startWeb)
      opened.add('web', await options.startWeb(deps), (it) => it.close())
    const stages = names.filter((name) => name !== 'web')
    opened.add('workers', startWorkers(deps, stages, options), (it) => it.close(graceMs))
    if (options.ownStep) {
      const { step, options: stepOptions } = options.ownStep
      opened.add('step', startOwnStep(deps, step, config.leaseS, stepOptions), (it) => it.close(graceMs))
    }
    health?.ready(deps)
    const stopped = runUntilSignal(
      log,
      (ms, closing) => {
        graceMs = ms
        return opened.close(closing)
      },
      options.interruption,
    )
    // Only now: a program that reads this log line may send a signal at once.
    log.info({ workers: names, step: options.ownStep?.step.name, queue: deps.queues.backend }, 'started')
    // Compiled code is saved now: a process that is killed later would save nothing for the next one.
    flushCompileCache()
    await stopped
  } finally {
    await opened.close()
  }
}

const FAILED_START_GRACE_MS = 1_000
const TRIES = 4
const PAUSE_MS = 500
/** Together with one try that began before it: a process that cannot start has ended within 15 s. */
const PATIENCE_MS = 3_000

/** A database that was reached and is lost while this process starts (it restarts, a connection breaks) is tried again. */
async function openPatiently(config: Config, options: OpenOptions): Promise<OpenDeps> {
  const began = performance.now()
  for (let tries = 1; ; tries++)
    try {
      return await openDeps(config, options)
    } catch (error) {
      const late = performance.now() - began > PATIENCE_MS
      const passing = isDatabaseTrouble(error) || isDatabaseTrouble((error as Error).cause)
      if (tries >= TRIES || late || !passing) throw error
      await sleep(PAUSE_MS)
    }
}

/** Runs a worker process as a program: a failure is one line and exit code 1, so that a supervisor starts it again. */
export async function main(names: readonly WorkerName[], startWeb?: StartWeb): Promise<void> {
  try {
    await runWorkerProcess(names, startWeb ? { startWeb } : {})
    endProcess(0)
  } catch (error) {
    console.error(`newsloom worker ${names.join(' ')}: ${(error as Error).message}`)
    endProcess(error instanceof ConfigError ? 2 : 1)
  }
}
