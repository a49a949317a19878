import { isDatabaseTrouble } from '../adapters/db.ts'
import { type OpenDeps, type OpenOptions, openDeps } from '../runtime/deps.ts'
import { commandConfig } from './command-config.ts'
import { CliError } from './errors.ts'

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean
  readonly debug?: boolean
}

/** Opens what a command needs, runs it, and closes everything whatever happens. */
export async function withDeps<T>(
  work: (deps: OpenDeps) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const config = commandConfig()
  let deps: OpenDeps
  try {
    deps = await openDeps(config, { migrate: true, logLevel: 'silent', ...options })
  } catch (error) {
    throw asCliError(error)
  }
  // A command that is stopped by Ctrl-C must still leave the embedded Postgres in good order.
  const interrupted = new AbortController()
  const stop = () => interrupted.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const cut = new Promise<never>((_, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new CliError('interrupted')))
  })
  cut.catch(() => {})
  try {
    return await Promise.race([work(deps), cut])
  } catch (error) {
    throw isDatabaseTrouble(error) ? asCliError(error) : error
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await deps.close()
  }
}

function asCliError(error: unknown): CliError {
  return new CliError((error as Error).message, { cause: error })
}
