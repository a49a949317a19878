import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

export interface TestRedis {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** Starts a Redis of our own on a free port; undefined where the machine has no redis-server. */
export async function startRedis(args: readonly string[] = []): Promise<TestRedis | undefined> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-test-redis-'))
  const server = await spawnRedis(port, folder, args)
  if (!server) {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  const url = `redis://127.0.0.1:${port}`
  await answering(url)
  return {
    url,
    port,
    async stop() {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts the process of a Redis that does not save to disk by itself; undefined where the machine has no redis-server. */
export async function spawnRedis(
  port: number,
  folder: string,
  args: readonly string[] = [],
): Promise<ChildProcess | undefined> {
  const fixed = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ]
  const server = spawn('redis-server', [...fixed, ...args], { stdio: 'ignore' })
  const started = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.once('spawn', () => resolve(true))
  })
  return started ? server : undefined
}

async function answering(url: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.ping()
      client.disconnect()
      return
    } catch {
      client.disconnect()
      await sleep(50)
    }
  }
  throw new Error(`redis-server did not answer at ${url}`)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
