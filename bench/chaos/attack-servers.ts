import { setTimeout as sleep } from 'node:timers/promises'
import { crewNames } from './crew.ts'
import { openPostgresOnSmallDisk } from './house.ts'
import { type House, type Result, result, underAttack, until } from './run.ts'

export async function redisLost(house: House): Promise<Result> {
  const redis = house.redis!
  const n = house.scale.redisLosses
  const outcome = await underAttack(house, async (run) => {
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
  return result(house, 'Redis lost', `killed, flushed, set back: ${n} times each`, outcome, {
    found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [{ promise: 're-enqueued within 60 s', kept: outcome.longestPauseS <= 60 }],
  })
}

export async function postgresHurt(house: House): Promise<Result> {
  const { scale } = house
  let lostAnswers = 0
  let killed = 0
  const outcome = await underAttack(house, async (run) => {
    for (const name of crewNames)
      run.crew.planCommits(name, () => {
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
      await house.postgres.restart(i % 2 ? 'immediate' : 'fast')
    }
  })
  return result(
    house,
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

export async function parted(house: House): Promise<Result> {
  const outcome = await underAttack(house, async (run) => {
    for (const [i, seconds] of house.scale.partitionsS.entries()) {
      await until(run, (0.8 * i) / house.scale.partitionsS.length + 0.05)
      for (const proxy of run.crew.proxies.values()) proxy.partition(true)
      await sleep(seconds * 1000)
      for (const proxy of run.crew.proxies.values()) proxy.partition(false)
      if (house.queue !== 'redis') continue
      await until(run, (0.8 * (i + 0.5)) / house.scale.partitionsS.length + 0.05)
      house.redis!.freeze(true)
      await sleep(seconds * 1000)
      house.redis!.freeze(false)
    }
  })
  const longest = Math.max(...house.scale.partitionsS)
  const what = house.queue === 'redis' ? 'Postgres and Redis cut off' : 'Postgres cut off'
  return result(house, what, `partitions of ${house.scale.partitionsS.join(', ')} s`, outcome, {
    found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [
      { promise: 'at work again within 60 s of the end', kept: outcome.longestPauseS <= longest + 60 },
    ],
  })
}

const DISK_MB = 600
const FULL_MS = 8_000

/** The disk of Postgres is full for a while, twice; undefined where there is no right to mount one. */
export async function diskFull(house: House): Promise<Result | undefined> {
  const postgres = await openPostgresOnSmallDisk(DISK_MB)
  if (!postgres) return undefined
  try {
    const outcome = await underAttack({ ...house, postgres }, async (run) => {
      for (const share of [0.1, 0.5]) {
        await until(run, share)
        await postgres.fillDisk(FULL_MS)
      }
    })
    return result(house, 'disk full', `2 times for ${FULL_MS / 1000} s`, outcome, {
      found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
      promises: [
        { promise: 'at work again within 60 s', kept: outcome.longestPauseS <= FULL_MS / 1000 + 60 },
      ],
    })
  } finally {
    await postgres.close()
  }
}
