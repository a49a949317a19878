import type { Queryable, Tx } from '../adapters/postgres/sql.ts'
import type { Outcome } from '../core/record/outcome.ts'
import type { ReadState } from '../store/articles/transitions.ts'
import type { Deps } from './deps.ts'

export type Stage = 'discovered' | 'fetched' | 'extracted' | 'clustered'

/** What every step knows of the article it works on. */
export interface StepInput extends ReadState {
  readonly outlet_id: number | null
  /** 0 until a text of it has been stored; after that, a failure leaves the article as it is. */
  readonly version: number
  readonly parked_count: number
}

/** The result of `write` for one article; an article that `write` left out did not change its stage. */
export interface Settled {
  readonly id: number
  readonly outcome: 'done' | 'dropped' | 'failed'
  readonly reason?: string
  /** It is due for the same step again: a newer document waits. */
  readonly again?: boolean
}

/**
 * One step: load → decide → write. `decide` has no database effects and may run twice. `write` runs in the transaction that
 * `runStep` opened, on articles that it has locked and that are still as `load` read them.
 */
export interface Step<Input extends StepInput, Value> {
  /** Before a job runs: claims what the step needs beside the row. @returns the articles that may continue */
  take?(deps: Deps, ids: readonly number[]): Promise<number[]>
  load(db: Queryable, ids: readonly number[]): Promise<Input[]>
  decide(deps: Deps, input: Input, signal: AbortSignal): Promise<Outcome<Value>>
  write(tx: Tx, items: readonly { input: Input; value: Value }[]): Promise<Settled[]>
  /** After the commit: what must not come before it (ending a host's lease), and what may be lost without harm (learning). */
  after?(deps: Deps, items: readonly Decided<Input, Value>[]): Promise<void>
  /** After a step that threw: releases what `take` claimed. */
  giveBack?(deps: Deps, ids: readonly number[]): Promise<void>
}

/** An article and what its step decided. */
export interface Decided<Input, Value> {
  readonly input: Input
  readonly outcome: Outcome<Value>
}
