import { CommanderError } from 'commander'
import { endProcess } from '../runtime/process/end.ts'
import { commands } from './commands.ts'
import { CliError } from './errors.ts'
import { overview, unknownCommand } from './overview.ts'
import {
  cleanedUp,
  endWithParent,
  Interruption,
  interrupted,
  interruption,
  listen,
} from './terminal/interruption.ts'
import { permissionSentence } from './terminal/permission.ts'
import { printSafely } from './terminal/print-safely.ts'

/** Runs one command line and returns its exit code: 0 success, 1 failure, 2 wrong call. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv
  if (name === '--version' || name === '-V') {
    const { version } = await import('../runtime/version.ts')
    console.log(version)
    return 0
  }
  if (name === '--help' || name === '-h' || (name === 'help' && !rest.length)) {
    console.log(overview(commands))
    return argv.length ? 0 : 2
  }
  const entry = commands[name]
  if (!entry) {
    console.error(unknownCommand(name, commands))
    return 2
  }
  try {
    const { command } = await entry.load()
    await command(commands).name(`newsloom ${name}`).parseAsync(rest, { from: 'user' })
    return typeof process.exitCode === 'number' ? process.exitCode : 0
  } catch (error) {
    // The caller that ends the process reports it.
    if (error instanceof Interruption) throw error
    return report(name, error, argv.includes('--debug'))
  }
}

function report(name: string, error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (debug) console.error(error)
  const denied = permissionSentence(error)
  if (denied) {
    if (!debug) console.error(`newsloom ${name}: ${denied}`)
    return 1
  }
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

/** Commands that run until a signal ends them: for these a signal is success. */
const services = ['up', 'worker']

/** Runs the command until it ends or is interrupted, releases what it holds, and gives its exit code. */
async function run(argv: readonly string[]): Promise<number> {
  const service = services.includes(argv[0] ?? '')
  listen(service)
  void import('../runtime/under-npm.ts').then(({ runsUnderNpm }) => endWithParent(runsUnderNpm(), service))
  try {
    return await Promise.race([main(argv), interrupted])
  } catch (error) {
    await cleanedUp()
    const { exitCode, message } = error as Interruption
    if (exitCode === 1) console.error(`newsloom ${argv[0]}: ${message}`)
    return exitCode
  }
}

/** Resolves when everything written to `stream` has left this process, or when nobody reads it; an error of writing is known then. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (!stream.destroyed && !stream.errored) {
    const written = new Promise((resolve) => stream.write('', resolve))
    await Promise.race([written, interrupted.catch(() => {})])
  }
  // That the disk is full is an event of a later turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
}

let exitCode = await run(process.argv.slice(2))
await flushed(process.stdout)
// A full disk or a closed pipe may show only when the last bytes are written.
if (exitCode === 0 && interruption.aborted) {
  const late = interruption.reason as Interruption
  exitCode = late.exitCode
  if (exitCode === 1) console.error(`newsloom ${process.argv[2]}: ${late.message}`)
}
endProcess(exitCode)
