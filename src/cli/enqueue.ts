import type { Command } from 'commander'
import { enqueueUrls } from '../pipeline/enqueue.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError } from './errors.ts'
import { baseCommand } from './options.ts'

export function command(): Command {
  return baseCommand(
    'Fetches these article addresses: the workers take them as soon as their hosts are free.',
  )
    .argument('<url...>', 'addresses of articles')
    .option('--outlet <slug>', 'the outlet they belong to; without it, that of the address')
    .option('--backfill', 'in the lane of archives, behind live news')
    .action(async (urls: string[], options: CommonOptions & { outlet?: string; backfill?: boolean }) => {
      await withDeps(async (deps) => {
        const report = await enqueueUrls(deps, urls, options)
        if (options.json) console.log(JSON.stringify(report))
        else console.log(`${report.new} new, ${report.known} known, ${report.refused.length} refused`)
        if (!options.json)
          for (const { url, message } of report.refused) console.error(`refused: ${url}: ${message}`)
        if (report.new + report.known === 0) throw new CliError('none of the addresses was usable')
      })
    })
}
