import { availableParallelism } from 'node:os'
import { createThreadPool, TaskCrash, TaskTimeout } from '../../../adapters/threads/pool.ts'
import { threadEntry } from '../../../adapters/threads/serve.ts'
import { answerLine, InspectError, type InspectOptions } from './answer.ts'

/** A line of the input, by its number. */
export interface PoolTask {
  readonly number: number
  readonly line: string
}

/** Lines under way per thread: enough that none waits for the main thread, few enough to bound memory. */
const IN_FLIGHT = 4
/** A page gives up by itself after 5 s; a thread that still works is stopped. */
const MAX_MS = 30_000

/**
 * Answers the lines of `inspect article` on all cores, in any order.
 * @param take is given each answer, and may make the pool wait
 */
export async function answerInParallel(
  lines: AsyncIterable<PoolTask>,
  options: InspectOptions,
  take: (json: string) => Promise<void>,
  threads = availableParallelism(),
): Promise<void> {
  const pool = createThreadPool<PoolTask & { readonly options: InspectOptions }, string>(
    threadEntry(import.meta.url, './worker-thread'),
    { size: threads, timeoutMs: MAX_MS },
  )
  const underWay = new Set<Promise<void>>()
  let failure: unknown
  try {
    for await (const task of lines) {
      const answered: Promise<void> = pool
        .run({ ...task, options })
        .catch((error: unknown) => refusalOf(task, options, error))
        .then(take)
        .catch((error: unknown) => {
          failure ??= error
        })
        .finally(() => underWay.delete(answered))
      underWay.add(answered)
      if (underWay.size >= threads * IN_FLIGHT) await Promise.race(underWay)
      if (failure) throw failure
    }
    await Promise.all(underWay)
    if (failure) throw failure
  } finally {
    await pool.close()
  }
}

/** The answer for a page whose thread was stopped or crashed. */
async function refusalOf(
  { number, line }: PoolTask,
  options: InspectOptions,
  error: unknown,
): Promise<string> {
  if (!(error instanceof TaskTimeout || error instanceof TaskCrash)) throw error
  const code = error instanceof TaskTimeout ? 'timeout' : 'crash'
  const refuse = () => {
    throw new InspectError(code, `line ${number}: ${error.message}`)
  }
  return JSON.stringify(await answerLine(refuse, line, number, options))
}
