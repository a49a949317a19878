import type { Command } from 'commander'

interface Entry {
  readonly summary: string
  /** Imported only when called, so that `newsloom --help` stays quick. */
  readonly load: () => Promise<{ readonly command: () => Command }>
}

/** Every command, in the order in which `newsloom --help` shows them. */
export const commands: Readonly<Record<string, Entry>> = {
  inspect: {
    summary: 'what Newsloom makes of something: JSON lines in, JSON lines out, no database',
    load: () => import('./inspect.ts'),
  },
}
