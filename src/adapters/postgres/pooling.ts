import type pg from 'pg'

/** Several, for a pooler may give servers out in any order. */
const ROUNDS = 3
const ANSWER_MS = 3_000

/**
 * Whether a pooler stands between here and the server that gives each transaction another server connection (PgBouncer's
 * transaction mode): session locks and session settings then end up on connections of others, and stay there.
 *
 * A connection asks for its server process; while a second one holds a process in a transaction, a connection of its own
 * still has the same process, and one of such a pooler may get another.
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
      // In a pool of one server connection it would wait for the transaction to end.
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
