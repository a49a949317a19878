import { CommanderError } from 'commander'
import { endOnSignal } from '../runtime/signals.ts'
import { commands } from './commands.ts'
import { CliError } from './errors.ts'
import { overview, unknownCommand } from './overview.ts'
import { printSafely } from './print-safely.ts'

/** Runs one command line and returns its exit code: 0 success, 1 failure, 2 wrong call. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv
  if (name === '--version' || name === '-V') {
    const { version } = await import('../runtime/version.ts')
    console.log(version)
    return 0
  }
  if (name === '--help' || name === '-h' || (name === 'help' && !rest.length)) {
    console.log(overview())
    return argv.length ? 0 : 2
  }
  const entry = commands[name]
  if (!entry) {
    console.error(unknownCommand(name))
    return 2
  }
  try {
    const { command } = await entry.load()
    await command().name(`newsloom ${name}`).parseAsync(rest, { from: 'user' })
    return typeof process.exitCode === 'number' ? process.exitCode : 0
  } catch (error) {
    return report(name, error, argv.includes('--debug'))
  }
}

function report(name: string, error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (debug) console.error(error)
  if (error instanceof CliError) {
    if (!debug) console.error(`newsloom ${name}: ${error.message}`)
    return error.exitCode
  }
  if (!debug) {
    const text = error instanceof Error ? error.message || error.name : String(error)
    console.error(`newsloom ${name}: ${text} (run it again with --debug to see where)`)
  }
  return 1
}

printSafely()

/** What runs until a signal ends it, and so ends well by one. */
const services = ['up', 'worker']
endOnSignal(services.includes(process.argv[2] ?? '') ? 0 : undefined)

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `newsloom export … | head` closes the pipe early: that is success, not a failure.
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2))
