import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './redis.ts'

export const pgBouncerMissing = (): boolean => spawnSync('pgbouncer', ['--version']).status !== 0

export interface PgBouncer {
  /** The address of the same database through PgBouncer. */
  readonly url: string
  /** How many transactions it has passed on to the server. */
  transactions(): Promise<number>
  stop(): void
}

/**
 * Starts a PgBouncer before the server of `databaseUrl`. PgBouncer refuses to run as root.
 *
 * @param poolSize how many connections to the server it keeps
 * @param more lines of its configuration
 */
export async function startPgBouncer(
  databaseUrl: string,
  mode: 'session' | 'transaction',
  poolSize = 60,
  more: readonly string[] = [],
): Promise<PgBouncer> {
  const to = new URL(databaseUrl)
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-pgbouncer-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const users = join(folder, 'users')
  writeFileSync(users, `"${to.username}" "${decodeURIComponent(to.password)}"\n`)
  const file = join(folder, 'pgbouncer.ini')
  const lines = [
    '[databases]',
    `* = host=${to.hostname} port=${to.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${users}`,
    `pool_mode = ${mode}`,
    `stats_users = ${to.username}`,
    `default_pool_size = ${poolSize}`,
    'max_client_conn = 200',
    ...more,
  ]
  writeFileSync(file, lines.join('\n'))
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn('pgbouncer', [file], { stdio: 'ignore', ...account })
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`)
    const client = new pg.Client({ connectionString: url.href })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return {
        url: url.href,
        transactions: () => countTransactions(url, to.pathname.slice(1)),
        stop() {
          child.kill('SIGKILL')
          rmSync(folder, { recursive: true, force: true })
        },
      }
    } catch {
      await sleep(50)
    }
  }
}

async function countTransactions(url: URL, database: string): Promise<number> {
  const console = new URL(url)
  console.pathname = '/pgbouncer'
  const client = new pg.Client({ connectionString: console.href })
  await client.connect()
  try {
    const { rows } = await client.query<{ database: string; total_xact_count: string }>('show stats')
    return Number(rows.find((row) => row.database === database)?.total_xact_count ?? 0)
  } finally {
    await client.end()
  }
}
