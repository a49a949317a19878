import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble } from '../../adapters/postgres/db.ts'
import { loginError, newClient } from '../../adapters/postgres/hosts.ts'
import { databaseCause, lostCause } from '../../adapters/postgres/lost-cause.ts'

const EVERY_MS = 3_000
const ANSWER_MS = 3_500
/** A restart, or a connection that broke, is over within this time. With what comes before it and after: under 15 s. */
const AWAY_MS = 6_000
const AGAIN_MS = 500

export interface DatabaseWatch {
  /** Rejects when the database has been away, or has said nothing, for six seconds. */
  readonly lost: Promise<never>
  /** Asks the database now. @returns why no answer comes; undefined where the server answers */
  ask(): Promise<string | undefined>
  close(): void
}

/**
 * Checks every three seconds, on a connection of its own, whether the database still answers: while a command waits for an
 * answer it cannot tell a slow statement from a server that is gone.
 *
 * @param where how to name the database in the message
 */
export function watchDatabase(databaseUrl: string, where: string): DatabaseWatch {
  const closing = new AbortController()
  const { signal } = closing
  const ask = () => troubleOf(databaseUrl)
  const lost = (async (): Promise<never> => {
    for (;;) {
      await sleep(EVERY_MS, undefined, { signal, ref: false })
      const since = performance.now()
      for (let trouble = await ask(); trouble !== undefined; trouble = await ask()) {
        if (performance.now() - since > AWAY_MS) throw new Error(goneAway(where, trouble))
        await sleep(AGAIN_MS, undefined, { signal, ref: false })
      }
    }
  })()
  // Closing it rejects too, which nobody waits for then.
  lost.catch(() => {})
  return { lost, ask, close: () => closing.abort() }
}

const goneAway = (where: string, cause: string) => `the database at ${where} has gone away: ${cause}`

/**
 * Explains to a person what an error in the middle of the work means for the database.
 *
 * @param where how to name the database
 * @returns undefined for an error of another kind; `gone` says whether the database still gives no answer
 */
export async function databaseTrouble(
  error: unknown,
  where: string,
  watch: DatabaseWatch,
): Promise<{ readonly message: string; readonly gone: boolean } | undefined> {
  if (!isDatabaseTrouble(error)) return undefined
  const trouble = await watch.ask()
  if (trouble) return { message: goneAway(where, trouble), gone: true }
  const broke = lostCause(error)
  return broke
    ? { message: `the connection to the database at ${where} broke: ${broke}; run it again`, gone: false }
    : undefined
}

/**
 * Why no answer comes; undefined where the server answers, if only that it has no connection left. A process that was
 * held up itself (stopped, or busy with something else) does not blame the database.
 */
async function troubleOf(databaseUrl: string): Promise<string | undefined> {
  for (;;) {
    const began = performance.now()
    const client = newClient(databaseUrl, {
      connectionTimeoutMillis: ANSWER_MS,
      application_name: 'newsloom-watch',
    })
    const error = await loginError(client)
    if (error === undefined) return undefined
    const { code = '', message } = error as { code?: string; message: string }
    // Starting up or shutting down (57P0x) is no answer that helps; any other SQLSTATE is one.
    if (/^[0-9A-Z]{5}$/.test(code) && !/^(57P0|08|E)/.test(code)) return undefined
    if (performance.now() - began < ANSWER_MS + HELD_UP_MS)
      return databaseCause(error) ?? (message || code || 'it answers nothing')
  }
}

/** A timer of ours that is later than this says that this process was held up. */
const HELD_UP_MS = 1_000
