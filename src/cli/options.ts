import { Command, InvalidArgumentError } from 'commander'

/** A command with the options that all commands take; options after a subcommand's name belong to the subcommand. */
export function baseCommand(description: string): Command {
  return new Command()
    .description(description)
    .enablePositionalOptions()
    .option('--json', 'print JSON instead of text')
    .option('--debug', 'show stack traces')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'newsloom: ')) })
}

/** `24h`, `90m`, `7d`, `2w`, or a date → the instant it means. */
export function since(now: Date) {
  return (text: string): Date => {
    const span = /^(\d+)\s*([smhdw])$/.exec(text)
    if (span) {
      const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
      return new Date(now.getTime() - Number(span[1]) * units[span[2]!]! * 1000)
    }
    const at = new Date(text)
    if (Number.isNaN(at.getTime()))
      throw new InvalidArgumentError('give a span such as 24h or 7d, or a date such as 2026-05-20')
    return at
  }
}

export function whole(min: number) {
  return (text: string): number => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < min)
      throw new InvalidArgumentError(`give a whole number from ${min} on`)
    return number
  }
}

export const identity = whole(1)
