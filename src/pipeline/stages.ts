import { clusterStep } from './cluster/step.ts'
import { extractStep } from './extract/step.ts'
import { fetchStep } from './fetch/step.ts'
import type { Stage, Step } from './step.ts'

/**
 * The pipeline. An article goes down this table:
 *
 *   discovered ──fetch──▶ fetched ──extract──▶ extracted ──cluster──▶ clustered
 *
 * The row says in which stage an article is; the queue of that stage only holds its id. Around the table: `poll` finds
 * articles in feeds, `load` brings them from files, `repair` decides again on recent stories, `notify` sends the changes to
 * other programs.
 */
export interface StageDefinition {
  readonly name: 'fetch' | 'extract' | 'cluster'
  readonly from: Stage
  readonly to: Stage
  // biome-ignore lint/suspicious/noExplicitAny: each step has its own input and value; runStep pairs them.
  readonly step: Step<any, any>
  /** The queue for articles that have finished this stage. */
  readonly next: 'extract' | 'cluster' | null
  /** Articles in one job: they share a round trip to the database. */
  readonly perJob: number
  /** Articles that are ready within this time share a transaction; without it, those of a job are ready together. */
  readonly gatherMs?: number
  /** Jobs at once in one process. */
  readonly concurrency: number
  /** Jobs in the queue above which the scheduler adds no more: the backpressure. */
  readonly ceiling: number
}

export const stages = {
  // Waits on the network: many at once, one page each, and the host row limits the rate. Enough that jobs waiting for a host
  // that fails slowly still leave places for the others (bench/misbehaving.ts).
  fetch: {
    name: 'fetch',
    from: 'discovered',
    to: 'fetched',
    step: fetchStep,
    next: 'extract',
    perJob: 8,
    gatherMs: 25,
    concurrency: 100,
    ceiling: 500,
  },
  // Needs CPU, in threads of its own: a few batches at once keep them busy.
  extract: {
    name: 'extract',
    from: 'fetched',
    to: 'extracted',
    step: extractStep,
    next: 'cluster',
    perJob: 16,
    concurrency: 4,
    ceiling: 2_000,
  },
  // Takes locks on what it compares: two batches at once, of which one often waits for the locks of the other.
  cluster: {
    name: 'cluster',
    from: 'extracted',
    to: 'clustered',
    step: clusterStep,
    next: null,
    perJob: 32,
    concurrency: 2,
    ceiling: 2_000,
  },
} as const satisfies Record<string, StageDefinition>

export type StageName = keyof typeof stages

/** Every kind of worker, in the order of the flow. */
export const workerNames = [
  'scheduler',
  'poll',
  'fetch',
  'extract',
  'cluster',
  'repair',
  'notify',
  'web',
] as const
export type WorkerName = (typeof workerNames)[number]

/** The queues there are. */
export const queueNames = ['poll', 'fetch', 'extract', 'cluster', 'repair', 'notify'] as const
