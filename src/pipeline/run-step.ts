import { isDatabaseTrouble, transaction } from '../adapters/db.ts'
import type { Tx } from '../adapters/sql.ts'
import { type FailureCode, parked, TransientError } from '../core/outcome.ts'
import { type CountedOutcome, countOutcomes } from '../store/outcomes.ts'
import { dropOrFail, lockInStage, park } from '../store/transitions.ts'
import type { Deps } from './deps.ts'
import type { StageDefinition } from './stages.ts'
import type { Decided, Settled, Step, StepInput } from './step.ts'

const TRANSIENT_WAIT_MS = 60_000

export interface StepReport {
  /** Articles that moved on: the next queue is rung for them. */
  readonly done: readonly number[]
  /** Articles whose step threw: each is to be tried alone. */
  readonly again: readonly { readonly id: number; readonly error: unknown }[]
}

/**
 * Runs one stage over some articles and stores the results in one transaction. An article that is no longer in the
 * stage (another worker was first) is passed over: that is what makes every effect happen once, however often a
 * bell rings.
 *
 * An error of one article does not spoil the others: it comes back in `again`.
 */
export async function runStep(
  deps: Deps,
  stage: StageDefinition,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<StepReport> {
  const started = performance.now()
  const step = stage.step as Step<StepInput, unknown>
  const inputs = await step.load(deps.pool, ids)
  const decided = await Promise.allSettled(inputs.map((input) => step.decide(deps, input, signal)))
  const items: Decided<StepInput, unknown>[] = []
  const again: { id: number; error: unknown }[] = []
  decided.forEach((result, i) => {
    const input = inputs[i]!
    if (result.status === 'fulfilled') items.push({ input, outcome: result.value })
    else again.push({ id: input.id, error: result.reason })
  })
  if (!items.length) return { done: [], again }

  let settled: Settled[]
  try {
    settled = await transaction(deps.pool, (tx) => store(tx, stage, items, performance.now() - started))
  } catch (error) {
    if (signal.aborted) throw error
    return { done: [], again: [...again, ...items.map(({ input }) => ({ id: input.id, error }))] }
  }
  const ms = Math.round(performance.now() - started)
  await step.after?.(deps, items)
  const byId = new Map(settled.map((entry) => [entry.id, entry]))
  for (const { input } of items) {
    const { outcome, reason } = byId.get(input.id) ?? { outcome: 'noop', reason: undefined }
    deps.meter?.step({ stage: stage.name, outcome, reason, ms })
    deps.log.info(
      { stage: stage.name, article_id: input.id, outcome, reason, ms, batch: items.length },
      'step',
    )
  }
  return { done: settled.filter((entry) => entry.outcome === 'done').map((entry) => entry.id), again }
}

async function store(
  tx: Tx,
  stage: StageDefinition,
  items: readonly Decided<StepInput, unknown>[],
  ms: number,
): Promise<(Settled & { outcome: Settled['outcome'] })[]> {
  const locked = await lockInStage(
    tx,
    stage.from,
    items.map(({ input }) => input.id),
  )
  const held = items.filter(({ input }) => locked.has(input.id))
  const counted: CountedOutcome[] = []
  const count = (input: StepInput, outcome: CountedOutcome['outcome'], reason = '') =>
    counted.push({ stage: stage.name, outcome, reason, outletId: input.outlet_id, ms: ms / items.length })

  const finished = held.flatMap(({ input, outcome }) =>
    outcome.kind === 'done' ? [{ input, value: outcome.value }] : [],
  )
  const settled: Settled[] = []
  if (finished.length) settled.push(...(await (stage.step as Step<StepInput, unknown>).write(tx, finished)))
  for (const { input, outcome } of held) {
    if (outcome.kind === 'parked') {
      await park(tx, input.id, outcome.reason, outcome.until)
      count(input, 'parked', outcome.reason)
    } else if (outcome.kind !== 'done') {
      const reason = outcome.kind === 'dropped' ? outcome.reason : outcome.code
      await dropOrFail(tx, input, outcome.kind, reason)
      settled.push({ id: input.id, outcome: outcome.kind, reason })
    }
  }
  const inputOf = new Map(held.map(({ input }) => [input.id, input]))
  for (const { id, outcome, reason } of settled) count(inputOf.get(id)!, outcome, reason)
  for (const { input } of items) if (!locked.has(input.id)) count(input, 'noop')
  await countOutcomes(tx, counted)
  return settled
}

/**
 * The end of the line for an article whose step threw on its last try alone: momentary trouble waits a minute in its
 * row, a bug makes a dead letter (its stack is in the log).
 */
export async function giveUp(deps: Deps, stage: StageDefinition, id: number, error: unknown): Promise<void> {
  const transient = error instanceof TransientError || isDatabaseTrouble(error)
  const code: FailureCode = 'internal'
  const outcome = transient
    ? parked('transient', new Date(deps.now().getTime() + TRANSIENT_WAIT_MS))
    : ({ kind: 'failed', code } as const)
  const step = stage.step as Step<StepInput, unknown>
  const [input] = await step.load(deps.pool, [id])
  if (!input) return
  await transaction(deps.pool, (tx) => store(tx, stage, [{ input, outcome }], 0))
  await step.after?.(deps, [{ input, outcome }])
  deps.log.error(
    { stage: stage.name, article_id: id, outcome: outcome.kind, err: error },
    transient ? 'step parked after its last try' : 'step failed for good',
  )
}
