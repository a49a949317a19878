import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerName } from '../../src/pipeline/stages.ts'
import { readConfig } from '../../src/runtime/config.ts'
import { openDeps } from '../../src/runtime/deps.ts'
import { startWorkers } from '../../src/runtime/workers/run.ts'
import { type Result, type Run, result, type Setup, underAttack, until } from './run.ts'

/** Time limits of these runs, in seconds: shorter than the defaults, so that a run takes seconds. */
const LEASE_S = 5
const IDLE_TRANSACTION_S = 5

/** A second worker of the same kind in this process, which is not disturbed. */
async function spareOf(setup: Setup, run: Run, name: Exclude<WorkerName, 'web'>) {
  const deps = await openDeps(
    {
      ...readConfig({}),
      databaseUrl: run.databaseUrl,
      redisUrl: setup.queue === 'redis' ? setup.redis!.url : undefined,
      queuePrefix: run.prefix,
      allowPrivate: true,
      allowPorts: [run.localWeb.port],
      minDelayMs: 0,
      leaseS: LEASE_S,
      idleTransactionS: IDLE_TRANSACTION_S,
      extractThreads: 1,
      logLevel: 'silent',
    },
    { workers: 1 },
  )
  const workers = startWorkers(deps, [name])
  return {
    key: deps.processKey,
    async close() {
      await workers.close(5_000)
      await deps.close()
    },
  }
}

/** The scheduler is stopped (SIGSTOP) while it has the lease; the spare takes over, and both never work at the same time. */
export async function frozenScheduler(setup: Setup): Promise<Result> {
  let takenOverS = Number.POSITIVE_INFINITY
  let oneLeads = false
  const envOf = { scheduler: { NEWSLOOM_LEASE_S: String(LEASE_S) } }
  const outcome = await underAttack(
    setup,
    async (run) => {
      await until(run, 0.05)
      const spare = await spareOf(setup, run, 'scheduler')
      try {
        const holder = async () => {
          const { rows } = await run.pool.query(`select holder, epoch from leases where role = 'scheduler'`)
          return rows[0] as { holder: number; epoch: number }
        }
        run.processes.kill('scheduler', 'SIGSTOP')
        const frozenMs = performance.now()
        while ((await holder()).holder !== spare.key) {
          if (performance.now() - frozenMs > setup.scale.patienceMs) return
          await sleep(100)
        }
        takenOverS = (performance.now() - frozenMs) / 1000
        const { epoch } = await holder()
        run.processes.kill('scheduler', 'SIGCONT')
        await until(run, 1)
        await sleep(2 * LEASE_S * 1000)
        oneLeads = (await holder()).epoch === epoch
      } finally {
        run.processes.kill('scheduler', 'SIGCONT')
        await spare.close()
      }
    },
    { envOf },
  )
  return result(setup, 'frozen scheduler', `stopped with a lease of ${LEASE_S} s in hand`, outcome, {
    found: `taken over after ${takenOverS.toFixed(0)} s`,
    promises: [
      { promise: 'a spare takes over within a minute', kept: takenOverS <= 60 },
      { promise: 'the old one does not lead beside it', kept: oneLeads },
    ],
  })
}

/** The machine of a cluster worker disappears before it sends its commit: its locks are released, and another worker continues. */
export async function vanishedMachine(setup: Setup): Promise<Result> {
  let freedS = Number.POSITIVE_INFINITY
  const envOf = { cluster: { NEWSLOOM_IDLE_TRANSACTION_S: String(IDLE_TRANSACTION_S) } }
  const outcome = await underAttack(
    setup,
    async (run) => {
      const vanished = new Promise<number>((resolve) => {
        run.processes.planCommits('cluster', ({ queue }) => {
          if (queue || !run.processes.atWork('cluster')) return 'pass'
          run.processes.planCommits('cluster', null)
          resolve(performance.now())
          return 'vanish'
        })
      })
      const sinceMs = await vanished
      const spare = await spareOf(setup, run, 'cluster')
      try {
        // Other transactions last for moments; this one has been open for more than a second.
        await sleep(1_500)
        for (;;) {
          const { rows } = await run.pool.query(
            `select 1 from pg_stat_activity where datname = current_database()
             and state like 'idle in transaction%' and state_change < now() - interval '1 second'`,
          )
          if (!rows.length) break
          await sleep(200)
        }
        freedS = (performance.now() - sinceMs) / 1000
        await until(run, 1)
      } finally {
        // The machine is back: its work was done by another worker.
        run.processes.proxies.get('cluster')!.partition(false)
        await spare.close()
      }
    },
    { envOf },
  )
  return result(
    setup,
    'vanished machine',
    `silent inside a transaction, limit ${IDLE_TRANSACTION_S} s`,
    outcome,
    {
      found: `locks free after ${freedS.toFixed(0)} s`,
      promises: [{ promise: 'the others go on within two minutes', kept: freedS <= 120 }],
    },
  )
}

/** The postmaster is killed in the middle of the work; the process that uses it starts it again. */
export async function killedPostmaster(setup: Setup): Promise<Result> {
  let backS = Number.POSITIVE_INFINITY
  const outcome = await underAttack(setup, async (run) => {
    await until(run, 0.3)
    backS = await setup.postgres.killPostmaster()
  })
  return result(setup, 'killed postmaster', 'kill -9 once', outcome, {
    found: `back after ${backS.toFixed(0)} s, longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [
      { promise: 'started again', kept: Number.isFinite(backS) },
      { promise: 'at work again within 60 s', kept: outcome.longestPauseS <= 60 },
    ],
  })
}
