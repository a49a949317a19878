import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const EVERY_MS = 3_000
const ANSWER_MS = 3_500
/** A restart, or a connection that broke, is over at the second look. */
const LOOKS = 2

export interface DatabaseWatch {
  /** Rejects when the database has been away, or has said nothing, at two looks in a row. */
  readonly lost: Promise<never>
  close(): void
}

/**
 * Looks every three seconds whether the database still answers, on connections of their own: a statement that takes long
 * and a server that has gone silent look alike to whoever waits for the answer.
 *
 * @param where how to name the database in the message
 */
export function watchDatabase(databaseUrl: string, where: string): DatabaseWatch {
  const closing = new AbortController()
  const lost = (async (): Promise<never> => {
    for (let silent = 0; ; ) {
      await sleep(EVERY_MS, undefined, { signal: closing.signal, ref: false })
      const trouble = await troubleOf(databaseUrl)
      silent = trouble === undefined ? 0 : silent + 1
      if (silent >= LOOKS) throw new Error(`the database at ${where} has gone away: ${trouble}`)
    }
  })()
  // Closing it rejects too, which nobody waits for then.
  lost.catch(() => {})
  return { lost, close: () => closing.abort() }
}

/** Why no answer comes; undefined where the server answers, if only that it has no connection left. */
async function troubleOf(databaseUrl: string): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: ANSWER_MS,
    application_name: 'newsloom-watch',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    // Starting up or shutting down (57P0x) is no answer that helps; any other SQLSTATE is one.
    if (/^[0-9A-Z]{5}$/.test(code) && !/^(57P0|E)/.test(code)) return undefined
    return /timeout/i.test(message) ? 'it answers nothing' : message || code
  }
}
