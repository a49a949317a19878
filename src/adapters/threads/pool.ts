import { fileURLToPath } from 'node:url'
import type { Piscina } from 'piscina'
import type { Answer } from './serve.ts'

/** A task exceeded its time limit; its thread was ended. */
export class TaskTimeout extends Error {}
/** The thread ended while it worked on the task (out of memory, a crash). */
export class TaskCrash extends Error {}

export interface ThreadPoolOptions {
  readonly size: number
  readonly timeoutMs: number
  /**
   * A further thread starts only when a task has run for this long. Each thread loads and compiles its code, which takes half a
   * second of CPU or more: where tasks are short, one thread finishes them before a second one has started.
   */
  readonly patienceMs?: number
  readonly maxMemoryMb?: number
  /** Size of the part of a thread's heap for new values. By default V8 uses up to 48 MB a thread before it collects garbage. */
  readonly maxYoungMb?: number
}

export interface ThreadPool<Task, Result> {
  /** @throws TaskTimeout, TaskCrash, or the error that the task itself threw */
  run(task: Task): Promise<Result>
  close(): Promise<void>
}

interface Job {
  /** Starts the time limit of the task. */
  arm(): void
  crash(error: Error): void
}

/**
 * A pool of piscina threads, each of which runs one task at a time. The entry module exports `run`, made by `servedTasks`. The
 * thread of a task that takes longer than `timeoutMs` is ended and replaced. Threads start when they are first needed.
 *
 * piscina's own time limit would include the time in its queue and the start of a thread. So it never gets more tasks than it
 * has threads, and the time of a task starts when a thread takes it.
 */
export function createThreadPool<Task, Result>(
  entry: URL,
  options: ThreadPoolOptions,
): ThreadPool<Task, Result> {
  let opened: Promise<Piscina> | undefined
  let closed = false
  /** Threads that have started, and tasks that run. */
  let ready = 0
  let working = 0
  let taken = 0
  /** How many threads may run: with `patience`, one at first. */
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
    // loaded with the first task: most commands have none
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
    // a thread that fails while it starts has no task yet, so its callers would wait forever
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
      // when the process ends its threads are stopped, which is not a failure of the task
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
