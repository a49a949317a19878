import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

export interface Presence {
  /** The key with which this process signs its leases. */
  readonly key: number
  close(): Promise<void>
}

/** At most half of a round of the scheduler: a running process can be missed in one round, but not in two. */
const RETRY_MS = 100

/**
 * Shows that this process runs: an advisory lock on a separate connection, which ends with the process however it ends. A
 * lease signed by a process without its lock therefore has no worker any more.
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
          // The database does not answer: its pool logs this.
          await sleep(RETRY_MS, undefined, { ref: false })
        }
    })
  }
  await hold()
  return {
    key,
    async close() {
      closed = true
      // Closes the connection; the pool removes it.
      const ending = client
      client = undefined
      ending?.release(true)
    },
  }
}
