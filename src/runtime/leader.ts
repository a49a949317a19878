import type { PoolClient } from 'pg'
import type { Deps } from '../pipeline/deps.ts'
import type { Loop } from './loop.ts'

const RETRY_MS = 500
const HEARTBEAT_MS = 10_000

/**
 * Runs `start` in the one process that holds the advisory lock `role`. The others wait as warm spares and take over
 * when the holder's connection ends, whatever ended it.
 */
export function holdLeadership(deps: Deps, role: string, start: () => Loop): Loop {
  let closed = false
  let loop: Loop | undefined
  let client: PoolClient | undefined
  let wake: (() => void) | undefined
  const key = `newsloom:${role}`

  const pause = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      setTimeout(resolve, RETRY_MS).unref()
    })
  const campaign = async () => {
    while (!closed) {
      try {
        client = await deps.pool.connect()
        // Asked again and again: a statement that waits for the lock would hold back vacuum as long.
        while (!closed && !(await wins(client))) await pause()
        if (!closed) {
          deps.log.info({ stage: role }, `${role} leads`)
          await lead(client)
        }
      } catch (error) {
        deps.log.warn({ stage: role, err: error }, `${role} cannot reach the database`)
      } finally {
        client?.release(true)
        client = undefined
      }
      if (!closed) await pause()
    }
  }
  const wins = async (holder: PoolClient) => {
    const { rows } = await holder.query<{ won: boolean }>(
      `select pg_try_advisory_lock(hashtextextended($1, 0)) as won`,
      [key],
    )
    return rows[0]?.won ?? false
  }
  /** Resolves when the connection is lost or the role is given up. */
  const lead = async (holder: PoolClient) => {
    const lost = new Promise<void>((resolve) => {
      wake = resolve
      holder.once('error', () => resolve())
      holder.once('end', () => resolve())
    })
    loop = start()
    // A connection that was cut without a word says nothing by itself.
    const heartbeat = setInterval(() => {
      holder.query('select 1').catch(() => wake?.())
    }, HEARTBEAT_MS)
    await lost
    clearInterval(heartbeat)
    await loop.close(10_000)
    loop = undefined
  }
  const running = campaign()
  return {
    async close(graceMs) {
      closed = true
      wake?.()
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
    },
  }
}
