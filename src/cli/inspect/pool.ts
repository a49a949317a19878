import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { InspectOptions } from './answer.ts'

/** What a worker thread is sent and sends back: lines by number. */
export interface PoolTask {
  readonly number: number
  readonly line: string
}
export interface PoolAnswer {
  readonly number: number
  readonly json: string
}

/** Lines under way per thread: enough that none waits for the main thread, few enough to bound memory. */
const IN_FLIGHT = 4

/**
 * Answers lines on all cores, in any order.
 * `start` makes a thread; `take` is given each answer and may make the pool wait.
 */
export async function answerInParallel(
  kind: string,
  lines: AsyncIterable<PoolTask>,
  options: InspectOptions,
  take: (json: string) => Promise<void>,
  threads = availableParallelism(),
): Promise<void> {
  const workers: { worker: Worker; busy: number }[] = []
  const file = import.meta.url.endsWith('.ts') ? './worker-thread.ts' : './worker-thread.js'
  let failure: unknown
  let wake: (() => void) | undefined
  const written: Promise<void>[] = []
  for (let i = 0; i < threads; i++) {
    const worker = new Worker(new URL(file, import.meta.url), { workerData: { kind, options } })
    const entry = { worker, busy: 0 }
    worker.on('message', (answer: PoolAnswer) => {
      entry.busy--
      written.push(take(answer.json))
      wake?.()
    })
    worker.on('error', (error) => {
      failure ??= error
      wake?.()
    })
    workers.push(entry)
  }
  const something = (): Promise<void> =>
    new Promise((resolve) => {
      wake = () => {
        wake = undefined
        resolve()
      }
    })
  try {
    for await (const task of lines) {
      for (;;) {
        if (failure) throw failure
        const free = workers.reduce((a, b) => (b.busy < a.busy ? b : a))
        if (free.busy < IN_FLIGHT) {
          free.busy++
          free.worker.postMessage(task)
          break
        }
        await something()
      }
      if (written.length > 64) await Promise.all(written.splice(0))
    }
    while (workers.some((entry) => entry.busy > 0)) {
      if (failure) throw failure
      await something()
    }
    await Promise.all(written)
  } finally {
    await Promise.all(workers.map((entry) => entry.worker.terminate()))
  }
}
