import { isDatabaseTrouble } from '../adapters/db.ts'
import type { QueueWorker } from '../adapters/queue.ts'
import { TransientError } from '../core/outcome.ts'
import type { Deps } from '../pipeline/deps.ts'
import { dispatchRound } from '../pipeline/dispatch.ts'
import { notifyRound } from '../pipeline/notify.ts'
import { pollFeed } from '../pipeline/poll.ts'
import { repairRound } from '../pipeline/repair.ts'
import { retain } from '../pipeline/retention.ts'
import { giveUp, runStep } from '../pipeline/run-step.ts'
import { type StageDefinition, type StageName, stages } from '../pipeline/stages.ts'
import { createWebhookSender } from '../pipeline/webhooks.ts'
import { holdLeadership } from './leader.ts'
import { every, type Loop } from './loop.ts'

/** Something that runs until it is closed. */
export interface Running {
  close(graceMs: number): Promise<void>
}

/** A worker of one stage: takes bells, runs the step, rings the next queue. */
export function startStageWorker(deps: Deps, name: StageName, concurrency?: number): Running {
  const stage: StageDefinition = stages[name]
  return deps.queues.work(
    name,
    async ({ ids }, job, signal) => {
      const report = await runStep(deps, stage, ids, signal)
      if (stage.next && report.done.length)
        await deps.queues.ring(stage.next, report.done, stages[stage.next].perJob)
      const [failure] = report.again
      if (!failure) return
      if (ids.length > 1) {
        // One bad article must not spoil its neighbours: each that threw is tried alone.
        await deps.queues.ringOnce(
          name,
          report.again.map(({ id }) => id),
        )
        for (const { id, error } of report.again)
          deps.log.warn({ stage: name, article_id: id, err: error }, 'step threw, to be tried alone')
      } else if (job.lastAttempt && !signal.aborted) await giveUp(deps, stage, failure.id, failure.error)
      else throw asError(failure.error)
    },
    { concurrency: concurrency ?? stage.concurrency, name: `newsloom-${name}` },
  )
}

/** Polls one feed per bell. */
export function startPollWorker(deps: Deps, concurrency = 50): QueueWorker {
  return deps.queues.work(
    'poll',
    async ({ ids }, _job, signal) => {
      for (const id of ids) await pollFeed(deps, id, signal)
    },
    { concurrency, name: 'newsloom-poll' },
  )
}

const ROUND_MS = 1_000
const HOUR_MS = 3_600_000
const REPAIR_MS = 120_000
const NOTIFY_MS = 1_000

/** The one loop that decides what is due. It holds an advisory lock: a second scheduler is a warm spare. */
export function startScheduler(deps: Deps, roundMs = ROUND_MS): Running {
  let lastRetention = 0
  return holdLeadership(deps, 'scheduler', () =>
    every(roundMs, deps.log, 'scheduler', async () => {
      const report = await dispatchRound(deps)
      if (report.polls || report.fetches || report.revived || report.poisoned)
        deps.log.debug({ stage: 'scheduler', ...report }, 'dispatched')
      if (Date.now() - lastRetention > HOUR_MS) {
        lastRetention = Date.now()
        deps.log.info({ stage: 'retention', ...(await retain(deps)) }, 'retention')
      }
    }),
  )
}

/** A second look at stories, every two minutes; one repairer at a time. */
export function startRepairer(deps: Deps, intervalMs = REPAIR_MS): Running {
  return holdLeadership(deps, 'repair', () =>
    every(intervalMs, deps.log, 'repair', async () => {
      const report = await repairRound(deps)
      deps.log.info({ stage: 'repair', ...report }, 'repaired')
    }),
  )
}

/** Tells the world what happened: NOTIFY bells and webhooks out of the outbox, in loops of their own. */
export function startNotifier(deps: Deps, intervalMs = NOTIFY_MS): Running {
  const bells = holdLeadership(deps, 'notify', () =>
    every(intervalMs, deps.log, 'notify', async () => {
      await notifyRound(deps)
    }),
  )
  const webhooks = holdLeadership(deps, 'webhooks', () => startWebhooks(deps, intervalMs))
  return {
    async close(graceMs) {
      await Promise.all([bells.close(graceMs), webhooks.close(graceMs)])
    },
  }
}

function startWebhooks(deps: Deps, intervalMs: number): Loop {
  const stop = new AbortController()
  const sender = createWebhookSender(deps, stop.signal)
  const loop = every(intervalMs, deps.log, 'webhooks', async () => {
    await sender.round()
  })
  return {
    async close(graceMs) {
      await loop.close(graceMs)
      // What is cut off is delivered again: an endpoint sees each event at least once.
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
