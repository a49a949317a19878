import { counted } from '../../core/text/counted.ts'

/** The most connections to the database of each of a process's pools. */
export interface ConnectionBudget {
  /** What shows that the process lives (one, always held), leases, pages, and all that is asked now and then. */
  readonly work: number
  /** The statements of the stages. */
  readonly steps: number
  /** A queue in Postgres: each worker listens on one, always held. Undefined: as many as the queue likes. */
  readonly queue: number | undefined
}

/** Each pool works with two: a transaction, and a statement beside it. */
const LEAST = 2

/**
 * Splits a process's connections among its pools.
 *
 * @param total NEWSLOOM_CONNECTIONS; undefined: enough for each pool never to wait
 * @param workers how many workers the process runs
 * @throws when so few are not enough
 */
export function connectionBudget(
  total: number | undefined,
  workers: number,
  queueInPostgres: boolean,
): ConnectionBudget {
  if (total === undefined) return { work: 10 + workers * 2, steps: 10 + workers * 2, queue: undefined }
  // A command asks one thing after the other.
  if (!workers) return { work: total - 2, steps: 1, queue: queueInPostgres ? 1 : undefined }
  const queue = queueInPostgres ? workers + LEAST : 0
  const rest = total - queue
  if (rest < 2 * LEAST)
    throw new Error(
      `NEWSLOOM_CONNECTIONS is ${total}, and a process with ${counted(workers, 'worker')} and the queue in ${queueInPostgres ? 'Postgres' : 'Redis'} needs ${queue + 2 * LEAST} at least`,
    )
  const work = Math.max(LEAST, Math.floor(rest / 3))
  return { work, steps: rest - work, queue: queueInPostgres ? queue : undefined }
}
