import type { HttpClient } from '../../adapters/http/client.ts'
import { isDatabaseTrouble } from '../../adapters/postgres/db.ts'
import type { QueueWorker } from '../../adapters/queue/worker.ts'
import { TransientError } from '../../core/record/outcome.ts'
import type { Deps } from '../../pipeline/deps.ts'
import { notifyRound } from '../../pipeline/notify/round.ts'
import { createWebhookSender } from '../../pipeline/notify/webhooks.ts'
import { pollFeed } from '../../pipeline/poll/poll-feed.ts'
import { repairRound } from '../../pipeline/repair/round.ts'
import { giveUp, runStep, type StepReport } from '../../pipeline/run-step.ts'
import { startRelay } from '../../pipeline/schedule/relay.ts'
import { type StageDefinition, type StageName, stages } from '../../pipeline/stages.ts'
import { countTry, uncountTry } from '../../store/operations/stuck.ts'
import { takeForPoll } from '../../store/sources/host-leases.ts'
import { giveBackFeedHost } from '../../store/sources/host-pacing.ts'
import { holdLeadership, type Leadership } from './leader.ts'
import { every, type Loop } from './loop.ts'
import { retryInBackground } from './retry-in-background.ts'

/** Something that runs until it is closed. */
export interface Running {
  close(graceMs: number): Promise<void>
}

/** A worker of one stage: takes jobs, runs the step, enqueues for the next stage. */
export function startStageWorker(base: Deps, name: StageName, concurrency?: number): Running {
  const stage: StageDefinition = stages[name]
  const relay = name === 'fetch' ? startRelay(base) : undefined
  const deps: Deps = relay ? { ...base, freed: relay.freed } : base
  const nextStage = nextStageOf(deps, stage)
  const worker = deps.queues.work(
    name,
    async (target, job, signal) => {
      const { take, giveBack } = stage.step
      const giveAllBack = (ids: readonly number[]) =>
        giveBack && retryInBackground(deps.log, 'giving back hosts', () => giveBack(deps, ids))
      let ids = target.ids
      if (!ids.length) return
      // Before anything is taken or counted: while documents can be neither stored nor read, the job waits here.
      if (USES_DOCUMENTS.has(name)) await deps.documents.untilBack(signal)
      // Only deaths lead to `poison`: a try that ends with an error (a full disk, an unavailable database) does not count.
      let counted: readonly number[] = []
      const uncount = (failed: readonly number[]) => {
        const tries = failed.filter((id) => counted.includes(id))
        if (tries.length)
          retryInBackground(deps.log, 'taking tries back', () => uncountTry(deps.pool, tries, stage.from))
      }
      let report: StepReport
      try {
        if (take) counted = ids = await take(deps, target.ids)
        // First jobs come in batches; an article that is enqueued alone was left by a lost job, and its try is counted.
        else if (ids.length === 1) {
          await countTry(deps.pool, ids, stage.from)
          counted = ids
        }
        if (!ids.length) return
        report = await runStep(deps, stage, ids, signal, nextStage.add)
      } catch (error) {
        // The statement may have succeeded and only its answer been lost: release the articles in any case.
        giveAllBack(ids)
        uncount(ids)
        throw error
      }
      const failed = report.again.map(({ id }) => id)
      if (failed.length) giveAllBack(failed)
      uncount(failed)
      const [failure] = report.again
      if (!failure) return
      if (ids.length > 1) {
        // One bad article must not affect the others of its batch: each that threw is tried alone.
        await deps.queues.enqueueOnce(name, failed)
        for (const { id, error } of report.again)
          deps.log.warn({ stage: name, article_id: id, err: error }, 'step threw, to be tried alone')
      } else if (job.lastAttempt && !signal.aborted) await giveUp(deps, stage, failure.id, failure.error)
      else throw asError(failure.error)
    },
    { concurrency: concurrency ?? stage.concurrency, name: `newsloom-${name}`, owner: deps.processKey },
  )
  return {
    async close(graceMs) {
      relay?.close()
      await worker.close(graceMs)
      await nextStage.close()
    },
  }
}

/** Stages that store or read the bytes of documents. */
const USES_DOCUMENTS: ReadonlySet<StageName> = new Set(['fetch', 'extract'])

