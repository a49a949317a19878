import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { seedRegistry, seedStarter } from '../../runtime/seed.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { baseCommand } from '../options.ts'

interface SeedOptions extends CommonOptions {
  readonly starter?: boolean
  readonly country?: string
  readonly language?: string
  readonly active?: boolean
}

export function command(): Command {
  return baseCommand('Adds the facts of the outlets that ship with Newsloom. It fetches nothing.')
    .option('--starter', 'also the starter list of feeds from many countries, all paused')
    .option('--country <codes>', 'of the starter list, those of these countries: DE,AT')
    .option('--language <tags>', 'of the starter list, those in these languages: de,fr')
    .option('--active', 'poll the feeds of the starter list from now on')
    .action(seed)
}

async function seed(options: SeedOptions): Promise<void> {
  const { country, language, active } = options
  if ((country || language || active) && !options.starter)
    throw new UsageError(
      '--country, --language and --active choose from the starter list: give --starter too',
    )
  const countries = country?.toUpperCase().split(',')
  for (const code of countries ?? [])
    if (!/^[A-Z]{2}$/.test(code))
      throw new UsageError(`"${code}" is not a country code: give two letters such as DE, or several: DE,AT`)
  const languages = language?.toLowerCase().split(',')
  await withDeps(async ({ pool }) => {
    const outlets = await seedRegistry(pool)
    const starter = options.starter ? await seedStarter(pool, { countries, languages, active }) : undefined
    if (starter && !starter.feeds) throw new CliError('no outlet of the starter list fits')
    if (options.json) console.log(JSON.stringify({ outlets, starter }))
    else {
      console.log(`${counted(outlets, 'outlet')} in the registry`)
      const state = active ? 'polled from now on' : 'paused: "newsloom feed resume ID" starts one'
      if (starter)
        console.log(
          `${counted(starter.outlets, 'outlet')} and ${counted(starter.feeds, 'feed')} of the starter list, ${state}`,
        )
    }
  })
}
