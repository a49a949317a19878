import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createPool, endPool } from '../../../src/adapters/postgres/db.ts'
import { migrate } from '../../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { newsloom } from '../../support/cli.ts'
import { startWorker } from '../../support/processes/worker-process.ts'
import { type PostgresServer, startPostgres } from '../../support/servers/postgres-pair.ts'

/** Several servers and processes start, on a machine that may be busy. */
const SLOW_MS = 360_000

let endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.reverse()) await end()
  endings = []
})

const MOST = 25
const FOR_EACH = '7'

/** A server with few connections and a limit for statements that none of ours keeps. */
async function smallServer(): Promise<PostgresServer> {
  const server = await startPostgres({ max_connections: String(MOST) })
  endings.push(() => server.stop())
  const pool = createPool(server.url, { use: 'migrate', max: 2 })
  await migrate(pool, packageFile('migrations'))
  await endPool(pool)
  await server.ask('alter system set statement_timeout = 50')
  await server.ask('select pg_reload_conf()')
  return server
}

/** A worker process; gives its log lines of level warn and above. */
async function startStage(server: PostgresServer, stage: string): Promise<readonly string[]> {
  const worker = await startWorker([stage], { DATABASE_URL: server.url, NEWSLOOM_CONNECTIONS: FOR_EACH })
  endings.push(worker.kill)
  return worker.warnings
}

const words = (n: number, seed: string) => Array.from({ length: n }, (_, i) => `${seed}${i}`).join(' ')
const ROWS = 60
const jsonl = Array.from({ length: ROWS }, (_, n) =>
  JSON.stringify({ url: `https://a.example/${n}`, title: `T${n}`, body: words(50, `w${n}x`) }),
).join('\n')

describe('three workers on a server of 25 connections whose own statement_timeout is 50 ms', () => {
  it(
    'work everything off, and never take more than NEWSLOOM_CONNECTIONS each',
    async () => {
      const server = await smallServer()
      const logs = [
        await startStage(server, 'scheduler'),
        await startStage(server, 'extract'),
        await startStage(server, 'cluster'),
      ]
      const loaded = await newsloom(['load', '-'], {
        env: { DATABASE_URL: server.url, NEWSLOOM_CONNECTIONS: '4', REDIS_URL: undefined },
        stdin: jsonl,
      })
      expect([loaded.code, loaded.stderr]).toEqual([0, expect.any(String)])
      const watcher = createPool(server.url, { max: 1 })
      endings.push(() => endPool(watcher))
      let most = 0
      for (;;) {
        const { rows } = await watcher.query(
          `select (select count(*) from articles where stage = 'clustered') as done,
                (select count(*) from pg_stat_activity where backend_type = 'client backend') - 1 as taken`,
        )
        most = Math.max(most, rows[0].taken)
        if (rows[0].done === ROWS) break
        await sleep(50)
      }
      expect(most).toBeLessThanOrEqual(3 * Number(FOR_EACH))
      expect(logs.flat()).toEqual([])
    },
    SLOW_MS,
  )
})

describe('a worker whose statements fail', () => {
  it(
    'says each failed attempt at a job, with its stage, its articles and the cause',
    async () => {
      const server = await smallServer()
      const { code } = await newsloom(['load', '-'], {
        env: { DATABASE_URL: server.url, NEWSLOOM_CONNECTIONS: '4', REDIS_URL: undefined },
        stdin: jsonl.split('\n')[0]!,
      })
      expect(code).toBe(0)
      await server.ask('alter table articles rename column extractor_version to version_elsewhere')
      const log = await startStage(server, 'extract')
      const failed = () =>
        log.filter((line) => line.includes('"msg":"job failed"')).map((line) => JSON.parse(line))
      while (failed().length < 2) await sleep(50)
      expect(failed()[0]).toMatchObject({
        level: 'warn',
        stage: 'extract',
        article_ids: [1],
        attempt: 1,
        err: { code: '42703', message: expect.stringContaining('extractor_version') },
      })
      expect(failed()[1]).toMatchObject({ attempt: 2 })
    },
    SLOW_MS,
  )
})
