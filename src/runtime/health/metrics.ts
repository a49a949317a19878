import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Deps, StepMeter } from '../../pipeline/deps.ts'
import { queueNames } from '../../pipeline/stages.ts'
import { operationsOf, replicaOf } from '../../queries/health.ts'

export interface Meter extends StepMeter {
  /** Counts a wrong operator token, by how it was sent: form, cookie or bearer. */
  wrongToken(sentAs: string): void
  /** Counts a request that was postponed because its network address was busy with other names. */
  addressBusy(): void
  /** In the text format of Prometheus. Queries the database and the queue for values that only they know. */
  expose(deps: Pick<Deps, 'pool' | 'queues'> & { readonly readPool: Deps['pool'] }): Promise<string>
  readonly contentType: string
}

/** From a single update to a page that needs the whole time limit. */
const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/**
 * What this process did (counters, step seconds), and the state that all processes share (backlog, queues, feeds). Every
 * process shows the same shared state: take the maximum of it over instances, and the sum of the counters.
 */
export function createMeter(): Meter {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'newsloom_process_' })
  const registers = [registry]
  const outcomes = new Counter({
    name: 'newsloom_outcomes_total',
    help: 'Steps that this process finished, by stage, outcome and reason.',
    labelNames: ['stage', 'outcome', 'reason'],
    registers,
  })
  const seconds = new Histogram({
    name: 'newsloom_step_seconds',
    help: 'How long a step of a stage took; those of a batch each count with the whole batch.',
    labelNames: ['stage'],
    buckets: SECONDS,
    registers,
  })
  const wrongTokens = new Counter({
    name: 'newsloom_wrong_operator_tokens_total',
    help: 'Wrong operator tokens that this process was sent, by how they were sent.',
    labelNames: ['sent_as'],
    registers,
  })
  const busyAddresses = new Counter({
    name: 'newsloom_address_busy_total',
    help: 'Requests that this process put off because their network address was busy with requests by other names.',
    registers,
  })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `newsloom_${name}`, help, labelNames, registers })
  const backlog = gauge('backlog', 'Articles that wait in a stage and may move now.', ['stage'])
  const parked = gauge('parked', 'Articles that wait in a stage for their time.', ['stage'])
  const oldestDue = gauge(
    'oldest_due_seconds',
    'For how long the longest waiting article of a stage has been due.',
    ['stage'],
  )
  const lastOutcome = gauge(
    'last_outcome_age_seconds',
    'Since any process last finished a step; -1 before the first.',
  )
  const depth = gauge('queue_jobs', 'Jobs in a queue, by state.', ['queue', 'state'])
  const feedsFailing = gauge('feeds_failing', 'Active feeds whose last polls failed, by code.', ['code'])
  const feedsActive = gauge('feeds_active', 'Feeds that are polled.')
  const feedsLate = gauge('feeds_late', 'Active feeds that have been due for more than five minutes.')
  const hostsAway = gauge('hosts_backing_off', 'Hosts that are left alone for a while.')
  const deadLetters = gauge('dead_letters', 'Articles that failed for good in the last day, by reason.', [
    'reason',
  ])

  const readBehind = gauge(
    'read_behind_seconds',
    'How far what DATABASE_READ_URL names is behind its primary; without that setting there is no value.',
  )
  readBehind.remove()

  return {
    contentType: registry.contentType,
    addressBusy: () => busyAddresses.inc(),
    wrongToken: (sentAs) => wrongTokens.inc({ sent_as: sentAs }),
    step({ stage, outcome, reason, ms }) {
      outcomes.inc({ stage, outcome, reason: reason ?? '' })
      // A second worker on the same article did nothing worth timing.
      if (outcome !== 'noop') seconds.observe({ stage }, ms / 1000)
    },
    async expose(deps) {
      const state = await operationsOf(deps.pool)
      for (const row of state.stages) {
        backlog.set({ stage: row.stage }, row.due)
        parked.set({ stage: row.stage }, row.parked)
        oldestDue.set({ stage: row.stage }, row.oldest_due_s)
      }
      lastOutcome.set(state.last_outcome_s ?? -1)
      feedsFailing.reset()
      for (const { code, count } of state.feeds_failing) feedsFailing.set({ code }, count)
      feedsActive.set(state.feeds_active)
      feedsLate.set(state.feeds_late)
      hostsAway.set(state.hosts_backing_off)
      deadLetters.reset()
      for (const { reason, count } of state.dead_letters) deadLetters.set({ reason }, count)
      if (deps.readPool !== deps.pool) readBehind.set((await replicaOf(deps.readPool)).behind_s)
      depth.reset()
      for (const queue of queueNames)
        for (const [jobs, count] of Object.entries(await deps.queues.counts(queue)))
          depth.set({ queue, state: jobs }, count)
      return registry.metrics()
    },
  }
}
