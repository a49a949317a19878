import { commands } from '../../../src/cli/commands.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'

export interface CommandCall {
  /** A call that connects to the database, if the command needs one, and that ends by itself unless it `runs`. */
  readonly args: readonly string[]
  /** The command needs no database. */
  readonly none?: true
  /** The command runs until it is stopped. */
  readonly runs?: true
}

/** Every command with a call. The first test of ends.test.ts fails for a command that is missing here. */
export const calls: Readonly<Record<string, CommandCall>> = {
  up: { args: ['up', '--no-sample'], runs: true },
  worker: { args: ['worker', 'extract'], runs: true },
  tail: { args: ['tail', '--from', 'start', '--once'] },
  demo: { args: ['demo'], none: true },
  load: { args: ['load', packageFile('seeds', 'pages')] },
  outlet: { args: ['outlet', 'list'] },
  feed: { args: ['feed', 'list'] },
  enqueue: { args: ['enqueue', 'https://ends.example/a'] },
  status: { args: ['status'] },
  stories: { args: ['stories'] },
  story: { args: ['story', '1'] },
  article: { args: ['article', '1'] },
  replay: { args: ['replay', '--dry-run'] },
  reader: { args: ['reader'] },
  operator: { args: ['operator', 'list'] },
  webhook: { args: ['webhook', 'list'] },
  export: { args: ['export', 'articles', '--format', 'jsonl'] },
  migrate: { args: ['migrate'] },
  seed: { args: ['seed'] },
  doctor: { args: ['doctor'] },
  documents: { args: ['documents', 'move', '--dry-run'] },
  inspect: { args: ['inspect', 'url'], none: true },
  extract: { args: ['extract', '-'], none: true },
  help: { args: ['help'], none: true },
}
export const callNames = Object.keys(commands).filter((name) => calls[name])
export const withDatabase = callNames.filter((name) => !calls[name]!.none)
export const services = callNames.filter((name) => calls[name]!.runs)
