import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Account, findBinaries, placeData, postgresAccount } from './embedded-files.ts'
import { isAlive, listUsers, removeUser, writeUser } from './embedded-users.ts'
import { withFileLock } from './file-lock.ts'

const USER = 'newsloom'
const DATABASE = 'newsloom'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000

export interface EmbeddedPostgres {
  readonly url: string
  readonly port: number
  /** True when this call started the server, false when it joined one that ran. */
  readonly started: boolean
  /** Leaves the server; the last one out stops it. Safe to call twice. */
  leave(): Promise<void>
}

/**
 * Joins the Postgres of `home`, or starts it: real PostgreSQL from the npm package, on a free loopback port, with
 * a random password kept in `home`. The server belongs to whoever uses it: the last to leave stops it. A server
 * left alive by a killed process is adopted.
 *
 * @throws when this platform has no packaged binaries, or when the server does not come up (with the end of its log).
 */
export async function joinEmbedded(home: string): Promise<EmbeddedPostgres> {
  mkdirSync(home, { recursive: true })
  const lock = join(home, 'postgres.lock')
  return withFileLock(lock, async () => {
    const account = postgresAccount()
    const password = readOrMakePassword(home)
    const data = placeData(home, account, password)
    const running = await findRunning(data, password)
    const port = running ?? (await start(home, data, account, password))
    const url = connectionUrl(port, password, DATABASE)
    const user = writeUser(home)
    let left = false
    return {
      url,
      port,
      started: running === undefined,
      leave: async () => {
        if (left) return
        left = true
        await withFileLock(lock, async () => {
          removeUser(user)
          if (!listUsers(home).length) await stop(data)
        })
      },
    }
  })
}

async function start(
  home: string,
  data: string,
  account: Account | undefined,
  password: string,
): Promise<number> {
  const binaries = findBinaries(account)
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(home, data, account, password, binaries.initdb)
  rmSync(join(data, 'postmaster.pid'), { force: true })
  const port = await freePort(lastPort(data))
  const logFile = join(home, 'postgres.log')
  const log = openSync(logFile, 'a')
  const settings = { port, ...SETTINGS }
  const server = spawn(
    binaries.postgres,
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached: Ctrl-C in the terminal is for Newsloom, which then stops the server in good order.
    { stdio: ['ignore', log, log], detached: true, cwd: data, ...(account ?? {}) },
  )
  closeSync(log)
  server.unref()
  await ready(server, port, password, logFile)
  await ensureDatabase(port, password)
  return port
}

/**
 * A sixteenth of the machine's memory (or of what this process may use), from 128 MB to 1 GB. It is taken as the database
 * grows into it; with 128 MB, at a million articles, every article read 85 pages from the system again.
 */
function sharedBuffersMb(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.round(Math.min(Math.max(bytes / 2 ** 24, 128), 1024))
}

/** For one machine and one user: small memory, loopback only, full durability. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: `${sharedBuffersMb()}MB`,
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  jit: 'off',
  // Looked at often enough for the queue's dead rows to go soon; but each look costs a process for each database, and
  // each table that is found changed makes all sessions plan their statements on it anew.
  autovacuum_naptime: '10s',
  autovacuum_vacuum_threshold: 1000,
  autovacuum_analyze_threshold: 1000,
  log_min_messages: 'warning',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

async function initialise(
  home: string,
  data: string,
  account: Account | undefined,
  password: string,
  initdb: string,
): Promise<void> {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const passwordFile = `${data}.pw`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) {
    chownSync(data, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  const flags = [
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  try {
    await finished(
      spawn(initdb, ['-D', data, '-U', USER, `--pwfile=${passwordFile}`, ...flags], {
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(account ?? {}),
        cwd: '/',
      }),
      'initdb',
    )
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    throw new Error(`could not create a database in ${home}: ${(error as Error).message}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

async function ready(server: ChildProcess, port: number, password: string, logFile: string): Promise<void> {
  let exit: string | undefined
  server.on('exit', (code, signal) => {
    exit = signal ?? String(code)
  })
  server.on('error', (error) => {
    exit = error.message
  })
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    if (exit !== undefined) break
    if (await answers(port, password)) return
    await sleep(30)
  }
  const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join(' | ')
  throw new Error(
    `the embedded Postgres did not come up (${exit ?? 'no answer'}); the end of ${logFile}: ${tail}`,
  )
}

async function stop(data: string): Promise<void> {
  const pid = postmasterPid(data)
  if (pid === undefined || !isAlive(pid)) return
  // SIGINT is Postgres's fast shutdown: open transactions are rolled back, everything committed is kept.
  process.kill(pid, 'SIGINT')
  const deadline = performance.now() + STOP_TIMEOUT_MS
  while (isAlive(pid)) {
    if (performance.now() > deadline)
      throw new Error(`the embedded Postgres (pid ${pid}) did not stop within 30 s`)
    await sleep(20)
  }
}

/** The port of a server that runs on `data` and knows our password; undefined when there is none. */
async function findRunning(data: string, password: string): Promise<number | undefined> {
  const pid = postmasterPid(data)
  if (pid === undefined || !isAlive(pid)) return undefined
  const deadline = performance.now() + START_TIMEOUT_MS
  while (isAlive(pid) && performance.now() < deadline) {
    const port = Number(readLine(join(data, 'postmaster.pid'), 3))
    if (port && (await answers(port, password))) return port
    await sleep(50)
  }
  return undefined
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: connectionUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 2000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(port, password, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (!rows.length) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

function connectionUrl(port: number, password: string, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
}

function readOrMakePassword(home: string): string {
  const file = join(home, 'postgres.password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(18).toString('hex')
  writeFileSync(file, password, { mode: 0o600 })
  return password
}

function postmasterPid(data: string): number | undefined {
  const pid = Number(readLine(join(data, 'postmaster.pid'), 0))
  return pid > 0 ? pid : undefined
}

function readLine(file: string, index: number): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n')[index] : undefined
}

/** The port of the last start, so that an address that was given to another program holds; 0 before the first. */
function lastPort(data: string): number {
  const options = join(data, 'postmaster.opts')
  return existsSync(options) ? Number(/"port=(\d+)"/.exec(readFileSync(options, 'utf8'))?.[1] ?? 0) : 0
}

/** `wanted` if nobody has it, else any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', (error) => {
      if (wanted) resolve(freePort(0))
      else reject(error)
    })
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function finished(child: ChildProcess, name: string): Promise<void> {
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}: ${complaint.trim()}`)),
    )
  })
}
