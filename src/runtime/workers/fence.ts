import type { Pool, PoolClient } from 'pg'
import type { QueueSet } from '../../adapters/queue/queues.ts'
import type { Deps } from '../../pipeline/deps.ts'

/** Another process is the leader now. */
export class LeaseLostError extends Error {
  constructor(role: string) {
    super(
      `this process no longer leads as ${role}: it gave no sign for too long, and another has taken its place`,
    )
  }
}

/** Proves that this process still holds its lease. @throws when it does not */
export type Fence = () => Promise<void>

/**
 * The same dependencies with a fence: `fence` is called before each statement and before each job that is enqueued. So a
 * process that was suspended in the middle of its work notices that it was replaced before it writes.
 *
 * @param beatMs while a statement runs, `fence` is called again this often: a process that waits for an answer still renews
 * its lease
 */
export function behindFence(deps: Deps, fence: Fence, beatMs: number): Deps {
  return { ...deps, pool: fencedPool(deps.pool, fence, beatMs), queues: fencedQueues(deps.queues, fence) }
}

type Work = (...args: unknown[]) => Promise<unknown>

function fencedPool(pool: Pool, fence: Fence, beatMs: number): Pool {
  return replaced(pool, {
    query: passing(pool.query.bind(pool) as Work, fence, beatMs),
    connect: async () => {
      await fence()
      return fencedClient(await pool.connect(), fence, beatMs)
    },
  })
}

/** Its commit calls `fence` too; if `fence` throws before a rollback, the connection is closed, which rolls back as well. */
function fencedClient(client: PoolClient, fence: Fence, beatMs: number): PoolClient {
  return replaced(client, { query: passing(client.query.bind(client) as Work, fence, beatMs) })
}

function passing(work: Work, fence: Fence, beatMs: number): Work {
  return async (...args) => {
    await fence()
    const beat = setInterval(() => void fence().catch(() => {}), beatMs)
    try {
      return await work(...args)
    } finally {
      clearInterval(beat)
    }
  }
}

function fencedQueues(queues: QueueSet, fence: Fence): QueueSet {
  return {
    ...queues,
    async enqueue(...args) {
      await fence()
      await queues.enqueue(...args)
    },
    async enqueueOnce(...args) {
      await fence()
      await queues.enqueueOnce(...args)
    },
    async inWork(queue) {
      const jobs = await queues.inWork(queue)
      return jobs.map((job) => ({
        ...job,
        silence: async () => {
          await fence()
          await job.silence()
        },
      }))
    },
  }
}

/** `target` with some of its members replaced. */
function replaced<T extends object>(target: T, members: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(object, name) {
      if (typeof name === 'string' && Object.hasOwn(members, name)) return members[name]
      const value: unknown = Reflect.get(object, name, object)
      return typeof value === 'function' ? value.bind(object) : value
    },
  })
}
