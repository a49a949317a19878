import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createPool, endPool, isDatabaseTrouble } from '../../../src/adapters/postgres/db.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { readConfig } from '../../../src/runtime/config.ts'
import { type OpenDeps, openDeps } from '../../../src/runtime/deps.ts'
import { diagnose } from '../../../src/runtime/health/doctor.ts'
import { checkHealth } from '../../../src/runtime/health/health.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { createApp } from '../../../src/web/server.ts'
import { newsloom } from '../../support/cli.ts'
import { startWorker } from '../../support/processes/worker-process.ts'
import { type PostgresPair, startPostgresPair } from '../../support/servers/postgres-pair.ts'

/** Several servers and processes start, on a machine that may be busy. */
const SLOW_MS = 360_000

let endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.reverse()) await end()
  endings = []
})

async function startPair(): Promise<PostgresPair> {
  const pair = await startPostgresPair()
  endings.push(pair.stop)
  return pair
}

const words = (n: number, seed: string) => Array.from({ length: n }, (_, i) => `${seed}${i}`).join(' ')
const lineOf = (n: number) =>
  rowOfLine(
    JSON.stringify({
      url: `https://a.example/${n}`,
      title: `T${n}`,
      published_at: '2026-05-20T10:00:00Z',
      body: words(50, `w${n}x`),
    }),
    'f.jsonl',
    n,
  )

/** Workers in a process of their own; gives their log lines of level warn and above. */
async function startWorkers(databaseUrl: string): Promise<readonly string[]> {
  const worker = await startWorker(['scheduler', 'extract', 'cluster', 'notify'], {
    DATABASE_URL: databaseUrl,
  })
  endings.push(worker.kill)
  return worker.warnings
}

async function openOn(databaseUrl: string): Promise<OpenDeps> {
  const deps = await openDeps(
    { ...readConfig({}), logLevel: 'silent', databaseUrl },
    { workers: 1, migrate: true },
  )
  endings.push(() => deps.close())
  return deps
}

/** Loads a row, however often it takes, and gives when it was answered. */
async function loadPatiently(deps: OpenDeps, n: number): Promise<void> {
  for (;;)
    try {
      await loadRows(deps, [lineOf(n)])
      return
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error
      await sleep(100)
    }
}

describe('a Postgres whose primary is killed', () => {
  it(
    'is followed to the standby that is promoted: every row that was answered is there, once, and is worked off',
    async () => {
      const pair = await startPair()
      const deps = await openOn(pair.url)
      const trouble = await startWorkers(pair.url)
      const answered: number[] = []
      let loadError: unknown
      const loading = (async () => {
        for (let n = 1; n <= 120; n++) {
          await loadPatiently(deps, n)
          answered.push(n)
        }
      })().catch((error) => {
        loadError = error
      })
      while (answered.length < 40 && !loadError) await sleep(20)
      pair.primary.kill()
      const before = [...answered]
      await pair.standby.ask('select pg_promote()')
      const { rows } = await pair.standby.ask('select url from articles')
      const there = new Set(rows.map(({ url }) => url as string))
      expect(before.filter((n) => !there.has(`https://a.example/${n}`))).toEqual([])
      await loading
      expect(loadError).toBeUndefined()
      for (;;) {
        const state = await deps.pool.query(
          `select count(*) as n, count(distinct url) as urls, count(*) filter (where stage = 'clustered') as done from articles`,
        )
        if (state.rows[0].done >= 120) {
          expect(state.rows[0]).toEqual({ n: 120, urls: 120, done: 120 })
          break
        }
        await sleep(100)
      }
      expect((await diagnose(deps)).filter(({ ok }) => !ok)).toEqual([])
      expect(trouble.length, trouble.join('\n')).toBeLessThanOrEqual(20)
    },
    SLOW_MS,
  )
})

