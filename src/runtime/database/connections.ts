import { counted } from '../../core/text/counted.ts'

/** The maximum number of database connections of each of a process's pools. */
export interface ConnectionBudget {
  /**
   * For the lock that shows that the process runs (one connection, always held, unless that has a session of its own),
   * leases, pages, and all occasional queries.
   */
  readonly work: number
  /** To the server itself where everything else goes through a pooler in transaction mode; otherwise none. */
  readonly sessions: number
  /** The statements of the stages. */
  readonly steps: number
  /** For a queue in Postgres: each worker listens on one, always held. Undefined: no limit from here. */
  readonly queue: number | undefined
}

/** The minimum for each pool is two: a transaction, and a statement beside it. */
const LEAST = 2
/** One shows that a process runs; a program that follows the changes listens on one for each. */
const SESSIONS = 10

/**
 * Splits a process's connections among its pools.
 *
 * @param total NEWSLOOM_CONNECTIONS; undefined: enough that no pool ever waits
 * @param workers how many workers the process runs
 * @param pooled statements go through a pooler, and work that needs a session goes to the server
 * @throws when that number is too small
 */
export function connectionBudget(
  total: number | undefined,
  workers: number,
  queueInPostgres: boolean,
  pooled = false,
): ConnectionBudget {
  if (total === undefined)
    return {
      work: 10 + workers * 2,
      sessions: pooled ? SESSIONS : 0,
      steps: 10 + workers * 2,
      queue: undefined,
    }
  const sessions = pooled ? 1 : 0
  // A command runs one query after the other, on two connections of its own and one of each other kind.
  if (!workers) {
    if (total < LEAST + 2 + sessions)
      throw new Error(
        `NEWSLOOM_CONNECTIONS is ${total}, and a command with DATABASE_DIRECT_URL needs ${LEAST + 2 + sessions} at least`,
      )
    return { work: total - 2 - sessions, sessions, steps: 1, queue: queueInPostgres ? 1 : undefined }
  }
  const queue = queueInPostgres ? workers + LEAST : 0
  const rest = total - queue
  if (rest < 2 * LEAST)
    throw new Error(
      `NEWSLOOM_CONNECTIONS is ${total}, and a process with ${counted(workers, 'worker')} and the queue in ${queueInPostgres ? 'Postgres' : 'Redis'} needs ${queue + 2 * LEAST} at least`,
    )
  const work = Math.max(LEAST, Math.floor(rest / 3))
  return { work: work - sessions, sessions, steps: rest - work, queue: queueInPostgres ? queue : undefined }
}
