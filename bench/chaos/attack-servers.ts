import { setTimeout as sleep } from 'node:timers/promises'
import { type Result, result, type Setup, underAttack, until } from './run.ts'
import { openPostgresOnSmallDisk } from './servers.ts'
import { processNames } from './worker-processes.ts'

export async function redisLost(setup: Setup): Promise<Result> {
  const redis = setup.redis!
  const n = setup.scale.redisLosses
  const outcome = await underAttack(setup, async (run) => {
    const losses = ['flush', 'kill', 'restore'] as const
    for (let i = 0; i < 3 * n; i++) {
      const loss = losses[i % 3]!
      await until(run, (0.8 * i) / (3 * n) + 0.03)
      if (loss === 'flush') await redis.flush()
      else if (loss === 'kill') await redis.kill(2_000)
      else {
        await redis.snapshot()
        await until(run, (0.8 * i) / (3 * n) + 0.1)
        await redis.restore()
      }
    }
  })
  return result(setup, 'Redis lost', `killed, flushed, set back: ${n} times each`, outcome, {
    found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [{ promise: 're-enqueued within 60 s', kept: outcome.longestPauseS <= 60 }],
  })
}

export async function postgresHurt(setup: Setup): Promise<Result> {
  const { scale } = setup
  let lostAnswers = 0
  let killed = 0
  const outcome = await underAttack(setup, async (run) => {
    for (const name of processNames)
      run.processes.planCommits(name, () => {
        if (run.chance() >= 0.05) return 'pass'
        lostAnswers++
        return 'cut_after'
      })
    for (let i = 0; i < scale.postgresRestarts; i++) {
      await until(run, (0.8 * i) / scale.postgresRestarts + 0.03)
      for (let k = 0; k < scale.backendKills / scale.postgresRestarts; k++) {
        const { rowCount } = await run.pool
          .query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where application_name like 'newsloom%' and datname = current_database() and pid <> pg_backend_pid()
             order by random() limit 1`,
          )
          .catch(() => ({ rowCount: 0 }))
        killed += rowCount ?? 0
        await sleep(100)
      }
      await setup.postgres.restart(i % 2 ? 'immediate' : 'fast')
    }
  })
  return result(
    setup,
    'Postgres hurt',
    `${scale.postgresRestarts} restarts, ${killed} backends killed, ${lostAnswers} commits without an answer`,
    outcome,
    {
      found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
      promises: [
        { promise: 'at work again within 60 s', kept: outcome.longestPauseS <= 60 },
        { promise: 'commits went unanswered', kept: lostAnswers > 0 },
      ],
    },
  )
}

export async function parted(setup: Setup): Promise<Result> {
  const outcome = await underAttack(setup, async (run) => {
    for (const [i, seconds] of setup.scale.partitionsS.entries()) {
      await until(run, (0.8 * i) / setup.scale.partitionsS.length + 0.05)
      for (const proxy of run.processes.proxies.values()) proxy.partition(true)
      await sleep(seconds * 1000)
      for (const proxy of run.processes.proxies.values()) proxy.partition(false)
      if (setup.queue !== 'redis') continue
      await until(run, (0.8 * (i + 0.5)) / setup.scale.partitionsS.length + 0.05)
      setup.redis!.freeze(true)
      await sleep(seconds * 1000)
      setup.redis!.freeze(false)
    }
  })
  const longest = Math.max(...setup.scale.partitionsS)
  const what = setup.queue === 'redis' ? 'Postgres and Redis cut off' : 'Postgres cut off'
  return result(setup, what, `partitions of ${setup.scale.partitionsS.join(', ')} s`, outcome, {
    found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [
      { promise: 'at work again within 60 s of the end', kept: outcome.longestPauseS <= longest + 60 },
    ],
  })
}

const DISK_MB = 600
const FULL_MS = 8_000

/** The disk of Postgres is full for a while, twice; undefined where this user may not mount a disk. */
export async function diskFull(setup: Setup): Promise<Result | undefined> {
  const postgres = await openPostgresOnSmallDisk(DISK_MB)
  if (!postgres) return undefined
  try {
    const outcome = await underAttack({ ...setup, postgres }, async (run) => {
      for (const share of [0.1, 0.5]) {
        await until(run, share)
        await postgres.fillDisk(FULL_MS)
      }
    })
    return result(setup, 'disk full', `2 times for ${FULL_MS / 1000} s`, outcome, {
      found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
      promises: [
        { promise: 'at work again within 60 s', kept: outcome.longestPauseS <= FULL_MS / 1000 + 60 },
      ],
    })
  } finally {
    await postgres.close()
  }
}
