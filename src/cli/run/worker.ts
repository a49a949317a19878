import type { Command } from 'commander'
import { type WorkerName, workerNames } from '../../pipeline/stages.ts'
import { ConfigError } from '../../runtime/config.ts'
import { runWorkerProcess, type WorkerProcessOptions } from '../../runtime/workers/process.ts'
import { startWeb } from '../../web/server.ts'
import type { CommonOptions } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { baseCommand, whole } from '../options.ts'
import { interruption, toItsEnd } from '../terminal/interruption.ts'
import { loadOwnStep } from './own-step.ts'

interface Options extends CommonOptions {
  readonly concurrency?: number
  readonly retryFailed?: boolean
}

export function command(): Command {
  return baseCommand(
    'Runs one or more workers in this process until a signal ends it; "worker run FILE" runs a step of your own, "worker render" a rendering service.',
  )
    .argument('[stage...]', `${workerNames.join(' ')}; none named: all; or: run FILE; or: render`)
    .option('--concurrency <n>', 'jobs at once in each worker, or articles at once in the step', whole(1))
    .option('--retry-failed', 'with run: begin with the articles for which the step failed')
    .action(async (names: string[], options: Options) => {
      if (names[0] === 'run') return runOwnStep(names.slice(1), options)
      if (names.includes('render')) return runRenderer(names, options)
      if (options.retryFailed) throw new UsageError('--retry-failed belongs to "newsloom worker run FILE"')
      for (const name of names)
        if (!workerNames.includes(name as WorkerName))
          throw new UsageError(
            `there is no worker "${name}": use ${workerNames.join(', ')}, run FILE or render`,
          )
      await runProcess(names.length ? (names as WorkerName[]) : workerNames, {
        concurrency: options.concurrency,
        startWeb,
      })
    })
}

async function runRenderer(names: readonly string[], { concurrency, retryFailed }: Options): Promise<void> {
  if (names.length > 1 || retryFailed)
    throw new UsageError('"render" runs alone: newsloom worker render [--concurrency N]')
  const { runRenderProcess } = await import('../../runtime/workers/render.ts')
  await ending(runRenderProcess(interruption, concurrency))
}

async function runOwnStep(files: readonly string[], { concurrency, retryFailed }: Options): Promise<void> {
  const [file] = files
  if (file === undefined || files.length > 1)
    throw new UsageError('give one file that exports a step: newsloom worker run ./my-step.ts')
  const step = await loadOwnStep(file)
  await runProcess([], {
    ownStep: {
      step: concurrency === undefined ? step : { ...step, concurrency },
      options: { retryFailed: retryFailed ?? false },
    },
  })
}

async function runProcess(names: readonly WorkerName[], options: WorkerProcessOptions): Promise<void> {
  await ending(runWorkerProcess(names, { ...options, interruption }))
}

async function ending(work: Promise<void>): Promise<void> {
  try {
    await toItsEnd(work)
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message)
    throw new CliError((error as Error).message, { cause: error })
  }
}
