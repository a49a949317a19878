import type { Pool } from 'pg'
import type { HttpClient } from '../adapters/http/client.ts'
import type { RenderService } from '../adapters/http/render-client.ts'
import type { QueueSet } from '../adapters/queue/queues.ts'
import type { Tracer } from '../adapters/traces/tracer.ts'
import type { DocumentStore } from './documents/document-store.ts'
import type { ExtractPool } from './extract/pool.ts'
import type { SourcePool } from './poll/source-pool.ts'

/** What a step may use from outside. Built once per process by runtime/deps.ts. */
export interface Deps {
  readonly pool: Pool
  readonly queues: QueueSet
  readonly http: HttpClient
  /** For pages of outlets that need a browser; they are fetched plainly without it. */
  readonly renderer?: RenderService | undefined
  readonly extractor: ExtractPool
  readonly documents: DocumentStore
  /** Threads that read feeds and sitemaps. */
  readonly sources: SourcePool
  readonly log: Log
  readonly meter?: StepMeter | undefined
  readonly tracer?: Tracer | undefined
  /** Identifies this process among all that work on the database: it signs the leases with it. */
  readonly processKey: number
  readonly now: () => Date
  /** From [0, 1): jitter. */
  readonly chance: () => number
  readonly policy: Policy
  /** Called when a host's lease has ended, with the milliseconds until it may be asked again. */
  readonly freed?: (host: string, delayMs: number) => void
}

/** Counts what was done, for /metrics. */
export interface StepMeter {
  step(done: {
    readonly stage: string
    readonly outcome: string
    readonly reason: string | null | undefined
    readonly ms: number
  }): void
}

export interface Policy {
  readonly userAgent: string
  readonly minDelayMs: number
  /** The longest that a statement of a reader may take. */
  readonly readerLimitS: number
  /** When a fetched article is fetched again, in seconds after it was first seen. */
  readonly refetchAfterS: readonly number[]
  /** An article is withdrawn when a second fetch finds it gone, at least this many seconds after the first that did. */
  readonly confirmGoneAfterS: number
  readonly documentsDays: number
  readonly pollHistoryDays: number
  /** What is used to find copies and stories. */
  readonly keysDays: number
  readonly outboxDays: number
}

/** The part of the logger that the pipeline uses: keys first, then the message. */
export interface Log {
  debug(keys: object, message: string): void
  info(keys: object, message: string): void
  warn(keys: object, message: string): void
  error(keys: object, message: string): void
}
