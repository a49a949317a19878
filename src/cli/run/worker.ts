import type { Command } from 'commander'
import { type WorkerName, workerNames } from '../../pipeline/stages.ts'
import { ConfigError } from '../../runtime/config.ts'
import { runWorkerProcess } from '../../runtime/workers/process.ts'
import { startWeb } from '../../web/server.ts'
import type { CommonOptions } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { interruption, toItsEnd } from '../interruption.ts'
import { baseCommand, whole } from '../options.ts'

export function command(): Command {
  return baseCommand('Runs one or more workers in this process until a signal ends it.')
    .argument('[stage...]', `${workerNames.join(' ')}; none named: all`)
    .option('--concurrency <n>', 'jobs at once in each worker', whole(1))
    .action(async (names: string[], options: CommonOptions & { concurrency?: number }) => {
      for (const name of names)
        if (!workerNames.includes(name as WorkerName))
          throw new UsageError(`there is no worker "${name}": use ${workerNames.join(', ')}`)
      try {
        await toItsEnd(
          runWorkerProcess(names.length ? (names as WorkerName[]) : workerNames, {
            concurrency: options.concurrency,
            startWeb,
            interruption,
          }),
        )
      } catch (error) {
        if (error instanceof ConfigError) throw new UsageError(error.message)
        throw new CliError((error as Error).message, { cause: error })
      }
    })
}
