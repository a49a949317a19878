import { transaction } from '../adapters/postgres/db.ts'
import type { Tx } from '../adapters/postgres/sql.ts'
import { gather } from '../adapters/threads/gather.ts'
import type { TraceSpan } from '../adapters/traces/tracer.ts'
import { isServiceTrouble } from '../adapters/trouble.ts'
import { type FailureCode, parked, TransientError } from '../core/record/outcome.ts'
import { dropOrFail, lockUnchanged, park } from '../store/articles/transitions.ts'
import { type CountedOutcome, countOutcomes } from '../store/operations/outcomes.ts'
import type { Deps } from './deps.ts'
import type { StageDefinition } from './stages.ts'
import type { Decided, Settled, Step, StepInput } from './step.ts'
import { inJob } from './traces.ts'

const TRANSIENT_WAIT_MS = 60_000
/** Articles in one transaction of a stage with `gatherMs`. */
const MAX_GATHERED = 32

export interface StepReport {
  /** Articles that changed their stage: they are enqueued for the next one. */
  readonly done: readonly number[]
  /** Articles whose step threw: each is tried again alone. */
  readonly again: readonly { readonly id: number; readonly error: unknown }[]
}

/** An article and what was decided, with its span where tracing is on. */
interface Traced extends Decided<StepInput, unknown> {
  readonly span?: TraceSpan | undefined
}

/** How long it took in addition: the time of a batch is divided among its articles. */
interface Finished extends Traced {
  readonly ms: number
}

/**
 * Runs one stage over some articles and stores the results in one transaction; where a stage gathers (`gatherMs`), articles
 * run independently and those ready at the same time share a transaction. An article that is no longer as it was read
 * (another worker was first, or something newer came) is skipped. So every effect happens once, however often a job runs, and
 * an older text never replaces a newer one.
 *
 * An error of one article does not affect the others: it is returned in `again`. `onDone` is called as soon as articles have
 * changed their stage.
 */
export function runStep(
  deps: Deps,
  stage: StageDefinition,
  ids: readonly number[],
  signal: AbortSignal,
  onDone: (ids: readonly number[]) => void = () => {},
): Promise<StepReport> {
  const facts = { articles: ids.length }
  return inJob(deps, `${stage.name} job`, facts, (job) => runIn(job, deps, stage, ids, signal, onDone))
}

async function runIn(
  job: TraceSpan | undefined,
  deps: Deps,
  stage: StageDefinition,
  ids: readonly number[],
  signal: AbortSignal,
  onDone: (ids: readonly number[]) => void,
): Promise<StepReport> {
  const started = performance.now()
  const step = stage.step as Step<StepInput, unknown>
  const inputs = await step.load(deps.pool, ids)
  const done: number[] = []
  const again: { id: number; error: unknown }[] = []
  const settle = async (items: readonly Traced[]) => {
    if (!items.length) return
    const ms = (performance.now() - started) / items.length
    const timed = items.map((item) => ({ ...item, ms }))
    try {
      const settled = stage.gatherMs
        ? await Promise.all(timed.map(committer(deps, stage)))
        : await commit(deps, stage, timed)
      const moved = settled.flatMap((entry) => (entry?.outcome === 'done' && !entry.again ? [entry.id] : []))
      done.push(...moved)
      if (moved.length) onDone(moved)
    } catch (error) {
      for (const { span } of items) span?.fail(error)
      if (signal.aborted) throw error
      again.push(...items.map(({ input }) => ({ id: input.id, error })))
    }
  }
  const decide = async (input: StepInput): Promise<Traced[]> => {
    const span = deps.tracer?.step(stage.name, input.id, job, { version: input.version })
    const decided = () => step.decide(deps, input, signal)
    try {
      return [{ input, outcome: await (span ? span.run(decided) : decided()), span }]
    } catch (error) {
      span?.fail(error)
      again.push({ id: input.id, error })
      return []
    }
  }
  if (stage.gatherMs) await Promise.all(inputs.map(async (input) => settle(await decide(input))))
  else await settle((await Promise.all(inputs.map(decide))).flat())
  return { done, again }
}

