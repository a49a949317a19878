import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { seedRegistry, seedStarter } from '../../runtime/seed.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { baseCommand } from '../options.ts'

export function command(): Command {
  return baseCommand('Adds the outlets that ship with Newsloom, as facts; nothing is fetched by it.')
    .option('--starter', 'also the starter list of feeds of the world, all paused')
    .action(async (options: CommonOptions & { starter?: boolean }) => {
      await withDeps(async ({ pool }) => {
        const outlets = await seedRegistry(pool)
        const starter = options.starter ? await seedStarter(pool) : undefined
        if (options.json) console.log(JSON.stringify({ outlets, starter }))
        else {
          console.log(`${counted(outlets, 'outlet')} in the registry`)
          if (starter)
            console.log(
              `${counted(starter.outlets, 'outlet')} and ${counted(starter.feeds, 'feed')} of the starter list, paused: "newsloom feed resume ID" starts one`,
            )
        }
      })
    })
}
