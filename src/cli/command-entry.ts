import type { Command } from 'commander'

/** One command: its line on the page of `newsloom --help`, and the module that has the rest. */
export interface CommandEntry {
  readonly summary: string
  /** Imported only when called, so that `newsloom --help` starts fast. `help` is given the list of all commands. */
  readonly load: () => Promise<{ readonly command: (all: Commands) => Command }>
}

/** Commands by name, in the order in which `newsloom --help` shows them. */
export type Commands = Readonly<Record<string, CommandEntry>>
