import { Worker } from 'node:worker_threads'

/** A task ran out of its time; the thread that worked on it was stopped for good. */
export class TaskTimeout extends Error {}
/** A task took its thread down with it (out of memory, a crash). */
export class TaskCrash extends Error {}

export interface ThreadPoolOptions {
  readonly size: number
  readonly timeoutMs: number
  readonly maxMemoryMb?: number
  /** Of a thread's heap, what is kept for new values: V8 takes up to 48 MB a thread before it looks for garbage. */
  readonly maxYoungMb?: number
}

export interface ThreadPool<Task, Result> {
  /** @throws TaskTimeout, TaskCrash, or the error that the task itself threw */
  run(task: Task): Promise<Result>
  close(): Promise<void>
}

interface Job<Task, Result> {
  readonly task: Task
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
}

interface Slot<Task, Result> {
  worker: Worker
  job: Job<Task, Result> | undefined
  timer: NodeJS.Timeout | undefined
  /** The pool's clock starts with the task, not with the start of the thread. */
  ready: boolean
}

type Answer<Result> =
  | { readonly result: Result }
  | { readonly error: { message: string; stack?: string } }
  | 'ready'

/**
 * Threads that run tasks one at a time each. The entry module calls `serveTasks`. A task that outstays `timeoutMs`
 * is really stopped: its thread is terminated and replaced. Threads start when first needed.
 */
export function createThreadPool<Task, Result>(
  entry: URL,
  options: ThreadPoolOptions,
): ThreadPool<Task, Result> {
  const slots: Slot<Task, Result>[] = []
  const waiting: Job<Task, Result>[] = []
  let closed = false

  const open = (): Slot<Task, Result> => {
    const slot: Slot<Task, Result> = {
      worker: undefined as never,
      job: undefined,
      timer: undefined,
      ready: false,
    }
    const worker = new Worker(entry, {
      resourceLimits: {
        ...(options.maxMemoryMb ? { maxOldGenerationSizeMb: options.maxMemoryMb } : {}),
        ...(options.maxYoungMb ? { maxYoungGenerationSizeMb: options.maxYoungMb } : {}),
      },
    })
    slot.worker = worker
    worker.on('message', (answer: Answer<Result>) => {
      if (answer === 'ready') {
        slot.ready = true
        armTimer(slot)
      } else settle(slot, answer)
    })
    worker.on('error', (error) => lose(slot, new TaskCrash(error.message)))
    worker.on('exit', (code) => lose(slot, new TaskCrash(`the thread ended with code ${code}`)))
    slots.push(slot)
    return slot
  }
  const armTimer = (slot: Slot<Task, Result>) => {
    if (!slot.job || !slot.ready) return
    slot.timer = setTimeout(() => {
      lose(slot, new TaskTimeout(`no result within ${options.timeoutMs} ms`))
      void slot.worker.terminate()
    }, options.timeoutMs)
  }
  const start = (slot: Slot<Task, Result>, job: Job<Task, Result>) => {
    slot.job = job
    slot.worker.ref()
    slot.worker.postMessage(job.task)
    armTimer(slot)
  }
  const settle = (slot: Slot<Task, Result>, answer: Exclude<Answer<Result>, 'ready'>) => {
    const job = slot.job
    clearTimeout(slot.timer)
    slot.job = undefined
    if ('result' in answer) job?.resolve(answer.result)
    else job?.reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }))
    const next = waiting.shift()
    if (next) start(slot, next)
    // An idle thread must not keep a command from ending.
    else slot.worker.unref()
  }
  const lose = (slot: Slot<Task, Result>, error: Error) => {
    const at = slots.indexOf(slot)
    if (at < 0) return
    slots.splice(at, 1)
    clearTimeout(slot.timer)
    slot.job?.reject(error)
    const next = closed ? undefined : waiting.shift()
    if (next) start(open(), next)
  }
  return {
    run(task) {
      if (closed) return Promise.reject(new Error('the thread pool is closed'))
      return new Promise((resolve, reject) => {
        const job = { task, resolve, reject }
        const idle = slots.find((slot) => !slot.job)
        if (idle) start(idle, job)
        else if (slots.length < options.size) start(open(), job)
        else waiting.push(job)
      })
    },
    async close() {
      closed = true
      for (const job of waiting.splice(0)) job.reject(new Error('the thread pool is closing'))
      await Promise.all(slots.splice(0).map((slot) => slot.worker.terminate()))
    },
  }
}
