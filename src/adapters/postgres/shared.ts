import type pg from 'pg'

/**
 * Clients of a pooler in transaction mode, which gives each transaction any free server connection: settings and prepared
 * statements do not outlive their transaction. So each transaction begins with the settings that a session would have (as SET
 * LOCAL), and no statement has a name: PgBouncer supports prepared statements only from 1.21 on.
 *
 * @param settings the result of `sessionStatements` with `local`
 */
export function sharedClient(Base: typeof pg.Client, settings: string): typeof pg.Client {
  const begin = `begin isolation level read committed; ${settings}`
  // The driver's `query` has a dozen forms, and is called with three arguments at most.
  class SharedClient extends (Base as unknown as new (
    config: unknown,
  ) => { query(...args: unknown[]): unknown }) {
    override query(...[asked, ...rest]: unknown[]): unknown {
      return super.query(asked === 'begin' ? begin : withoutName(asked), ...rest)
    }
  }
  return SharedClient as unknown as typeof pg.Client
}

/** A stream or a cursor is an object that sends itself in its own way. */
const isPlain = (asked: unknown): asked is pg.QueryConfig =>
  typeof asked === 'object' && asked !== null && !('submit' in asked)

function withoutName(asked: unknown): unknown {
  return isPlain(asked) && asked.name !== undefined ? { ...asked, name: undefined } : asked
}

/**
 * Makes each single statement of a pool of `sharedClient`s a transaction of its own. Its beginning, itself and its end are
 * sent at once (`pipeline` of the driver), so that it takes one round trip as before.
 */
export function inOwnTransactions(pool: pg.Pool): void {
  const query = async (asked: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      const [begun, answered, ended] = await Promise.allSettled([
        client.query('begin'),
        client.query(asked, values),
        client.query('commit'),
      ])
      // If its begin failed, it ran with the settings of the server; a connection whose transaction does not end must not be
      // used again.
      const failed = begun.status === 'rejected' ? begun : ended.status === 'rejected' ? ended : undefined
      if (failed) broken = failed.reason as Error
      if (answered.status === 'rejected') throw answered.reason
      if (broken) throw broken
      return answered.value
    } finally {
      client.release(broken)
    }
  }
  pool.query = query as unknown as typeof pool.query
}
