import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble } from '../../adapters/postgres/db.ts'
import { loginError, newClient } from '../../adapters/postgres/hosts.ts'
import { databaseCause, lostCause } from '../../adapters/postgres/lost-cause.ts'

const EVERY_MS = 3_000
const ANSWER_MS = 3_500
/** A restart, or a broken connection, is over within this time. Together with the time before and after it: under 15 s. */
const AWAY_MS = 6_000
const AGAIN_MS = 500

export interface DatabaseWatch {
  /** Rejects when the database has been unavailable, or has not answered, for six seconds. */
  readonly lost: Promise<never>
  /** Queries the database now. @returns why no answer comes; undefined where the server answers */
  ask(): Promise<string | undefined>
  close(): void
}

/**
 * Checks every three seconds, on a connection of its own, whether the database still answers: a command that waits for an
 * answer cannot distinguish a slow statement from a server that is gone.
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
  // Closing it rejects too, when nothing waits for the promise any more.
  lost.catch(() => {})
  return { lost, ask, close: () => closing.abort() }
}

const goneAway = (where: string, cause: string) => `the database at ${where} has gone away: ${cause}`

/**
 * Explains to a person what an error in the middle of the work means for the database.
 *
 * @param where how to name the database
 * @returns undefined for an error of another kind; `gone` says whether the database still does not answer
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
 * Why no answer comes; undefined where the server answers, even if only that it has no connection left. If this process
 * itself was suspended or busy, the database is not blamed.
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
    // The answer that the server starts or shuts down (57P0x) counts as none; any other SQLSTATE is an answer.
    if (/^[0-9A-Z]{5}$/.test(code) && !/^(57P0|08|E)/.test(code)) return undefined
    if (performance.now() - began < ANSWER_MS + HELD_UP_MS)
      return databaseCause(error) ?? (message || code || 'it answers nothing')
  }
}

/** A timer that fires later than this shows that this process was delayed. */
const HELD_UP_MS = 1_000
