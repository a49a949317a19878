import type pg from 'pg'

/** Several, because a pooler may assign servers in any order. */
const ROUNDS = 3
const ANSWER_MS = 3_000

/**
 * Whether there is a pooler before the server that gives each transaction another server connection (PgBouncer's transaction
 * mode). Session locks and session settings are then made on connections of others, and stay there.
 *
 * A connection queries the id of its server process. While a second connection occupies a process with a transaction, a
 * direct connection still has the same process, but one through such a pooler may get another.
 */
export async function isTransactionPooled(pool: pg.Pool): Promise<boolean> {
  const [one, other] = [await pool.connect(), await pool.connect()]
  let broken = false
  try {
    const process = async (client: pg.PoolClient) => {
      const { rows } = await client.query<{ pid: number }>({
        text: 'select pg_backend_pid() as pid',
        query_timeout: ANSWER_MS,
      } as pg.QueryConfig)
      return rows[0]!.pid
    }
    for (let round = 0; round < ROUNDS; round++) {
      const before = await process(one)
      await other.query('begin')
      const held = await process(other)
      // If the pooler has only one server connection, this waits for the transaction to end.
      const after = held === before ? undefined : await process(one)
      await other.query('rollback')
      if (held === before || after !== before) return true
    }
    return false
  } catch (error) {
    broken = true
    if (/transaction blocks not allowed in statement pooling/.test((error as Error).message)) return true
    throw error
  } finally {
    one.release(broken)
    other.release(broken)
  }
}
