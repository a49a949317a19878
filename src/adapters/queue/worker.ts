import { setTimeout as sleep } from 'node:timers/promises'
import { type Job, type Queue, WaitingError, type Worker, type WorkerOptions } from 'bullmq'
import { backoffMs } from '../../core/fetching/retry.ts'

/** The content of a job: the ids of rows to process. No data of the rows is in a job. */
export interface RowIds {
  readonly ids: readonly number[]
}

export type JobHandler = (target: RowIds, job: JobFacts, signal: AbortSignal) => Promise<void>

export interface JobFacts {
  readonly id: string
  /** True when a failure now is final: the queue will not run the job again. */
  readonly lastAttempt: boolean
}

export interface QueueWorker {
  /** Takes no more jobs; waits `graceMs` for running ones, then puts the rest back into the queue. */
  close(graceMs: number): Promise<void>
}

export type Processor = ConstructorParameters<typeof Worker<RowIds>>[1]

export interface WorkerSetup {
  open(process: Processor, options: Omit<WorkerOptions, 'connection' | 'prefix'>): Worker
  /** The queue that the worker takes from. */
  queue(): Queue
  readonly handler: JobHandler
  readonly concurrency: number
  /** Written on each job that it takes. */
  readonly name: string
  readonly onError: (error: Error) => void
  /** Called for each failed attempt. */
  readonly onFailed: (failed: FailedJob) => void
}

/** An attempt at a job that ended with an error. */
export interface FailedJob {
  readonly ids: readonly number[]
  readonly error: Error
  /** From 1 on. */
  readonly attempt: number
}

const REOPEN_MS = 500
/** How often it searches for jobs that it has forgotten: soon after trouble, and from time to time. */
const LOOK_MS = 2_000
const LOOK_ANYWAY_MS = 30_000
const TROUBLE_MS = 60_000
/** A job is not among the running ones for a moment, while its end is being written. */
const FORGOTTEN_MS = 6_000
/** The error for a job that another worker has: this is not trouble with the connection. */
const MOVED_ON = /^(Lock mismatch|Missing lock|Missing key)|is not in the active state/
const OPENING_MS = 2_000
/** After the grace: time for BullMQ to disconnect from a server that may have failed. */
const DISCONNECT_MS = 3_000

/**
 * Runs one BullMQ worker until it is closed. After trouble with the connection BullMQ leaves three things undone, which are
 * done here. A worker that could not reach its database at the start never tries again: it is opened again. A job whose end
 * could not be written stays assigned to a worker that has forgotten it: it goes back into the queue. The search for stalled
 * jobs has stopped: it is started again.
 */
export function startWorker(setup: WorkerSetup): QueueWorker {
  const { onError } = setup
  const closing = new AbortController()
  const stopped = new AbortController()
  const inHand = new Set<string>()
  let worker: Worker | undefined
  let troubleMs = Number.NEGATIVE_INFINITY
  const open = () => {
    const opened = setup.open(processOf(setup, inHand, closing.signal), {
      autorun: false,
      name: setup.name,
      concurrency: setup.concurrency,
      // The scheduler frees the jobs of a killed worker within seconds; without one they run again within 45 s. When a
      // running worker loses its lock, the job runs twice, for nothing.
      lockDuration: 30_000,
      stalledInterval: 15_000,
      maxStalledCount: 2,
      // After trouble with the connection: BullMQ would wait for 15 s.
      runRetryDelay: 1_000,
      settings: { backoffStrategy: (attempt) => backoffMs(attempt, Math.random()) },
    })
    opened.on('error', (error) => {
      if (!MOVED_ON.test(error.message)) troubleMs = performance.now()
      onError(error)
    })
    opened.on('failed', (job, error) =>
      setup.onFailed({
        ids: (job?.data as RowIds | undefined)?.ids ?? [],
        error,
        attempt: job?.attemptsMade ?? 0,
      }),
    )
    return opened
  }
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped.signal }).catch(() => {})
  const running = (async () => {
    while (!stopped.signal.aborted) {
      worker = open()
      try {
        await worker.waitUntilReady()
        await worker.run()
      } catch (error) {
        if (!stopped.signal.aborted) onError(error as Error)
      }
      if (stopped.signal.aborted) return
      void worker.close(true).catch(onError)
      await pause(REOPEN_MS)
    }
  })()
  const looking = (async () => {
    /** Since when each job was seen not to be among the running ones. */
    let forgotten = new Map<string, number>()
    let lookedMs = performance.now()
    while (!stopped.signal.aborted) {
      await pause(LOOK_MS)
      if (stopped.signal.aborted) return
      const calm = !forgotten.size && performance.now() - troubleMs > TROUBLE_MS
      if (calm && performance.now() - lookedMs < LOOK_ANYWAY_MS) continue
      lookedMs = performance.now()
      try {
        const ours = (await setup.queue().getJobs(['active'])).filter(
          (job) => job?.processedBy === setup.name && !inHand.has(job.id!),
        )
        const now = performance.now()
        forgotten = new Map(ours.map((job) => [job.id!, forgotten.get(job.id!) ?? now]))
        const lost = ours.filter((job) => now - forgotten.get(job.id!)! >= FORGOTTEN_MS)
        for (const job of lost) await putBack(job)
        if (lost.length) await worker?.startStalledCheckTimer()
      } catch (error) {
        onError(error as Error)
      }
    }
  })()
  // A worker that is closed while it opens takes a connection afterwards, and never releases it.
  const closeReady = async () => {
    const ready = worker?.waitUntilReady().catch(() => {})
    await Promise.race([ready, sleep(OPENING_MS, undefined, { ref: false })])
    await worker?.close()
  }
  return {
    async close(graceMs) {
      stopped.abort()
      const timer = setTimeout(() => closing.abort(new Error('shutting down')), graceMs)
      try {
        const closed = Promise.all([closeReady(), running, looking])
        await Promise.race([closed, sleep(graceMs + DISCONNECT_MS, undefined, { ref: false })])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function processOf({ handler }: WorkerSetup, inHand: Set<string>, closing: AbortSignal): Processor {
  return async (job, token, signal) => {
    const both = signal ? AbortSignal.any([signal, closing]) : closing
    inHand.add(job.id!)
    try {
      await handler(
        job.data as RowIds,
        { id: job.id ?? '', lastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1) },
        both,
      )
    } catch (error) {
      if (!closing.aborted) throw error
      // Shutting down: back into the queue at once, without counting an attempt.
      await job.moveToWait(token)
      throw new WaitingError()
    } finally {
      inHand.delete(job.id!)
    }
  }
}

/** BullMQ's token for any holder of the lock. */
const ANY_LOCK = '0'

/**
 * Puts a job back into the queue that no worker runs, even while its lock is valid. A job whose state changed meanwhile is
 * left alone.
 */
export async function putBack(job: Job): Promise<void> {
  try {
    await job.moveToWait(ANY_LOCK)
  } catch (error) {
    if (await job.isActive()) throw error
  }
}
