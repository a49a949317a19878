import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { openQueues } from '../../../src/adapters/queue/queues.ts'
import { parseRedisAddress } from '../../../src/adapters/redis/address.ts'
import { checkRedis } from '../../../src/adapters/redis/check.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { diagnose } from '../../../src/runtime/health/doctor.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { openNewsloom, redisMissing, type TestNewsloom } from '../../support/newsloom.ts'
import { freePort, startRedis } from '../../support/servers/redis.ts'
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
async function startWorkers(deps: TestNewsloom, redisUrl: string): Promise<string[]> {
  const child: ChildProcess = spawn(
    process.execPath,
    [packageFile('src', 'cli', 'launch.mjs'), 'worker', 'scheduler', 'extract', 'cluster'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH ?? '', ...deps.env, REDIS_URL: redisUrl, NEWSLOOM_EXTRACT_THREADS: '1' },
    },
  )
  endings.push(() => child.kill('SIGKILL'))
  const trouble: string[] = []
  await new Promise<void>((resolve, reject) => {
    let rest = ''
    child.stderr!.on('data', (chunk) => {
      const found = `${rest}${chunk}`.split('\n')
      rest = found.pop()!
      for (const line of found) {
        if (line.includes('"msg":"started"')) resolve()
        if (/"level":"(warn|error|fatal)"/.test(line)) trouble.push(line)
      }
    })
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${rest}`)))
  })
  return trouble
}

const clustered = async (deps: TestNewsloom): Promise<number> =>
  (await deps.pool.query(`select count(*) as n from articles where stage = 'clustered'`)).rows[0].n

async function untilClustered(deps: TestNewsloom, count: number): Promise<void> {
  while ((await clustered(deps)) < count) await sleep(100)
}

describe('a Redis that others replace', () => {
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
    expect((await diagnose(deps)).filter(({ ok }) => !ok)).toEqual([])
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
    expect((await diagnose(deps)).filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('a REDIS_URL that cannot work is refused in one sentence:', () => {
  const refusal = async (url: string): Promise<string> => {
    const started = performance.now()
    const error = await checkRedis(parseRedisAddress(url)).then(
      () => undefined,
      (refused: Error) => refused,
    )
    expect(performance.now() - started).toBeLessThan(10_000)
    const sentence = error?.message ?? 'accepted'
    expect(sentence).not.toMatch(/hush|\n/)
    return sentence
  }

  it('a node of a cluster, a Sentinel, a replica, and each under a wrong scheme', async ({ skip }) => {
    skip(redisMissing(), 'no redis-server')
    const [cluster, sentinels, single] = [await startCluster(), await startSentinels(), await startRedis()]
    endings.push(cluster.stop, sentinels.stop, () => single!.stop())
    const at = (port: number) => `127.0.0.1:${port}`
    const [sentinel] = sentinels.url.match(/\d+(?=,)/)!
    expect(await refusal(`redis://${at(cluster.primaries[0]!.port)}`)).toMatch(
      /is a node of a cluster.*write redis\+cluster:\/\/127/,
    )
    expect(await refusal(`redis://${at(Number(sentinel))}`)).toMatch(
      /is a Sentinel.*write redis\+sentinel:\/\/127/,
    )
    expect(await refusal(`redis://${at(sentinels.replica.port)}`)).toMatch(
      /is a replica and takes no writes: name its primary/,
    )
    expect(await refusal(`redis+sentinel://${at(single!.port)}/loom`)).toMatch(/is no Sentinel/)
    expect(await refusal(sentinels.url.replace('/loom', '/lom'))).toMatch(/knows no primary "lom"/)
    expect(await refusal(`redis+cluster://${at(single!.port)}`)).toMatch(/a server of its own/)
    expect(await refusal(`redis+cluster://${at(Number(sentinel))}`)).toMatch(
      /a Sentinel: write redis\+sentinel/,
    )
    expect(await refusal(sentinels.url)).toBe('accepted')
    expect(await refusal(cluster.url)).toBe('accepted')
    // One of the named hosts is enough.
    expect(
      await refusal(
        `redis+cluster://${at(await freePort())},${cluster.url.slice('redis+cluster://'.length)}`,
      ),
    ).toBe('accepted')
    for (const node of cluster.primaries.slice(1)) node.kill()
    const [first] = cluster.primaries
    while (
      !(await ask(first!.port, async (redis) =>
        String(await redis.cluster('INFO')).includes('cluster_state:fail'),
      ))
    )
      await sleep(50)
    expect(await refusal(cluster.url)).toMatch(/is not whole \(cluster_state fail/)
  })

  it('a wrong or missing password, a user without rights, a server that may evict', async ({ skip }) => {
    skip(redisMissing(), 'no redis-server')
    const locked = await startRedis()
    endings.push(() => locked!.stop())
    const at = `127.0.0.1:${locked!.port}`
    await ask(locked!.port, async (redis) => {
      await redis.config('SET', 'requirepass', 'hush')
      await redis.call('ACL', 'SETUSER', 'reader', 'on', '>hush', '~newsloom:*', '+@read', '+info')
      await redis.call('ACL', 'SETUSER', 'blind', 'on', '>hush', '~newsloom:*', '+@all', '-@dangerous')
    })
    expect(await refusal(`redis://${at}`)).toMatch(/wants a password: put it into REDIS_URL/)
    expect(await refusal(`redis://:hushhush@${at}`)).toMatch(/refuses the user or the password/)
    expect(await refusal(`redis://nobody:hushhush@${at}`)).toMatch(/refuses the user or the password/)
    expect(await refusal(`redis://reader:hush@${at}`)).toMatch(/may not run SET on newsloom:\*/)
    expect(await refusal(`redis://blind:hush@${at}`)).toMatch(/may not run INFO/)
    expect(await refusal(`redis://:hush@${at}`)).toBe('accepted')
    await ask(locked!.port, (redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'), 'hush')
    expect(await refusal(`redis://:hush@${at}`)).toMatch(/allkeys-lru.*noeviction/)
  })

  it('a host that is not there, a port where nobody listens, a server that says nothing or speaks no TLS', async ({
    skip,
  }) => {
    skip(redisMissing(), 'no redis-server')
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    endings.push(() => silent.close())
    const plain = await startRedis()
    endings.push(() => plain!.stop())
    const { port } = silent.address() as { port: number }
    expect(await refusal('redis://no-such-host.invalid')).toMatch(
      /there is no host of that name|cannot be looked up/,
    )
    expect(await refusal(`redis://127.0.0.1:${await freePort()}`)).toMatch(/nothing listens on that port/)
    expect(await refusal(`redis://127.0.0.1:${port}`)).toMatch(/no answer within 5 s/)
    expect(await refusal(`rediss://127.0.0.1:${plain!.port}`)).toMatch(/does not speak TLS/)
    await expect(
      openQueues({ databaseUrl: 'postgres://none', redisUrl: 'redis://127.0.0.1:1' }),
    ).rejects.toThrow(/nothing listens/)
  })
})
