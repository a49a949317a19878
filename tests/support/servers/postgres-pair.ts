import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from '../../../src/adapters/embedded/binaries.ts'
import { initialize, OWNER } from '../../../src/adapters/embedded/initialize.ts'
import { findPlace, type Place } from '../../../src/adapters/embedded/place.ts'
import { serverEnvironment } from '../../../src/adapters/embedded/server.ts'
import { freePort } from './redis.ts'

const PASSWORD = 'hush'

export interface PostgresServer {
  readonly port: number
  /** The address of its database `newsloom`. */
  readonly url: string
  /** Kills the server and all its sessions at once, as a power failure would. */
  kill(): void
  /** Runs a statement as its owner, in the database `newsloom`. */
  ask(statement: string): Promise<pg.QueryResult>
  stop(): void
}

export interface PostgresPair {
  /** An address with both servers. */
  readonly url: string
  readonly primary: PostgresServer
  /** A synchronous standby: the primary waits for it at each commit. */
  readonly standby: PostgresServer
  stop(): void
}

/**
 * A Postgres of its own on a free port, with an empty database `newsloom`.
 *
 * @param files written into its data folder before it starts, by name
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const place = newPlace()
  await initialize(place, PASSWORD, findBinaries(place).initdb)
  for (const [name, text] of Object.entries(files)) writeFor(place, name, text)
  const server = await run(place, settings)
  const client = new pg.Client({ connectionString: server.url.replace(/newsloom$/, 'postgres') })
  await client.connect()
  await client.query('create database newsloom')
  await client.end()
  return server
}

/** Starts a primary and its synchronous standby with the packaged programs. */
export async function startPostgresPair(): Promise<PostgresPair> {
  const primary = await startPostgres({ wal_keep_size: '512MB' })
  const standby = await startStandby(primary)
  await primary.ask(`alter system set synchronous_standby_names = '*'`)
  await primary.ask('select pg_reload_conf()')
  for (;;) {
    const { rows } = await primary.ask('select sync_state from pg_stat_replication')
    if (rows[0]?.sync_state === 'sync') break
    await sleep(50)
  }
  return {
    url: primary.url.replace(/@([^/]+)/, `@$1,127.0.0.1:${standby.port}`),
    primary,
    standby,
    stop() {
      standby.stop()
      primary.stop()
    },
  }
}

const places = new WeakMap<PostgresServer, Place>()

/** A hot standby, made from a copy of the files of the running primary. */
export async function startStandby(primary: PostgresServer): Promise<PostgresServer> {
  const from = places.get(primary)!
  const place = newPlace()
  const client = new pg.Client({ connectionString: primary.url })
  await client.connect()
  await client.query(`select pg_backup_start('standby', true)`)
  const copied = spawnSync('cp', ['-a', from.data, place.data])
  if (copied.status !== 0) throw new Error(`cannot copy the primary's files: ${copied.stderr}`)
  const { rows } = await client.query('select labelfile from pg_backup_stop(false)')
  await client.end()
  rmSync(join(place.data, 'postmaster.pid'), { force: true })
  rmSync(join(place.data, 'postmaster.opts'), { force: true })
  writeFor(place, 'backup_label', rows[0].labelfile)
  writeFor(place, 'standby.signal', '')
  appendFileSync(
    join(place.data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=${OWNER} password=${PASSWORD}'\n`,
  )
  return run(place, { wal_keep_size: '512MB' })
}

/** Writes a file in the data folder that belongs to the server's account. */
function writeFor({ data, account }: Place, name: string, text: string): void {
  const file = join(data, name)
  writeFileSync(file, text, { mode: 0o600 })
  if (account) chownSync(file, account.uid, account.gid)
}

function newPlace(): Place {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-pg-'))
  chmodSync(home, 0o755)
  return findPlace(home)
}

async function run(place: Place, settings: Readonly<Record<string, string>>): Promise<PostgresServer> {
  const port = await freePort()
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '64MB',
    jit: 'off',
    ...settings,
  }
  const logFile = join(place.home, 'server.log')
  const log = openSync(logFile, 'w')
  const child = spawn(
    findBinaries(place).postgres,
    ['-D', place.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { stdio: ['ignore', log, log], cwd: place.data, ...place.account, env: serverEnvironment() },
  )
  closeSync(log)
  const url = `postgres://${OWNER}:${PASSWORD}@127.0.0.1:${port}/newsloom`
  const kill = () => killTree(child)
  const server: PostgresServer = {
    port,
    url,
    kill,
    async ask(statement) {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => {})
      await client.connect()
      try {
        return await client.query(statement)
      } finally {
        await client.end()
      }
    },
    stop() {
      kill()
      for (const folder of [place.home, place.folder])
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  places.set(server, place)
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`a Postgres that the test started ended with ${child.exitCode}`)
    const client = new pg.Client({ connectionString: url.replace(/newsloom$/, 'postgres') })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return server
    } catch {
      await sleep(50)
    }
  }
}

function killTree(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const sessions = process.platform === 'linux' ? childrenOf(child.pid) : []
  child.kill('SIGKILL')
  for (const pid of sessions)
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // The connection ended with its server.
    }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]) === parent
      } catch {
        return false
      }
    })
}
