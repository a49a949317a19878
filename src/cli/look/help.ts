import { Command } from 'commander'
import { describeConfig } from '../../runtime/settings-text.ts'
import type { Commands } from '../command-entry.ts'
import { UsageError } from '../errors.ts'
import { overview } from '../overview.ts'

export function command(commands: Commands): Command {
  return new Command()
    .description('What a command does, or every setting ("help config").')
    .argument('[topic]', 'config, or the name of a command')
    .exitOverride()
    .action(async (topic?: string) => {
      if (!topic) console.log(overview(commands))
      else if (topic === 'config') console.log(describeConfig())
      else if (commands[topic])
        console.log(
          (await commands[topic].load()).command(commands).name(`newsloom ${topic}`).helpInformation(),
        )
      else
        throw new UsageError(
          `there is no help on "${topic}": "newsloom --help" lists the commands, "newsloom help config" the settings`,
        )
    })
}
