import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble } from '../adapters/db.ts'
import type { WorkerName } from '../pipeline/stages.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { type OpenDeps, type OpenOptions, openDeps } from './deps.ts'
import { type Health, startHealth } from './health.ts'
import { createLogger } from './logger.ts'
import { startWorkers } from './run.ts'
import { runUntilSignal } from './shutdown.ts'

/** Something that is served beside the workers: the web pages, which this layer does not know. */
export type StartWeb = (deps: OpenDeps) => Promise<{ close(): Promise<void> }>

export interface WorkerProcessOptions {
  /** How to serve the pages; needed for the worker `web`. */
  readonly startWeb?: StartWeb
  readonly concurrency?: number | undefined
}

/** The whole life of a worker process: open, start, wait for a signal, close. What `workers/*.ts` and `newsloom worker` run. */
export async function runWorkerProcess(
  names: readonly WorkerName[],
  options: WorkerProcessOptions = {},
): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel ?? 'info')
  // First of all: a supervisor that hears nothing while a large table is migrated would end this process.
  const { healthPort: port, host } = config
  const health = port === undefined ? undefined : await startHealth({ workers: names, host, port, log })
  try {
    await runWorkers(config, names, options, health)
  } finally {
    await health?.close()
  }
}

async function runWorkers(
  config: Config,
  names: readonly WorkerName[],
  options: WorkerProcessOptions,
  health: Health | undefined,
): Promise<void> {
  const deps = await openPatiently(config, {
    workers: names.length,
    migrate: true,
    onMigrating: () => health?.migrating(),
  })
  const workers = startWorkers(
    deps,
    names.filter((name) => name !== 'web'),
    options,
  )
  const web = names.includes('web') ? await options.startWeb?.(deps) : undefined
  health?.ready(deps)
  const stopped = runUntilSignal(deps.log, async (graceMs, closing) => {
    await workers.close(graceMs)
    closing('web')
    await web?.close()
    closing('health')
    await health?.close()
    closing('connections')
    await deps.close()
  })
  // Only now: whoever reads this may send a signal at once.
  deps.log.info({ workers: names, queue: deps.queues.backend }, 'started')
  // What was compiled is kept now: a process that is killed would leave nothing to the next one.
  flushCompileCache()
  await stopped
}

const TRIES = 4
const PAUSE_MS = 500

/** A database that was reached and is lost while this process starts (it restarts, a connection breaks) is asked again. */
async function openPatiently(config: Config, options: OpenOptions): Promise<OpenDeps> {
  for (let tries = 1; ; tries++)
    try {
      return await openDeps(config, options)
    } catch (error) {
      if (tries >= TRIES || !isDatabaseTrouble(error)) throw error
      await sleep(PAUSE_MS)
    }
}

/** Runs a worker process as a program: a failure is one line and exit code 1, so that a supervisor starts it again. */
export async function main(names: readonly WorkerName[], startWeb?: StartWeb): Promise<void> {
  try {
    await runWorkerProcess(names, startWeb ? { startWeb } : {})
    process.exit(0)
  } catch (error) {
    console.error(`newsloom worker ${names.join(' ')}: ${(error as Error).message}`)
    process.exit(error instanceof ConfigError ? 2 : 1)
  }
}
