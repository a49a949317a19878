import { type ChildProcess, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pg from 'pg'
import { type EmbeddedPostgres, joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { freePort, spawnRedis } from '../../tests/support/servers/redis.ts'

export type QueueName = 'postgres' | 'redis'

/** A Postgres server of our own that can be stopped without warning, and that is at another port after its restart. */
export interface PostgresServer {
  port(): number
  /** A new, migrated database; its address is the server's own, without a proxy. */
  freshDatabase(): Promise<string>
  /** The current address of `url`, after restarts. */
  direct(url: string): string
  /** `immediate` is like a crash: nothing is flushed, and the log is replayed at the next start. */
  restart(how: 'fast' | 'immediate'): Promise<void>
  /** Kills the postmaster; the process that uses it starts it again. @returns the seconds until the server answers */
  killPostmaster(): Promise<number>
  /** Fills its disk completely for this time. Only for a server with a disk of its own. */
  fillDisk(ms: number): Promise<void>
  close(): Promise<void>
}

export function openPostgres(): Promise<PostgresServer> {
  return openPostgresIn(mkdtempSync(join(tmpdir(), 'newsloom-chaos-pg-')), () => {})
}

/** A server on a disk of its own that can be filled; undefined where this user may not mount one. */
export async function openPostgresOnSmallDisk(mb: number): Promise<PostgresServer | undefined> {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-chaos-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}M`, 'newsloom-chaos', home])
  if (mounted.status === 0) return openPostgresIn(home, () => void spawnSync('umount', [home]))
  rmSync(home, { recursive: true, force: true })
  return undefined
}

async function openPostgresIn(home: string, unmount: () => void): Promise<PostgresServer> {
  chmodSync(home, 0o755)
  let server: EmbeddedPostgres = await joinEmbedded(home)
  const joined = [server]
  const direct = (url: string) => {
    const changed = new URL(url)
    changed.port = String(server.port)
    return changed.href
  }
  const base = server.url
  const pool = createPool(base)
  await migrate(pool, packageFile('migrations'))
  await pool.end()
  let databases = 0
  let closed = false
  return {
    port: () => server.port,
    direct,
    async freshDatabase() {
      const name = `chaos_${++databases}`
      await administer(direct(base), `create database ${name} template ${new URL(base).pathname.slice(1)}`)
      const url = new URL(direct(base))
      url.pathname = `/${name}`
      return url.href
    },
    async restart(how) {
      const pid = await postmaster(direct(base))
      process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
      while (alive(pid)) await sleep(20)
      if (closed) return
      server = await joinEmbedded(home)
      joined.push(server)
    },
    async killPostmaster() {
      const pid = await postmaster(direct(base))
      const began = performance.now()
      const said = new Promise<string>((resolve) => server.watch(resolve))
      process.kill(pid, 'SIGKILL')
      const sentence = await said
      if (!/started again/.test(sentence)) throw new Error(sentence)
      return (performance.now() - began) / 1000
    },
    async fillDisk(ms) {
      const ballast = join(home, 'ballast')
      fill(ballast)
      await sleep(ms)
      rmSync(ballast, { force: true })
      // As a supervisor would: a server that had no space for its log has stopped itself.
      server = await joinEmbedded(home)
      joined.push(server)
    },
    async close() {
      closed = true
      const pid = await postmaster(direct(base)).catch(() => undefined)
      for (const user of joined) await user.leave()
      // A worker that was killed may still be recorded as a user of the server; here no process uses it any more.
      if (pid !== undefined && alive(pid)) {
        process.kill(pid, 'SIGINT')
        while (alive(pid)) await sleep(20)
      }
      unmount()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Writes until the disk is full. */
function fill(file: string): void {
  const block = Buffer.alloc(64 * 1024)
  const ballast = openSync(file, 'w')
  try {
    for (;;) writeSync(ballast, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(ballast)
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function postmaster(url: string): Promise<number> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    const { rows } = await client.query<{ folder: string }>(
      `select current_setting('data_directory') as folder`,
    )
    return Number(readFileSync(join(rows[0]!.folder, 'postmaster.pid'), 'utf8').split('\n')[0])
  } finally {
    await client.end()
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A Redis of our own that can be killed, flushed, and restored from an old snapshot. */
export interface RedisServer {
  readonly url: string
  flush(): Promise<void>
  /** Kills it and starts it again; it is then empty, because it keeps nothing on disk. */
  kill(downMs: number): Promise<void>
  snapshot(): Promise<void>
  /** A partition: for this time it answers nothing, and no connection ends. */
  freeze(on: boolean): void
  /** Restarts it with the contents of `snapshot`, as after a failover to a stale replica. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** Undefined where this machine has no redis-server. */
export async function openRedis(): Promise<RedisServer | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-chaos-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let server: ChildProcess | undefined
  let closed = false
  const start = async (): Promise<boolean> => {
    if (closed) return false
    const child = await spawnRedis(port, folder)
    if (!child) return false
    server = child
    await withClient(url, async (client) => {
      await client.ping()
    })
    return true
  }
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const gone = new Promise((resolve) => server!.once('exit', resolve))
    server.kill('SIGKILL')
    await gone
  }
  if (!(await start())) {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  const dump = join(folder, 'dump.rdb')
  return {
    url,
    flush: () =>
      withClient(url, async (client) => {
        await client.flushall()
      }),
    async kill(downMs) {
      await stop()
      rmSync(dump, { force: true })
      await sleep(downMs)
      await start()
    },
    freeze: (on) => void server?.kill(on ? 'SIGSTOP' : 'SIGCONT'),
    async snapshot() {
      await withClient(url, async (client) => {
        await client.save()
      })
      copyFileSync(dump, `${dump}.old`)
    },
    async restore() {
      await stop()
      if (existsSync(`${dump}.old`)) copyFileSync(`${dump}.old`, dump)
      await start()
      rmSync(dump, { force: true })
    },
    async close() {
      closed = true
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function withClient(url: string, work: (client: Redis) => Promise<void>): Promise<void> {
  const client = new Redis(url, {
    retryStrategy: (times) => (times > 200 ? null : 50),
    maxRetriesPerRequest: null,
  })
  client.on('error', () => {})
  try {
    await work(client)
  } finally {
    client.disconnect()
  }
}
