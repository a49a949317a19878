import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { packageFile } from '../../src/runtime/package-root.ts'
import type { PostgresPair, PostgresServer } from '../../tests/support/servers/postgres-pair.ts'
import { freePort } from '../../tests/support/servers/redis.ts'

export const haproxyMissing = (): boolean => spawnSync('haproxy', ['-v']).status !== 0

/** Connections in a row that have to lead to the primary. */
const TIMES = 20

export interface HaProxy {
  /** The database of the pair behind one name. */
  readonly url: string
  stop(): void
}

/**
 * HAProxy before two servers, with the recipe of docs/how-to/scaling.md. The addresses in it are replaced, and a small server
 * answers its checks in place of Patroni's API.
 */
export async function startHaProxy(pair: PostgresPair): Promise<HaProxy> {
  const page = readFileSync(packageFile('docs', 'how-to', 'scaling.md'), 'utf8')
  const recipe = /```\n(listen postgres\n[\s\S]*?)```/.exec(page)?.[1]
  if (!recipe) throw new Error('docs/how-to/scaling.md has no recipe for HAProxy any more')
  const port = await freePort()
  const servers = [pair.primary, pair.standby]
  const checks = await Promise.all(servers.map(startCheck))
  const lines = recipe
    .replace('bind :5432', `bind 127.0.0.1:${port}`)
    .replace(/^ {2}server .*\n/gm, '')
    .concat(
      servers
        .map((server, i) => `  server db${i} 127.0.0.1:${server.port} check port ${portOf(checks[i]!)}\n`)
        .join(''),
    )
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-haproxy-'))
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, lines)
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const url = new URL(pair.primary.url)
  url.host = `127.0.0.1:${port}`
  // At first it assumes that both servers are up: only when it leads to the primary every time has it read the other one's
  // answer.
  for (let right = 0; right < TIMES; ) {
    if (child.exitCode !== null) throw new Error(`haproxy ended with ${child.exitCode}: ${said}`)
    right = (await isPrimary(url.href)) ? right + 1 : 0
    await sleep(100)
  }
  return {
    url: url.href,
    stop() {
      child.kill('SIGKILL')
      for (const check of checks) check.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Answers 200 where the server is the primary, else 503. It answers at once, with a state that is at most half a second old.
 */
async function startCheck(server: PostgresServer): Promise<Server> {
  let primary = false
  let closed = false
  const check = createServer((_request, response) => response.writeHead(primary ? 200 : 503).end())
  check.once('close', () => {
    closed = true
  })
  await new Promise<void>((resolve) => check.listen(0, '127.0.0.1', resolve))
  void (async () => {
    while (!closed) {
      primary = await isPrimary(server.url)
      await sleep(500)
    }
  })()
  return check
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function isPrimary(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ primary: boolean }>('select not pg_is_in_recovery() as primary')
    await client.end()
    return rows[0]!.primary
  } catch {
    return false
  }
}
