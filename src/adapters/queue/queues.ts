import type { Queue } from 'bullmq'
import { MAX_ATTEMPTS } from '../../core/fetching/retry.ts'
import type { SessionLimits } from '../postgres/session.ts'
import { fullName } from './names.ts'
import { postgresBackend } from './postgres-backend.ts'
import { redisBackend } from './redis-backend.ts'
import {
  type FailedJob,
  type JobHandler,
  putBack,
  type QueueWorker,
  type RowIds,
  startWorker,
} from './worker.ts'

export interface QueueOptions {
  readonly databaseUrl: string
  /** Undefined: the queue is in the same Postgres. */
  readonly redisUrl?: string | undefined
  /** Separates this installation from others on the same Redis. */
  readonly prefix?: string
  /** How many workers will run in this process: each holds one connection to listen on. */
  readonly workers?: number
  /** Only read: opening a queue then does not write its description. */
  readonly look?: boolean
  /** Of the sessions of a queue in Postgres. */
  readonly limits?: SessionLimits
  readonly onError?: (error: Error) => void
  /** Called for each failed attempt at a job. */
  readonly onFailed?: (queue: string, failed: FailedJob) => void
  /** The most connections of a queue in Postgres; without it 6 and 2 for each worker. */
  readonly connections?: number | undefined
}

/** A job that a worker has taken and not finished. */
export interface JobInWork {
  readonly ids: readonly number[]
  /** The process that took it; undefined for one that does not sign its jobs. */
  readonly owner: number | undefined
  /** Makes an empty job of it and puts it back into the queue: used when its worker has died and its rows are handled. */
  silence(): Promise<void>
}

export interface QueueSet {
  readonly backend: 'postgres' | 'redis'
  /** Enqueues `ids`, in jobs of at most `perJob`. Call it after the commit, never before. */
  enqueue(queue: string, ids: readonly number[], perJob?: number): Promise<void>
  /** Enqueues each id in a job of its own; an id that is already in the queue is not added again. */
  enqueueOnce(queue: string, ids: readonly number[]): Promise<void>
  /** The jobs that are running now. */
  inWork(queue: string): Promise<readonly JobInWork[]>
  /** The ids of the jobs that wait for their first or another try; at most `jobs` jobs of each kind. */
  inLine(queue: string, jobs: number): Promise<readonly number[]>
  /** Jobs that wait to be taken. */
  waiting(queue: string): Promise<number>
  counts(queue: string): Promise<Record<string, number>>
  /** False when the queue has lost what was enqueued since the last call: emptied, or set back to an older state. */
  remembers(): Promise<boolean>
  /** Proves that the backend accepts a write. @throws when it does not. */
  checkWrite(): Promise<void>
  work(
    queue: string,
    handler: JobHandler,
    options: { readonly concurrency: number; readonly name: string; readonly owner: number },
  ): QueueWorker
  /** The BullMQ queues themselves, for bull-board and metrics. */
  bullQueues(names: readonly string[]): Queue[]
  close(): Promise<void>
}

const JOB_OPTIONS = {
  attempts: MAX_ATTEMPTS,
  backoff: { type: 'newsloom' },
  // The row is the record: a finished job is removed, a failed one is kept for a day so that the operator can inspect it.
  removeOnComplete: true,
  removeOnFail: { age: 86_400, count: 1_000 },
  sizeLimit: 1_024,
} as const

/** Opens the queues: on Redis where `redisUrl` is set, else in Postgres. @throws when Redis may evict keys. */
export async function openQueues(options: QueueOptions): Promise<QueueSet> {
  const onError = options.onError ?? (() => {})
  const prefix = options.prefix ?? 'newsloom'
  const backend = options.redisUrl
    ? await redisBackend(options.redisUrl, prefix, onError)
    : postgresBackend(options, onError)
  const queues = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    let queue = queues.get(name)
    if (!queue) {
      queue = backend.queue(fullName(name), {
        prefix,
        defaultJobOptions: JOB_OPTIONS,
        skipMetasUpdate: options.look ?? false,
      })
      queue.on('error', onError)
      queues.set(name, queue)
      // A queue that could not reach its database when it was created never will: BullMQ keeps that error.
      const opened = queue
      opened.waitUntilReady().catch(() => {
        if (queues.get(name) === opened) queues.delete(name)
        opened.close().catch(onError)
      })
    }
    return queue
  }
  return {
    backend: options.redisUrl ? 'redis' : 'postgres',
    async enqueue(name, ids, perJob = 1) {
      const jobs: { name: string; data: RowIds }[] = []
      for (let i = 0; i < ids.length; i += perJob)
        jobs.push({ name: 'rows', data: { ids: ids.slice(i, i + perJob) } })
      if (jobs.length <= backend.fewJobs)
        await Promise.all(jobs.map((job) => queueOf(name).add(job.name, job.data)))
      else for (let i = 0; i < jobs.length; i += 500) await queueOf(name).addBulk(jobs.slice(i, i + 500))
    },
    async enqueueOnce(name, ids) {
      for (let i = 0; i < ids.length; i += 500)
        await queueOf(name).addBulk(
          // deduplication, not jobId: with jobId, a failed job that is kept would prevent the next job of the same id.
          ids.slice(i, i + 500).map((id) => ({
            name: 'rows',
            data: { ids: [id] },
            opts: { deduplication: { id: String(id) } },
          })),
        )
    },
    async inWork(name) {
      const queue = queueOf(name)
      return (await backend.jobsInWork(queue)).map(({ id, data, processedBy }) => ({
        ids: data.ids,
        owner: ownerOf(processedBy),
        silence: async () => {
          const job = await queue.getJob(id)
          if (!job) return
          // A worker finishes an empty job at once.
          await job.updateData({ ids: [] })
          await putBack(job)
        },
      }))
    },
    async inLine(name, jobs) {
      return (await backend.jobsInLine(queueOf(name), jobs)).flatMap(({ ids }) => ids)
    },
    async waiting(name) {
      const counts = await queueOf(name).getJobCounts('waiting', 'prioritized')
      return (counts.waiting ?? 0) + (counts.prioritized ?? 0)
    },
    counts: (name) => queueOf(name).getJobCounts('waiting', 'active', 'delayed', 'failed', 'prioritized'),
    remembers: () => backend.remembers(`${prefix}:beat`),
    checkWrite: backend.checkWrite,
    work: (name, handler, { concurrency, name: workerName, owner }) =>
      startWorker({
        open: (process, options) => backend.worker(fullName(name), process, { prefix, ...options }),
        queue: () => queueOf(name),
        handler,
        concurrency,
        name: signature(workerName, owner),
        onError,
        onFailed: (failed) => options.onFailed?.(name, failed),
      }),
    bullQueues: (names) => names.map(queueOf),
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/** BullMQ writes the worker's name on each job that it takes: so a job names its process. */
const signature = (worker: string, owner: number) =>
  `${worker} ${++workersMade}${owner ? ` of ${owner}` : ''}`
let workersMade = 0

function ownerOf(processedBy: string | undefined): number | undefined {
  const owner = / of (\d+)$/.exec(processedBy ?? '')?.[1]
  return owner === undefined ? undefined : Number(owner)
}
