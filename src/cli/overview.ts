import { commands } from './commands.ts'

/** The page that `newsloom --help` prints. */
export function overview(): string {
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
export function unknownCommand(name: string): string {
  const nearest = Object.keys(commands)
    .map((known) => ({ known, distance: editDistance(name, known) }))
    .sort((a, b) => a.distance - b.distance)[0]
  const hint = nearest && nearest.distance <= 2 ? `; did you mean "${nearest.known}"?` : ''
  return `newsloom: there is no command "${name}"${hint} ("newsloom --help" lists them all)`
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
