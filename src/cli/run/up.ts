import type { Command } from 'commander'
import { joinEmbedded } from '../../adapters/embedded/join.ts'
import { commandConfig } from '../command-config.ts'
import { baseCommand } from '../options.ts'
import { toItsEnd } from '../terminal/interruption.ts'
import type { UpOptions } from './up-run.ts'

export function command(): Command {
  return baseCommand(
    'Starts everything: database, queue, every worker and the web pages; Ctrl-C ends it cleanly.',
  )
    .option('--no-sample', 'do not load the bundled sample on the first start')
    .option('--once', 'end when everything that is due has been done')
    .action((options: UpOptions) => toItsEnd(run(options)))
}

/** The program is loaded while Postgres comes up: each takes about as long as the other. */
async function run(options: UpOptions): Promise<void> {
  const config = commandConfig()
  const embedded = config.databaseUrl ? undefined : joinEmbedded(config.home)
  // An error is reported where the result is awaited.
  embedded?.catch(() => {})
  const { runUp } = await import('./up-run.ts')
  await runUp(config, options, embedded)
}
