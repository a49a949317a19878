import { isDatabaseTrouble } from '../adapters/postgres/db.ts'
import { databaseName, type OpenDeps, type OpenOptions, openDeps } from '../runtime/deps.ts'
import { watchDatabase } from '../runtime/health/database-watch.ts'
import { commandConfig } from './command-config.ts'
import { CliError } from './errors.ts'
import { Interruption, interrupted, toItsEnd } from './interruption.ts'

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean
  readonly debug?: boolean
}

/**
 * Opens what a command needs, runs it, and closes everything whatever happens: also when a signal or a closed pipe ends
 * it, or when the database goes away or goes silent.
 */
export function withDeps<T>(work: (deps: OpenDeps) => Promise<T>, options: OpenOptions = {}): Promise<T> {
  return toItsEnd(run(work, options))
}

/**
 * The same for a command that only looks: it neither makes a database nor migrates one, and says on stderr which one it
 * asked and what is pending in it.
 */
export function lookAt<T>(work: (deps: OpenDeps) => Promise<T>, options: OpenOptions = {}): Promise<T> {
  return withDeps(work, { look: true, ...options })
}

async function run<T>(work: (deps: OpenDeps) => Promise<T>, options: OpenOptions): Promise<T> {
  const config = commandConfig()
  const say = (sentence: string) => console.error(sentence)
  const deps = await opened(openDeps(config, { migrate: true, logLevel: 'silent', say, ...options }))
  const watch = watchDatabase(deps.databaseUrl, databaseName(config))
  try {
    return await Promise.race([work(deps), interrupted, watch.lost])
  } catch (error) {
    throw isDatabaseTrouble(error) || !(error instanceof CliError) ? asCliError(error) : error
  } finally {
    watch.close()
    await deps.close()
  }
}

/** What is being opened when the command is interrupted is closed as soon as it is open. */
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
  if (isDatabaseTrouble(error) || error instanceof Error)
    return new CliError((error as Error).message || String(error), { cause: error })
  return error
}