const ENQUEUE_LINGER_MS = 200

/**
 * Enqueues finished articles for the next stage, in full jobs where articles come close together: a batch of one costs the
 * next stage as many round trips as a batch of sixteen. A job that is lost here is enqueued again by the scheduler.
 */
function nextStageOf(deps: Deps, { next }: StageDefinition) {
  let waiting: number[] = []
  let timer: NodeJS.Timeout | undefined
  let pending: Promise<void> = Promise.resolve()
  const flush = (keep: number) => {
    clearTimeout(timer)
    timer = undefined
    const ids = waiting.splice(0, waiting.length - keep)
    if (!next || !ids.length) return
    pending = Promise.all([pending, deps.queues.enqueue(next, ids, stages[next].perJob)]).then(
      () => {},
      (error: unknown) => deps.log.warn({ stage: next, err: error }, 'cannot enqueue, left to the scheduler'),
    )
  }
  return {
    add(ids: readonly number[]) {
      if (!next) return
      waiting = waiting.concat(ids)
      const { perJob } = stages[next]
      if (waiting.length >= perJob) flush(waiting.length % perJob)
      if (waiting.length) timer ??= setTimeout(flush, ENQUEUE_LINGER_MS, 0)
    },
    async close() {
      flush(0)
      await pending
    },
  }
}

/** Longer than robots.txt and a feed can take together: 60 s each. */
const POLL_LEASE_S = 180

/** Polls one feed for each job. */
export function startPollWorker(deps: Deps, concurrency = 100): QueueWorker {
  return deps.queues.work(
    'poll',
    async ({ ids }, _job, signal) => {
      for (const id of ids) {
        try {
          if (await takeForPoll(deps.pool, id, deps.processKey, POLL_LEASE_S))
            await pollFeed(deps, id, signal)
        } catch (error) {
          retryInBackground(deps.log, 'giving back a host', () =>
            giveBackFeedHost(deps.pool, id, deps.processKey),
          )
          throw error
        }
      }
    },
    { concurrency, name: 'newsloom-poll', owner: deps.processKey },
  )
}

const REPAIR_MS = 120_000
const NOTIFY_MS = 1_000

/** Repairs copies and stories every two minutes; one repairer at a time. */
export function startRepair(deps: Deps, leaseS: number, intervalMs = REPAIR_MS): Running {
  return holdLeadership(deps, 'repair', leaseS, ({ deps: fenced, ...heartbeat }) => {
    const round = async () => {
      const report = await repairRound(fenced)
      deps.log.info({ stage: 'repair', ...report }, 'repaired')
    }
    return every(intervalMs, deps.log, 'repair', round, heartbeat)
  })
}

/** Sends notifications about new events: NOTIFY and webhooks from the outbox, in separate loops. */
export function startNotifier(
  deps: Deps & { readonly webhookHttp: HttpClient },
  leaseS: number,
  intervalMs = NOTIFY_MS,
): Running {
  const notifications = holdLeadership(deps, 'notify', leaseS, ({ deps: fenced, ...heartbeat }) => {
    const round = async () => {
      await notifyRound(fenced)
    }
    return every(intervalMs, deps.log, 'notify', round, heartbeat)
  })
  const webhooks = holdLeadership(deps, 'webhooks', leaseS, (leadership) =>
    startWebhooks(leadership, deps.webhookHttp, intervalMs),
  )
  return {
    async close(graceMs) {
      await Promise.all([notifications.close(graceMs), webhooks.close(graceMs)])
    },
  }
}

function startWebhooks({ deps, ...heartbeat }: Leadership, http: HttpClient, intervalMs: number): Loop {
  const stop = new AbortController()
  const sender = createWebhookSender({ ...deps, http }, stop.signal)
  const round = async () => {
    await sender.round()
  }
  const loop = every(intervalMs, deps.log, 'webhooks', round, heartbeat)
  return {
    async close(graceMs) {
      await loop.close(graceMs)
      // An interrupted delivery is repeated: an endpoint gets each event at least once.
      stop.abort()
      await sender.idle()
    },
  }
}

export type { Loop }

function asError(error: unknown): Error {
  if (error instanceof Error) return error
  return isDatabaseTrouble(error) ? new TransientError(String(error)) : new Error(String(error))
}