type Commit = (item: Finished) => Promise<Settled | undefined>
const committers = new WeakMap<Deps, Map<string, Commit>>()

/** Collects, for the whole process, the articles of a stage that are ready at the same time. */
function committer(deps: Deps, stage: StageDefinition): Commit {
  let ofDeps = committers.get(deps)
  if (!ofDeps) committers.set(deps, (ofDeps = new Map()))
  let known = ofDeps.get(stage.name)
  if (!known) {
    known = gather((items) => commit(deps, stage, items), {
      lingerMs: stage.gatherMs ?? 0,
      max: MAX_GATHERED,
    })
    ofDeps.set(stage.name, known)
  }
  return known
}

/**
 * Stores what was decided and runs what follows the commit. @returns results in the order of `items`, undefined for articles
 * that had changed
 */
async function commit(
  deps: Deps,
  stage: StageDefinition,
  items: readonly Finished[],
): Promise<(Settled | undefined)[]> {
  const step = stage.step as Step<StepInput, unknown>
  const settled = await transaction(deps.pool, (tx) => store(tx, stage, items))
  await step.after?.(deps, items)
  await enqueueAgain(deps, stage, settled)
  const byId = new Map(settled.map((entry) => [entry.id, entry]))
  for (const { input, ms, span } of items) {
    const { outcome, reason } = byId.get(input.id) ?? { outcome: 'noop', reason: undefined }
    span?.end({ outcome, reason })
    deps.meter?.step({ stage: stage.name, outcome, reason, ms })
    deps.log.info(
      { stage: stage.name, article_id: input.id, outcome, reason, ms: Math.round(ms), batch: items.length },
      'step',
    )
  }
  return items.map(({ input }) => byId.get(input.id))
}

/** For articles that are due for the same step again. If this job is lost, the scheduler finds the article. */
async function enqueueAgain(deps: Deps, stage: StageDefinition, settled: readonly Settled[]): Promise<void> {
  const ids = settled.flatMap(({ id, again }) => (again ? [id] : []))
  if (!ids.length) return
  await deps.queues
    .enqueue(stage.name, ids, stage.perJob)
    .catch((error: unknown) => deps.log.warn({ stage: stage.name, err: error }, 'left to the scheduler'))
}

async function store(
  tx: Tx,
  stage: StageDefinition,
  items: readonly Finished[],
): Promise<(Settled & { outcome: Settled['outcome'] })[]> {
  const locked = await lockUnchanged(
    tx,
    items.map(({ input }) => input),
  )
  const held = items.filter(({ input }) => locked.has(input.id))
  const counted: CountedOutcome[] = []
  const msOf = new Map(items.map(({ input, ms }) => [input.id, ms]))
  const count = (input: StepInput, outcome: CountedOutcome['outcome'], reason = '') =>
    counted.push({
      stage: stage.name,
      outcome,
      reason,
      outletId: input.outlet_id,
      ms: msOf.get(input.id) ?? 0,
    })

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
      await dropOrFail(tx, input.id, outcome.kind, reason)
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
 * For an article whose step threw on its last try alone: momentary trouble waits a minute in its row, a bug makes a dead
 * letter (its stack is in the log).
 */
export async function giveUp(deps: Deps, stage: StageDefinition, id: number, error: unknown): Promise<void> {
  const transient = error instanceof TransientError || isServiceTrouble(error)
  const code: FailureCode = 'internal'
  const outcome = transient
    ? parked('transient', new Date(deps.now().getTime() + TRANSIENT_WAIT_MS))
    : ({ kind: 'failed', code } as const)
  const step = stage.step as Step<StepInput, unknown>
  const [input] = await step.load(deps.pool, [id])
  if (!input) return
  await transaction(deps.pool, (tx) => store(tx, stage, [{ input, outcome, ms: 0 }]))
  await step.after?.(deps, [{ input, outcome }])
  deps.log.error(
    { stage: stage.name, article_id: id, outcome: outcome.kind, err: error },
    transient ? 'step parked after its last try' : 'step failed for good',
  )
}
