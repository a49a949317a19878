import { nearName } from '../core/record/near-name.ts'
import type { Commands } from './command-entry.ts'

/** The page that `newsloom --help` prints. */
export function overview(commands: Commands): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'newsloom: from feeds and pages to clean articles, traced copies and woven stories in Postgres',
    '',
    'Usage: newsloom COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    '"newsloom COMMAND --help" tells more. Every command takes --json and --debug.',
  ].join('\n')
}

/** One sentence for a command that does not exist, with the nearest one that does. */
export function unknownCommand(name: string, commands: Commands): string {
  const nearest = nearName(name, Object.keys(commands))
  const hint = nearest ? `; did you mean "${nearest}"?` : ''
  return `newsloom: there is no command "${name}"${hint} ("newsloom --help" lists them all)`
}