describe('an address of several hosts', () => {
  it(
    'leads to the server that target_session_attrs asks for, and says of each host why it is not that',
    async () => {
      const pair = await startPair()
      const portOf = async (url: string): Promise<number> => {
        const pool = createPool(url, { max: 1 })
        try {
          return (await pool.query('select inet_server_port() as port')).rows[0].port
        } finally {
          await endPool(pool)
        }
      }
      const [primary, standby] = [pair.primary.port, pair.standby.port]
      const reversed = pair.url.replace(/@([^,]+),([^/]+)/, '@$2,$1')
      expect(await portOf(pair.url)).toBe(primary)
      expect(await portOf(reversed)).toBe(primary)
      expect(await portOf(`${pair.url}?target_session_attrs=standby`)).toBe(standby)
      expect(await portOf(`${reversed}?target_session_attrs=read-only`)).toBe(standby)
      expect(await portOf(`${pair.url}?target_session_attrs=prefer-standby`)).toBe(standby)
      expect(await portOf(`${reversed}?target_session_attrs=primary`)).toBe(primary)
      expect(await portOf(pair.url.replace(String(primary), '1,127.0.0.1:$&'))).toBe(primary)
      await expect(portOf(`${pair.primary.url}?target_session_attrs=standby`)).rejects.toThrow(
        `no host of the address is a standby (127.0.0.1:${primary}: it is a primary)`,
      )
      pair.primary.kill()
      // The first connections may still reach the dying server.
      const sentence = async () => (await portOf(pair.url).catch((error: Error) => error.message)) as string
      await expect
        .poll(sentence, { timeout: 60_000 })
        .toBe(
          `no host of the address is a server that takes writes (127.0.0.1:${primary}: nothing listens on that port; 127.0.0.1:${standby}: it is a standby)`,
        )
      expect(await portOf(`${pair.url}?target_session_attrs=prefer-standby`)).toBe(standby)
    },
    SLOW_MS,
  )
})

describe('DATABASE_READ_URL', () => {
  it(
    'is what pages, the API and exports read from, and /health says how far behind it is',
    async () => {
      const pair = await startPair()
      const deps = await openDeps(
        {
          ...readConfig({}),
          logLevel: 'silent',
          databaseUrl: pair.primary.url,
          databaseReadUrl: pair.standby.url,
          extractThreads: 1,
        },
        { workers: 3, migrate: true },
      )
      endings.push(() => deps.close())
      const { app } = createApp(deps)
      const titles = async () => {
        const answer = await app.request('http://127.0.0.1/api/v1/articles')
        const { data } = (await answer.json()) as { data: { title: string }[] }
        return data.map(({ title }) => title).sort()
      }
      await loadRows(deps, [lineOf(1)])
      await runPipelineUntilIdle(deps)
      await expect.poll(titles, { timeout: 60_000 }).toEqual(['T1'])
      await pair.standby.ask('select pg_wal_replay_pause()')
      await loadRows(deps, [lineOf(2)])
      await runPipelineUntilIdle(deps)
      expect(await titles()).toEqual(['T1'])
      const behind = await checkHealth(deps, ['web'])
      expect(behind).toMatchObject({ ok: true, read: { database: 'ok', standby: true } })
      expect(behind.read!.behind_s).toBeGreaterThan(0)
      await pair.standby.ask('select pg_wal_replay_resume()')
      await expect.poll(titles, { timeout: 60_000 }).toEqual(['T1', 'T2'])
      expect((await checkHealth(deps)).read).toMatchObject({ behind_s: 0 })

      pair.primary.kill()
      expect((await app.request('http://127.0.0.1/')).status).toBe(200)
      expect(await checkHealth(deps, ['web'])).toMatchObject({ ok: true, read: { database: 'ok' } })
      expect(await checkHealth(deps, ['web', 'extract'])).toMatchObject({ ok: false })
      const { code, stdout } = await newsloom(['export', 'articles', '--format', 'jsonl'], {
        env: { DATABASE_URL: pair.primary.url, DATABASE_READ_URL: pair.standby.url },
      })
      expect(code).toBe(0)
      expect(stdout.trim().split('\n')).toHaveLength(2)
    },
    SLOW_MS,
  )
})
