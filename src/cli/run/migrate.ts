import type { Command } from 'commander'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { requireDatabase } from '../../runtime/look.ts'
import { packageFile } from '../../runtime/package-root.ts'
import { commandConfig } from '../command-config.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { baseCommand } from '../options.ts'

export function command(): Command {
  return baseCommand('Applies the pending migrations, under a lock: safe to run on many machines at once.')
    .option('--dry-run', 'only list what would be applied')
    .action(async (options: CommonOptions & { dryRun?: boolean }) => {
      if (options.dryRun) {
        try {
          requireDatabase(commandConfig())
        } catch (error) {
          throw new CliError((error as Error).message, { cause: error })
        }
      }
      await withDeps(
        async ({ pool }) => {
          const { applied, known } = await migrate(pool, packageFile('migrations'), {
            dryRun: options.dryRun ?? false,
          })
          if (options.json) console.log(JSON.stringify({ applied, known, dry_run: options.dryRun ?? false }))
          else if (!applied.length) console.log(`up to date (${known.length} migrations)`)
          else console.log(`${options.dryRun ? 'would apply' : 'applied'} ${applied.join(', ')}`)
        },
        { migrate: false, use: 'migrate' },
      )
    })
}
