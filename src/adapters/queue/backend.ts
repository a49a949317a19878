import type { Queue, Worker, WorkerOptions } from 'bullmq'
import type { Processor, RowIds } from './worker.ts'

/** A job that a worker has taken. */
export interface TakenJob {
  readonly id: string
  readonly data: RowIds
  /** The name of the worker. */
  readonly processedBy: string | undefined
}

export interface QueueSetup {
  readonly prefix: string
  readonly defaultJobOptions: object
  readonly skipMetasUpdate: boolean
}

/** The operations that differ between Redis and Postgres. */
export interface Backend {
  /** Up to this many jobs are added one by one, more of them all at once. */
  readonly fewJobs: number
  jobsInWork(queue: Queue): Promise<readonly TakenJob[]>
  /** At most `jobs` of the jobs that wait, and as many of those that wait for another try. */
  jobsInLine(queue: Queue, jobs: number): Promise<readonly RowIds[]>
  queue(name: string, options: QueueSetup): Queue
  worker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>): Worker
  remembers(key: string): Promise<boolean>
  checkWrite(): Promise<void>
  close(): Promise<void>
}
