import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { isFileTrouble, reasonOf } from '../files/reason.ts'
import { loginError } from '../postgres/hosts.ts'
import { findBinaries } from './binaries.ts'
import { initialize, isInitialized, OWNER } from './initialize.ts'
import { isAlive, serverState } from './liveness.ts'
import { withFileLock } from './lock.ts'
import { findPlace, type Place } from './place.ts'
import { awaitRunning, type RunningServer, startServer, stopServer } from './server.ts'
import { listUsers, removeUser, writeUser } from './users.ts'

const DATABASE = 'newsloom'
const CONNECT_TIMEOUT_MS = 5_000
const WATCH_MS = 1_000

export interface EmbeddedPostgres {
  readonly url: string
  readonly port: number
  /** True when this call started the server, false when the server was already running. */
  readonly started: boolean
  /**
   * From now on, starts the server again when it ends unexpectedly (Postgres then recovers by itself); `say` gets one sentence
   * about it. The address stays the same.
   */
  watch(say: (sentence: string) => void): void
  /** Ends this process's use of the server; the last user stops it. Can be called twice. */
  leave(): Promise<void>
}

/** Whether `home` contains an embedded database. */
export function embeddedExists(home: string): boolean {
  return existsSync(join(home, 'postgres', 'PG_VERSION'))
}

/**
 * Uses the Postgres of `home`, and starts it where it does not run: PostgreSQL from the npm package, on a free loopback port,
 * with a random password that is stored in `home`. Several processes can use one server; the last one stops it. A server that
 * a killed process left running is used like any other.
 *
 * @throws when this platform has no packaged binaries, when `home` cannot be written, or when the server does not start (with the
 * end of its log)
 */
export async function joinEmbedded(home: string): Promise<EmbeddedPostgres> {
  try {
    mkdirSync(home, { recursive: true })
    return await joinFolder(home)
  } catch (error) {
    if (!isFileTrouble(error)) throw error
    throw new Error(`cannot keep a database in ${home} (NEWSLOOM_HOME): ${reasonOf(error)}`, { cause: error })
  }
}

function joinFolder(home: string): Promise<EmbeddedPostgres> {
  const lock = join(home, 'postgres.lock')
  return withFileLock(lock, async () => {
    const place = findPlace(resolve(home))
    const password = readOrMakePassword(home)
    // Noted before the server is started: a process that ends in between still stops it.
    const note = writeUser(home)
    const user = membership(place, note)
    const leave = async () => {
      if (!user.leave()) return
      try {
        removeUser(note)
        const pid = listUsers(home).length ? undefined : pidOf(place)
        if (pid !== undefined) await stopServer(pid)
      } finally {
        user.done()
      }
    }
    let running: RunningServer | undefined
    let server: RunningServer
    try {
      running = await awaitRunning(place)
      server = running ?? (await start(place, password))
      await ensureDatabase(server.port, password)
    } catch (error) {
      await leave()
      throw error
    }
    const { port } = server
    let watching: NodeJS.Timeout | undefined
    const revive = async (): Promise<string | undefined> => {
      const began = performance.now()
      return withFileLock(lock, async () => {
        if (user.left()) return undefined
        const found = await awaitRunning(place)
        server = found ?? (await start(place, password))
        if (server.port !== port)
          throw new Error(`its port ${port} is taken by another program: end it, and start Newsloom again`)
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        return found ? undefined : `it was started again, with its crash recovery, within ${seconds} s`
      })
    }
    return {
      url: connectionUrl(port, password, DATABASE),
      port,
      started: running === undefined,
      watch(say) {
        let busy = false
        let saidTrouble = ''
        watching ??= setInterval(() => {
          if (busy || user.left() || isAlive(server.pid)) return
          busy = true
          revive()
            .then(
              (how) => {
                saidTrouble = ''
                if (how) say(`the embedded Postgres died; ${how}`)
              },
              (error: Error) => {
                if (error.message !== saidTrouble)
                  say(`the embedded Postgres died and cannot be started again: ${error.message}`)
                saidTrouble = error.message
              },
            )
            .finally(() => {
              busy = false
            })
        }, WATCH_MS)
        watching.unref()
      },
      async leave() {
        clearInterval(watching)
        if (!user.left()) await withFileLock(lock, leave)
      },
    }
  })
}

async function start(place: Place, password: string): Promise<RunningServer> {
  const binaries = findBinaries(place)
  if (!isInitialized(place)) await initialize(place, password, binaries.initdb)
  return startServer(place, binaries.postgres)
}

/** The process id of the running server, whichever process started it. */
function pidOf({ data }: Place): number | undefined {
  const state = serverState(data)
  return 'pid' in state ? state.pid : undefined
}

/** This process's use of the server. A process that ends without leaving still stops a server that no other process uses. */
function membership(place: Place, note: string) {
  let left = false
  const atExit = () => {
    try {
      removeUser(note)
      const pid = listUsers(place.home).length ? undefined : pidOf(place)
      if (pid !== undefined) process.kill(pid, 'SIGINT')
    } catch {
      // The folder or the server no longer exists.
    }
  }
  process.once('exit', atExit)
  return {
    left: () => left,
    /** False when it has already left. */
    leave(): boolean {
      if (left) return false
      left = true
      return true
    },
    done: () => void process.off('exit', atExit),
  }
}

/**
 * Creates the database where it is missing: an earlier start may have ended before that. A server that answers with another
 * error (no connection left, shutting down) runs, and its users get that error when they connect.
 *
 * @throws when the server's password is not the one stored in `home`
 */
async function ensureDatabase(port: number, password: string): Promise<void> {
  const code = await answerOf(port, password, DATABASE)
  if (code === '28P01')
    throw new Error(
      'the embedded Postgres has another password than the file postgres.password says: put the old file back',
    )
  if (code !== '3D000') return
  const client = new pg.Client({
    connectionString: connectionUrl(port, password, 'postgres'),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The SQLSTATE or system error code of a failed login; undefined when it succeeds. */
async function answerOf(port: number, password: string, database: string): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: connectionUrl(port, password, database),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
  const error = await loginError(client)
  return error === undefined ? undefined : ((error as { code?: string }).code ?? 'unknown')
}

function connectionUrl(port: number, password: string, database: string): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`
}

function readOrMakePassword(home: string): string {
  const file = join(home, 'postgres.password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(18).toString('hex')
  writeFileSync(file, password, { mode: 0o600, flag: 'wx' })
  return password
}
