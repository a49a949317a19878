import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresAccount } from '../../../src/adapters/embedded/place.ts'
import { freePort } from './redis.ts'

/** A Postgres of the operating system's packages, with its own pg_dump and its messages in other languages. */
export interface SystemPostgres {
  /** The address of its database `postgres`, as its superuser. */
  readonly url: string
  /** Runs a client program of the same version, without our environment variables. */
  run(
    program: 'pg_dump',
    ...args: string[]
  ): { readonly code: number | null; readonly out: string; readonly err: string }
  stop(): Promise<void>
}

const ROOT = '/usr/lib/postgresql'
const programs = ['initdb', 'postgres', 'pg_dump'] as const

/** The folder of the newest version that is completely installed; undefined where there is none. */
function binaries(): string | undefined {
  if (!existsSync(ROOT)) return undefined
  return readdirSync(ROOT)
    .filter((version) => Number(version) >= 14)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(ROOT, version, 'bin'))
    .find((folder) => programs.every((name) => existsSync(join(folder, name))))
}

/** True where the operating system has no PostgreSQL 14 or newer. */
export const systemPostgresMissing = (): boolean => binaries() === undefined

/** Starts it on a free port, with the caller's settings and environment variables. */
export async function startSystemPostgres(
  settings: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<SystemPostgres> {
  const bin = binaries()!
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-system-pg-'))
  chmodSync(folder, 0o755)
  const account = postgresAccount()
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const password = join(folder, 'password')
  writeFileSync(password, 'hush')
  if (account) for (const path of [data, password]) chownSync(path, account.uid, account.gid)
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...environment }
  const options = { ...account, cwd: '/', env }
  const init = [
    '-D',
    data,
    '-U',
    'boss',
    '-E',
    'UTF8',
    '--locale=C',
    '-A',
    'scram-sha-256',
    `--pwfile=${password}`,
  ]
  const made = spawnSync(join(bin, 'initdb'), init, options)
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await freePort()
  const all = {
    port: `${port}`,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: data,
    fsync: 'off',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    server.kill('SIGQUIT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text) => {
    log += text
  })
  // This file shows its state, whatever the language of its messages.
  while (server.exitCode === null && !/^ready/m.test(stateOf(data))) await sleep(20)
  if (server.exitCode !== null) {
    await stop()
    throw new Error(`the Postgres of the system did not start: ${log}`)
  }
  return {
    url: `postgres://boss:hush@127.0.0.1:${port}/postgres`,
    run(program, ...args) {
      const ran = spawnSync(join(bin, program), args, { env, encoding: 'utf8', maxBuffer: 2 ** 28 })
      return { code: ran.status, out: ran.stdout, err: ran.stderr }
    },
    stop,
  }
}

function stateOf(data: string): string {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
