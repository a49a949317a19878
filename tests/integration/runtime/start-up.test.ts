import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { MIGRATION_LOCK } from '../../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { freePort } from '../../support/servers/redis.ts'

let database: TestDatabase
let pool: pg.Pool
let migrating: pg.PoolClient
let children: ChildProcess[] = []

/** Somebody else migrates for as long as the test wants: every start waits for the lock. */
beforeEach(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url)
  migrating = await pool.connect()
  await migrating.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  migrating.release(true)
  await pool.end()
  await database.drop()
})

const launch = packageFile('src', 'cli', 'launch.mjs')
const ways = {
  'newsloom worker': [launch, 'worker', 'extract'],
  'workers/extract.ts': [packageFile('workers', 'extract.ts')],
}

function start(command: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, ...env },
  })
  children.push(child)
  return child
}

const ended = (child: ChildProcess) =>
  new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  )

/** A child that ended by itself makes nothing come true any more. */
const stillRuns = (child: ChildProcess) => {
  if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`)
}

/** Until so many wait for the migration lock. */
async function untilWaiting(wanted: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (wanted) stillRuns(child)
    const { rows } = await pool.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and query like 'select pg_try_advisory_lock%' and pid <> pg_backend_pid()`,
    )
    if (rows.length === wanted) return
    await sleep(20)
  }
}

async function ask(
  port: number,
  path: string,
  child: ChildProcess,
): Promise<{ code: number; body: Record<string, unknown> }> {
  for (;;)
    try {
      stillRuns(child)
      const answer = await fetch(`http://127.0.0.1:${port}${path}`)
      return { code: answer.status, body: (await answer.json()) as Record<string, unknown> }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      // Nobody listens yet.
      await sleep(20)
    }
}

describe('a worker whose tables are being migrated', () => {
  it('says that it lives and that it migrates, and that it is well when it has started', async () => {
    const port = await freePort()
    const child = start([process.execPath, ...ways['newsloom worker']], { NEWSLOOM_HEALTH_PORT: `${port}` })
    await untilWaiting(1, child)
    expect(await ask(port, '/live', child)).toEqual({ code: 200, body: { workers: ['extract'], live: true } })
    expect(await ask(port, '/health', child)).toEqual({
      code: 503,
      body: { workers: ['extract'], ok: false, status: 'migrating' },
    })
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(503)
    await migrating.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    let health = await ask(port, '/health', child)
    while (health.body.status === 'migrating') {
      await sleep(20)
      health = await ask(port, '/health', child)
    }
    expect(health).toMatchObject({ code: 200, body: { ok: true, status: 'ok' } })
  })

  it.each(Object.entries(ways))('started as %s ends at once on SIGTERM and on Ctrl-C', async (_, command) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const child = start([process.execPath, ...command])
      const end = ended(child)
      await untilWaiting(1, child)
      child.kill(signal)
      expect(await end).toBe(0)
      // The server lets go of what was asked for a client that is gone.
      await untilWaiting(0, child)
    }
  })

  it('ends with one sentence when the port of its health is taken', async () => {
    const port = await freePort()
    const child = start([process.execPath, ...ways['newsloom worker']], { NEWSLOOM_HEALTH_PORT: `${port}` })
    await ask(port, '/live', child)
    const second = start([process.execPath, ...ways['newsloom worker']], { NEWSLOOM_HEALTH_PORT: `${port}` })
    let complaint = ''
    second.stderr!.on('data', (text) => {
      complaint += text
    })
    expect(await ended(second)).toBe(1)
    expect(complaint).toMatch(new RegExp(`port ${port} on 127.0.0.1 is taken: set NEWSLOOM_HEALTH_PORT`))
  })
})

/** As process 1 of a container: the kernel discards a signal that such a process does not listen for. */
const alone = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
const mayBeAlone = spawnSync(alone[0]!, [...alone.slice(1), 'true']).status === 0

/** The process 1 of the namespace that `unshare` made. */
async function inside(child: ChildProcess): Promise<number> {
  for (;;) {
    const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')
    if (pid) return Number(pid)
    await sleep(20)
  }
}

describe('as process 1 of a container', () => {
  // Namespaces need a right that not every machine gives.
  it.skipIf(!mayBeAlone).each([
    ['a worker that starts', [process.execPath, ...ways['newsloom worker']], 0],
    ['workers/extract.ts that starts', [process.execPath, ...ways['workers/extract.ts']], 0],
    ['newsloom seed that waits', [process.execPath, launch, 'seed'], 143],
  ] as const)('%s ends at once on SIGTERM', async (_, command, code) => {
    const child = start([...alone, ...command])
    const end = ended(child)
    await untilWaiting(1, child)
    process.kill(await inside(child), 'SIGTERM')
    expect(await end).toBe(code)
  })
})
