import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from './redis.ts'

/** One of several Redis processes. */
export interface Node {
  readonly port: number
  kill(): void
}

export interface Topology {
  readonly url: string
  readonly nodes: readonly Node[]
  stop(): void
}

const COMMON = ['bind 127.0.0.1', 'maxmemory-policy noeviction', 'save ""', 'protected-mode no']

/** Starts redis-server with these lines of configuration, on a free port, in a new folder. */
async function startNode(
  root: string,
  lines: readonly string[],
  sentinel = false,
): Promise<Node & { child: ChildProcess }> {
  const port = await freePort()
  const folder = mkdtempSync(join(root, 'node-'))
  const file = join(folder, 'redis.conf')
  writeFileSync(file, [`port ${port}`, `dir ${folder}`, ...lines].join('\n'))
  const child = spawn('redis-server', [file, ...(sentinel ? ['--sentinel'] : [])], { stdio: 'ignore' })
  await until(() => ask(port, (redis) => redis.ping()))
  return { port, child, kill: () => child.kill('SIGKILL') }
}

export async function ask<T>(
  port: number,
  work: (redis: Redis) => Promise<T>,
  password?: string,
): Promise<T | undefined> {
  const redis = new Redis({
    port,
    ...(password ? { password } : {}),
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return await work(redis)
  } catch {
    return undefined
  } finally {
    redis.disconnect()
  }
}

async function until(holds: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 600) throw new Error('a Redis that the test started does not come up')
    await sleep(50)
  }
}

/** A primary with a replica, and three Sentinels in which it has the name `loom`. */
export async function startSentinels(): Promise<Topology & { primary: Node; replica: Node }> {
  const root = mkdtempSync(join(tmpdir(), 'newsloom-sentinel-'))
  const primary = await startNode(root, COMMON)
  const replica = await startNode(root, [
    ...COMMON,
    `replicaof 127.0.0.1 ${primary.port}`,
    'repl-diskless-sync-delay 0',
  ])
  await until(() =>
    ask(replica.port, async (redis) => (await redis.info('replication')).includes('master_link_status:up')),
  )
  const sentinels: Node[] = []
  for (let i = 0; i < 3; i++)
    sentinels.push(
      await startNode(
        root,
        [
          'bind 127.0.0.1',
          `sentinel monitor loom 127.0.0.1 ${primary.port} 2`,
          'sentinel down-after-milliseconds loom 1500',
          'sentinel failover-timeout loom 6000',
        ],
        true,
      ),
    )
  for (const { port } of sentinels)
    await until(() =>
      ask(port, async (redis) => {
        const [found] = (await redis.call('SENTINEL', 'MASTERS')) as string[][]
        const value = (name: string) => found?.[found.indexOf(name) + 1]
        return value('num-slaves') === '1' && value('num-other-sentinels') === '2'
      }),
    )
  return topology(
    root,
    `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/loom`,
    [primary, replica, ...sentinels],
    { primary, replica },
  )
}

const SLOTS = 16_384

/** A cluster of three primaries, each with a replica. */
export async function startCluster(): Promise<Topology & { primaries: readonly Node[] }> {
  const root = mkdtempSync(join(tmpdir(), 'newsloom-cluster-'))
  const nodes: Node[] = []
  for (let i = 0; i < 6; i++)
    nodes.push(
      await startNode(root, [
        ...COMMON,
        'cluster-enabled yes',
        'cluster-node-timeout 2000',
        `cluster-port ${await freePort()}`,
        'appendonly yes',
        'repl-diskless-sync-delay 0',
      ]),
    )
  const [first] = nodes
  const primaries = nodes.slice(0, 3)
  for (const [i, { port }] of primaries.entries())
    await ask(port, (redis) =>
      redis.call(
        'CLUSTER',
        'ADDSLOTSRANGE',
        Math.floor((SLOTS / 3) * i),
        i === 2 ? SLOTS - 1 : Math.floor((SLOTS / 3) * (i + 1)) - 1,
      ),
    )
  const busPort = async (port: number) =>
    Number(((await ask(port, (redis) => redis.config('GET', 'cluster-port'))) as string[])[1])
  for (const { port } of nodes.slice(1)) {
    const bus = await busPort(port)
    await ask(first!.port, (redis) => redis.call('CLUSTER', 'MEET', '127.0.0.1', port, bus))
  }
  const known = (port: number) =>
    ask(
      port,
      async (redis) =>
        String(await redis.cluster('NODES'))
          .trim()
          .split('\n').length,
    )
  for (const { port } of nodes) await until(async () => (await known(port)) === nodes.length)
  for (const [i, { port }] of primaries.entries()) {
    const id = String(await ask(port, (redis) => redis.cluster('MYID')))
    await until(() => ask(nodes[i + 3]!.port, (redis) => redis.call('CLUSTER', 'REPLICATE', id)))
  }
  const whole = (port: number) =>
    ask(port, async (redis) => {
      const replicas = String(await redis.cluster('NODES'))
        .split('\n')
        .filter((line) => / (myself,)?slave /.test(line)).length
      return replicas === 3 && String(await redis.cluster('INFO')).includes('cluster_state:ok')
    })
  for (const { port } of nodes) await until(() => whole(port))
  for (const { port } of nodes.slice(3))
    await until(() =>
      ask(port, async (redis) => (await redis.info('replication')).includes('master_link_status:up')),
    )
  return topology(
    root,
    `redis+cluster://${primaries.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    { primaries },
  )
}

function topology<T>(root: string, url: string, nodes: readonly Node[], more: T): Topology & T {
  return {
    url,
    nodes,
    stop() {
      for (const node of nodes) node.kill()
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
    ...more,
  }
}
