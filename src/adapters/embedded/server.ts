import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type ServerState, serverState } from './liveness.ts'
import type { Place } from './place.ts'

/** Crash recovery replays up to 2 GB of the write-ahead log. */
const START_TIMEOUT_MS = 120_000
/** After the postmaster was killed, its sessions end within moments, unless they run a long statement. */
const ORPHANS_TIMEOUT_MS = 30_000
/** How long a fast shutdown, which writes a checkpoint, may take before an immediate one follows, which is as safe as a crash. */
const STOP_FAST_MS = 12_000
const STOP_IMMEDIATE_MS = 6_000

export interface RunningServer {
  readonly pid: number
  readonly port: number
}

/** Settings for one machine and one user: little memory, loopback only, full durability. */
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
  // Often enough that the queue's dead rows are removed soon. But each run starts a process for each database, and each table
  // that it analyzes makes all sessions plan their statements on that table again.
  autovacuum_naptime: '10s',
  autovacuum_vacuum_threshold: 1000,
  autovacuum_analyze_threshold: 1000,
  log_min_messages: 'warning',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

/**
 * A sixteenth of the machine's memory (or of what this process may use), from 128 MB to 1 GB. Postgres only occupies it as the
 * database grows. With 128 MB and a million articles, each new article read 85 pages again from the system.
 */
function sharedBuffersMb(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.round(Math.min(Math.max(bytes / 2 ** 24, 128), 1024))
}

/**
 * Waits until the server on the data folder is ready, or until there is none. It never removes the files of a running server,
 * and does not conclude from a failed connection that a server has ended.
 *
 * @returns the running server; undefined when there is none
 * @throws when it neither becomes ready nor ends in time
 */
export async function awaitRunning({ data }: Place): Promise<RunningServer | undefined> {
  const began = performance.now()
  for (;;) {
    const state = serverState(data)
    if (state.kind === 'ready') return state
    if (state.kind === 'none') return undefined
    const limit = state.kind === 'orphans' ? ORPHANS_TIMEOUT_MS : START_TIMEOUT_MS
    if (performance.now() - began > limit) throw new Error(wait(data, state))
    await sleep(30)
  }
}

function wait(data: string, state: ServerState): string {
  const who =
    'pids' in state ? `processes ${state.pids.join(', ')}` : `process ${'pid' in state ? state.pid : ''}`
  const what =
    state.kind === 'orphans'
      ? 'still work on it without their server'
      : `has been ${state.kind} for two minutes`
  return `the embedded Postgres in ${data} cannot be used: ${who} ${what}`
}

/**
 * Starts a server on an initialized data folder. The caller has made sure that none runs on it.
 *
 * @throws with the end of the server's log when it does not start; then no process is left running
 */
export async function startServer(place: Place, postgres: string): Promise<RunningServer> {
  const { home, data, account } = place
  // The file of a server that has ended, with all its sessions: awaitRunning has checked this with the system. Where there is
  // no /proc, Postgres itself decides whether the file is stale.
  if (process.platform === 'linux') rmSync(join(data, 'postmaster.pid'), { force: true })
  const port = await freePort(lastPort(data))
  const logFile = join(home, 'postgres.log')
  const log = openSync(logFile, 'a', 0o600)
  const settings = Object.entries({ port, ...SETTINGS }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  let server: ChildProcess
  try {
    server = spawn(
      postgres,
      ['-D', data, ...settings],
      // Detached: Ctrl-C in the terminal must reach only Newsloom, which then shuts the server down.
      { stdio: ['ignore', log, log], detached: true, cwd: data, ...account, env: serverEnvironment() },
    )
  } finally {
    closeSync(log)
  }
  server.unref()
  let exit: string | undefined
  server.on('exit', (code, signal) => {
    exit = signal ?? String(code)
  })
  server.on('error', (error) => {
    exit = error.message
  })
  const deadline = performance.now() + START_TIMEOUT_MS
  while (exit === undefined && performance.now() < deadline) {
    const state = serverState(data)
    if (state.kind === 'ready' && state.pid === server.pid) return { pid: state.pid, port: state.port }
    await sleep(30)
  }
  if (exit === undefined && server.pid) await stopServer(server.pid)
  throw new Error(
    `the embedded Postgres did not come up (${exit ?? 'no answer'}); the end of ${logFile}: ${endOf(logFile)}`,
  )
}

/**
 * Stops a server with a fast shutdown (open transactions are rolled back, everything committed is kept), and, where that does
 * not end in time, with an immediate one.
 *
 * @throws when it does not end at all
 */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', STOP_FAST_MS],
    ['SIGQUIT', STOP_IMMEDIATE_MS],
  ] as const) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    const deadline = performance.now() + ms
    while (isAlive(pid) && performance.now() < deadline) await sleep(20)
  }
  if (isAlive(pid)) throw new Error(`the embedded Postgres (process ${pid}) did not stop`)
}

/** The server's environment: nothing of ours, since its account must not read our secrets, but some variables that Windows needs. */
export function serverEnvironment(): NodeJS.ProcessEnv | undefined {
  return process.platform === 'win32'
    ? undefined
    : { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

function endOf(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join(' | ')
}

/** The port of the last start, so that an address that was given to another program stays valid; 0 before the first start. */
function lastPort(data: string): number {
  const options = join(data, 'postmaster.opts')
  return existsSync(options) ? Number(/"port=(\d+)"/.exec(readFileSync(options, 'utf8'))?.[1] ?? 0) : 0
}

/** `wanted` if it is free, else any free port. */
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
