import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

export interface Presence {
  /** Signs the leases of this process. */
  readonly key: number
  close(): Promise<void>
}

/** Half of a round of the scheduler at most: who lives is missed once and not twice. */
const RETRY_MS = 100

/**
 * Shows that this process lives: an advisory lock on a connection of its own, which ends with the process whatever
 * ends it. Who finds a lease signed by a process without its lock knows that nobody works on it any more.
 */
export async function showPresence(pool: pg.Pool): Promise<Presence> {
  const key = randomInt(1, 2 ** 47)
  let closed = false
  let client: pg.PoolClient | undefined
  const hold = async (): Promise<void> => {
    const holder = await pool.connect()
    const lost = new Promise<void>((resolve) => {
      holder.once('error', () => resolve())
      holder.once('end', () => resolve())
    })
    try {
      await holder.query(`select pg_advisory_lock(hashtextextended('newsloom:process:' || $1::text, 0))`, [
        key,
      ])
    } catch (error) {
      holder.release(true)
      throw error
    }
    client = holder
    void lost.then(async () => {
      if (client === holder) {
        client = undefined
        holder.release(true)
      }
      while (!closed)
        try {
          return await hold()
        } catch {
          // The database does not answer: its pool logs that.
          await sleep(RETRY_MS, undefined, { ref: false })
        }
    })
  }
  await hold()
  return {
    key,
    async close() {
      closed = true
      // Ends the connection; the pool forgets it.
      const ending = client
      client = undefined
      ending?.release(true)
    },
  }
}
