import { openQueues } from '../../src/adapters/queue/queues.ts'
import type { Verdict } from './audit.ts'
import { redeliver } from './redeliver.ts'
import { type Result, result, type Setup, underAttack, until } from './run.ts'

export async function redelivered(setup: Setup): Promise<Result> {
  const started = performance.now()
  const { verdicts, same, differences } = await redeliver(setup)
  const sum = (pick: (verdict: Verdict) => number) =>
    verdicts.reduce((all, verdict) => all + pick(verdict), 0)
  const verdict = {
    lost: sum((v) => v.lost),
    double: sum((v) => v.double),
    halfWritten: sum((v) => v.halfWritten),
  }
  return {
    attack: `delivered three times (${setup.queue})`,
    tried: `${setup.scale.redelivered} articles, shuffled; ${setup.scale.workers.join(', ')} workers`,
    found: `${((performance.now() - started) / 1000).toFixed(0)} s, tables ${same ? 'the same' : 'DIFFER'}`,
    ...verdict,
    examples: [...verdicts.flatMap((v) => v.examples), ...differences],
    promises: [
      { promise: 'nothing lost', kept: verdict.lost === 0 },
      { promise: 'nothing twice', kept: verdict.double === 0 },
      { promise: 'nothing half-written', kept: verdict.halfWritten === 0 },
      { promise: 'the same articles, copies and stories', kept: same },
    ],
  }
}

/** Enqueues jobs of every kind for every row, in random order, while workers process the same rows. */
export async function enqueuedThrice(setup: Setup): Promise<Result> {
  const times = [0.1, 0.4, 0.7]
  let jobs = 0
  const outcome = await underAttack(
    setup,
    async (run) => {
      const queues = await openQueues({
        databaseUrl: run.databaseUrl,
        redisUrl: setup.queue === 'redis' ? setup.redis!.url : undefined,
        prefix: run.prefix,
      })
      const enqueueAll = async (queue: string, table: 'feeds' | 'articles', perJob: number) => {
        const { rows } = await run.pool.query<{ id: number }>(`select id from ${table} order by random()`)
        jobs += rows.length
        await queues.enqueue(
          queue,
          rows.map(({ id }) => Number(id)),
          perJob,
        )
      }
      try {
        for (const share of times) {
          await until(run, share)
          await enqueueAll('poll', 'feeds', 1)
          for (const queue of ['fetch', 'extract', 'cluster']) await enqueueAll(queue, 'articles', 8)
        }
      } finally {
        await queues.close()
      }
    },
    { articles: setup.scale.redelivered },
  )
  return result(
    setup,
    'jobs out of turn',
    `${setup.scale.redelivered} articles; every feed and article enqueued ${times.length} times in every queue (${jobs} jobs)`,
    outcome,
  )
}
