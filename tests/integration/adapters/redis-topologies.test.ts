import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { diagnose } from '../../../src/runtime/health/doctor.ts'
import { openNewsloom, redisMissing, type TestNewsloom } from '../../support/newsloom.ts'
import { startWorker } from '../../support/processes/worker-process.ts'
import { ask, startCluster, startSentinels } from '../../support/servers/redis-topologies.ts'

let endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.reverse()) await end()
  endings = []
})

const words = (n: number, seed: string) => Array.from({ length: n }, (_, i) => `${seed}${i}`).join(' ')
const lines = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) =>
    rowOfLine(
      JSON.stringify({
        url: `https://a.example/${from + i}`,
        title: `T${from + i}`,
        body: words(50, `w${from + i}x`),
      }),
      'f.jsonl',
      i + 1,
    ),
  )

async function newsloomOn(redisUrl: string): Promise<TestNewsloom> {
  const deps = await openNewsloom('postgres', { redisUrl })
  endings.push(() => deps.close())
  return deps
}

/** Scheduler, extract and cluster in a process of their own; gives its log lines of level warn and above. */
async function startWorkers(deps: TestNewsloom, redisUrl: string): Promise<readonly string[]> {
  const worker = await startWorker(['scheduler', 'extract', 'cluster'], { ...deps.env, REDIS_URL: redisUrl })
  endings.push(worker.kill)
  return worker.warnings
}

const clustered = async (deps: TestNewsloom): Promise<number> =>
  (await deps.pool.query(`select count(*) as n from articles where stage = 'clustered'`)).rows[0].n

async function untilClustered(deps: TestNewsloom, count: number): Promise<void> {
  while ((await clustered(deps)) < count) await sleep(100)
}

/** Waits until the doctor finds nothing wrong: our own connection may still be on its way to the new primary. */
async function untilHealthy(deps: TestNewsloom): Promise<void> {
  while ((await diagnose(deps)).some(({ ok }) => !ok)) await sleep(100)
}

// The waits go by progress; on a busy machine an election alone can take a minute.
describe('a Redis that others replace', { timeout: 480_000 }, () => {
  it('a primary behind Sentinels is killed, and all work goes on at the one that they choose', async ({
    skip,
  }) => {
    skip(redisMissing(), 'no redis-server')
    const redis = await startSentinels()
    endings.push(redis.stop)
    const deps = await newsloomOn(redis.url)
    const trouble = await startWorkers(deps, redis.url)
    await loadRows(deps, lines(200))
    await untilClustered(deps, 50)
    redis.primary.kill()
    await untilClustered(deps, 200)
    // What comes after goes through the new primary.
    await loadRows(deps, lines(20, 200))
    await untilClustered(deps, 220)
    expect(
      await ask(redis.replica.port, async (found) =>
        (await found.info('replication')).includes('role:master'),
      ),
    ).toBe(true)
    expect(trouble.length).toBeLessThanOrEqual(20)
    await untilHealthy(deps)
  })

  it('a primary of a cluster is killed, and all work goes on', async ({ skip }) => {
    skip(redisMissing(), 'no redis-server')
    const redis = await startCluster()
    endings.push(redis.stop)
    const deps = await newsloomOn(redis.url)
    const trouble = await startWorkers(deps, redis.url)
    await loadRows(deps, lines(200))
    await untilClustered(deps, 50)
    redis.primaries[1]!.kill()
    await untilClustered(deps, 200)
    await loadRows(deps, lines(20, 200))
    await untilClustered(deps, 220)
    expect(trouble.length).toBeLessThanOrEqual(20)
    await untilHealthy(deps)
  })
})
