import { fileURLToPath } from 'node:url'
import type { Piscina } from 'piscina'
import type { Answer } from './serve.ts'

/** A task ran out of its time; the thread that worked on it was stopped for good. */
export class TaskTimeout extends Error {}
/** A task took its thread down with it (out of memory, a crash). */
export class TaskCrash extends Error {}

export interface ThreadPoolOptions {
  readonly size: number
  readonly timeoutMs: number
  /**
   * A further thread starts only when a task has worked this long. A thread loads and compiles its code anew, half a second
   * of CPU and more: where tasks are short, one thread has done them before a second has started.
   */
  readonly patienceMs?: number
  readonly maxMemoryMb?: number
  /** Of a thread's heap, what is kept for new values: V8 takes up to 48 MB a thread before it looks for garbage. */
  readonly maxYoungMb?: number
}

export interface ThreadPool<Task, Result> {
  /** @throws TaskTimeout, TaskCrash, or the error that the task itself threw */
  run(task: Task): Promise<Result>
  close(): Promise<void>
}

interface Job {
  /** Starts the clock of the task. */
  arm(): void
  crash(error: Error): void
}

/**
 * Threads of piscina that run tasks one at a time each. The entry module exports `run`, made by `servedTasks`. A task
 * that takes longer than `timeoutMs` is really stopped: its thread is ended and replaced. Threads start when first needed.
 *
 * piscina's own clock would count the time in its queue and the start of a thread, so it is given no more tasks than it
 * has threads, and the clock of a task starts when a thread is there for it.
 */
export function createThreadPool<Task, Result>(
  entry: URL,
  options: ThreadPoolOptions,
): ThreadPool<Task, Result> {
  let opened: Promise<Piscina> | undefined
  let closed = false
  /** Threads that have started, and tasks whose clock runs. */
  let ready = 0
  let working = 0
  let taken = 0
  /** Threads that may run: with patience one at first. */
  let allowed = options.patienceMs === undefined ? options.size : 1
  const waiting: { readonly start: () => void; readonly refuse: (error: Error) => void }[] = []
  const unarmed: Job[] = []

  const armNext = () => {
    while (ready > working) {
      const job = unarmed.shift()
      if (!job) return
      job.arm()
    }
  }
  const open = async (): Promise<Piscina> => {
    // loaded when the first task comes: most commands have none
    const { Piscina } = await import('piscina')
    const pool = new Piscina({
      filename: fileURLToPath(entry),
      name: 'run',
      minThreads: 0,
      maxThreads: options.size,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      atomics: 'disabled',
      resourceLimits: {
        ...(options.maxMemoryMb ? { maxOldGenerationSizeMb: options.maxMemoryMb } : {}),
        ...(options.maxYoungMb ? { maxYoungGenerationSizeMb: options.maxYoungMb } : {}),
      },
    })
    pool.on('workerCreate', () => {
      ready++
      armNext()
    })
    pool.on('workerDestroy', () => {
      ready--
    })
    // a thread that fails while it starts has no task yet: whoever waits for it would wait for ever
    pool.on('error', (error: Error) => {
      for (const job of unarmed.splice(0)) job.crash(error)
    })
    return pool
  }
  const free = () => {
    taken--
    waiting.shift()?.start()
  }
  const allowOneMore = () => {
    if (allowed === options.size) return
    allowed++
    waiting.shift()?.start()
  }
  const thread = (): Promise<void> => {
    if (taken < allowed) {
      taken++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      waiting.push({
        start: () => {
          taken++
          resolve()
        },
        refuse: reject,
      })
    })
  }
  const answerOf = async (task: Task): Promise<Answer<Result>> => {
    opened ??= open()
    const pool = await opened
    const stop = new AbortController()
    let stopped: Error | undefined
    let timer: NodeJS.Timeout | undefined
    let slow: NodeJS.Timeout | undefined
    const end = (error: Error) => {
      stopped = error
      stop.abort()
    }
    const job: Job = {
      arm() {
        working++
        timer = setTimeout(
          () => end(new TaskTimeout(`no result within ${options.timeoutMs} ms`)),
          options.timeoutMs,
        )
        if (allowed < options.size) slow = setTimeout(allowOneMore, options.patienceMs).unref()
      },
      crash: (error) => end(new TaskCrash(error.message)),
    }
    unarmed.push(job)
    const result = pool.run(task, { signal: stop.signal })
    armNext()
    try {
      return await result
    } catch (error) {
      // at the end of the process its threads are stopped: that says nothing about the task
      if (closed) return await new Promise(() => {})
      throw stopped ?? new TaskCrash((error as Error).message)
    } finally {
      const at = unarmed.indexOf(job)
      if (at >= 0) unarmed.splice(at, 1)
      else working--
      clearTimeout(timer)
      clearTimeout(slow)
      armNext()
    }
  }
  return {
    async run(task) {
      if (closed) throw new Error('the thread pool is closed')
      await thread()
      let answer: Answer<Result>
      try {
        answer = await answerOf(task)
      } finally {
        free()
      }
      if ('result' in answer) return answer.result
      throw Object.assign(new Error(answer.error.message), { stack: answer.error.stack })
    },
    async close() {
      closed = true
      for (const { refuse } of waiting.splice(0)) refuse(new Error('the thread pool is closing'))
      await (await opened)?.destroy()
    },
  }
}
