import { databaseName } from '../runtime/database/reach.ts'
import { type OpenDeps, type OpenOptions, openDeps } from '../runtime/deps.ts'
import { type DatabaseWatch, databaseTrouble } from '../runtime/health/database-watch.ts'
import { commandConfig } from './command-config.ts'
import { CliError } from './errors.ts'
import { Interruption, interrupted, toItsEnd } from './terminal/interruption.ts'

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean
  readonly debug?: boolean
}

/**
 * Opens the connections of a command, runs it, and closes them however it ends: by a signal, by a closed pipe, or because the
 * database is gone or does not answer.
 */
export function withDeps<T>(work: (deps: OpenDeps) => Promise<T>, options: OpenOptions = {}): Promise<T> {
  return toItsEnd(run(work, options))
}

/**
 * The same for a read-only command: it neither creates nor migrates a database, and prints on stderr which database it asked
 * and which migrations are pending there.
 */
export function withReadOnlyDeps<T>(
  work: (deps: OpenDeps) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  return withDeps(work, { look: true, ...options })
}

async function run<T>(work: (deps: OpenDeps) => Promise<T>, options: OpenOptions): Promise<T> {
  const config = commandConfig()
  const say = (sentence: string) => console.error(sentence)
  let watch: DatabaseWatch | undefined
  const onReached = (on: DatabaseWatch) => {
    watch = on
  }
  let lost = false
  let deps: OpenDeps | undefined
  try {
    deps = await opened(openDeps(config, { migrate: true, logLevel: 'silent', say, ...options, onReached }))
    const gone = watch!.lost.catch((error) => {
      lost = true
      throw error
    })
    return await Promise.race([work(deps), interrupted, gone])
  } catch (error) {
    if (!deps || error instanceof Interruption || lost) throw asCliError(error)
    const trouble = await databaseTrouble(error, databaseName(config), watch!)
    lost = trouble?.gone ?? false
    if (trouble) throw new CliError(trouble.message, { cause: error })
    throw asCliError(error)
  } finally {
    watch?.close()
    await deps?.close(lost)
  }
}

/** Connections that are being opened when the command is interrupted are closed as soon as they are open. */
export async function opened(opening: Promise<OpenDeps>): Promise<OpenDeps> {
  try {
    return await Promise.race([opening, interrupted])
  } catch (error) {
    if (!(error instanceof Interruption)) throw asCliError(error)
    await opening.then(
      (deps) => deps.close(),
      () => {},
    )
    throw error
  }
}

function asCliError(error: unknown): unknown {
  if (error instanceof Interruption || error instanceof CliError) return error
  if (error instanceof Error) return new CliError(error.message || String(error), { cause: error })
  return error
}
