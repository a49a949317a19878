import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPool, endPool, type PoolOptions, transaction } from '../../../src/adapters/postgres/db.ts'
import { orm } from '../../../src/adapters/postgres/orm.ts'
import { sql } from '../../../src/adapters/postgres/sql.ts'
import { newsloom } from '../../support/cli.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { startWorker } from '../../support/processes/worker-process.ts'
import { type PgBouncer, pgBouncerMissing, startPgBouncer } from '../../support/servers/pgbouncer.ts'
import { startPostgresPair } from '../../support/servers/postgres-pair.ts'

/** Several processes start, on a machine that may be busy. */
const SLOW_MS = 360_000

let database: TestDatabase
const endings: (() => unknown)[] = []
beforeEach(async () => {
  database = await cloneDatabase()
  endings.push(() => database.drop())
})
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** @param poolSize connections to the server, fewer than its clients: each transaction gets any of them */
async function bouncer(poolSize: number): Promise<PgBouncer> {
  const started = await startPgBouncer(database.url, 'transaction', poolSize)
  endings.push(started.stop)
  return started
}

function open(url: string, options: PoolOptions): pg.Pool {
  const pool = createPool(url, options)
  endings.push(() => endPool(pool))
  return pool
}

const SETTINGS = `select current_setting('statement_timeout') as statement, current_setting('timezone') as zone,
                         current_setting('enable_seqscan') as scan, current_setting('search_path') as path`
const OURS = { statement: '2min', zone: 'UTC', scan: 'off', path: 'public' }

describe.skipIf(pgBouncerMissing())('through PgBouncer in transaction mode', () => {
  it('each statement and each transaction has our settings, and leaves none behind', async () => {
    const { url } = await bouncer(1)
    const raw = open(url, { shared: true, max: 1 })
    const client = await raw.connect()
    const before = (await client.query(SETTINGS)).rows
    const pool = open(url, { shared: true, planOnce: true, max: 3 })
    expect((await pool.query(SETTINGS)).rows).toEqual([OURS])
    await transaction(pool, async (tx) => {
      await tx.query('select 1')
      expect((await tx.query(SETTINGS)).rows).toEqual([OURS])
    })
    expect(before).not.toEqual([OURS])
    expect((await client.query(SETTINGS)).rows).toEqual(before)
    client.release()
  })

  it('statements have no names, whichever way they are made', async () => {
    const pool = open((await bouncer(2)).url, { shared: true, max: 8 })
    const asked = Array.from({ length: 40 }, (_, n) =>
      pool.query(sql`select ${n}::int as n` as pg.QueryConfig),
    )
    expect((await Promise.all(asked)).map(({ rows }) => rows[0].n)).toEqual(asked.map((_, n) => n))
    const { rows } = await transaction(pool, (tx) =>
      orm(tx).execute('select name from pg_prepared_statements'),
    )
    expect(rows).toEqual([])
  })

  it('a statement that fails is said as it is, changes nothing, and the next one works', async () => {
    const pool = open((await bouncer(1)).url, { shared: true, max: 1 })
    await expect(pool.query('select 1/0')).rejects.toMatchObject({ code: '22012' })
    await expect(
      pool.query(`insert into settings (key, value) values ('a', '1'), ('b', (1/0)::text::jsonb)`),
    ).rejects.toMatchObject({ code: '22012' })
    await expect(transaction(pool, (tx) => tx.query('select nothing'))).rejects.toMatchObject({
      code: '42703',
    })
    expect((await pool.query(`select key from settings where key in ('a', 'b')`)).rows).toEqual([])
    expect(pool.totalCount).toBe(1)
  })

  it(
    'of several poolers the one is used whose server takes writes, after a failover too',
    async () => {
      const pair = await startPostgresPair()
      endings.push(pair.stop)
      const poolers = await Promise.all(
        [pair.standby, pair.primary].map(({ url }) =>
          startPgBouncer(url, 'transaction', 3, ['query_wait_timeout = 5']),
        ),
      )
      endings.push(...poolers.map(({ stop }) => stop))
      const [ofStandby, ofPrimary] = poolers.map(({ url }) => new URL(url).host)
      const pool = open(pair.primary.url.replace(/@[^/]+/, `@${ofStandby},${ofPrimary}`), {
        shared: true,
        max: 2,
      })
      const port = async () =>
        (await pool.query<{ port: number }>('select inet_server_port() as port')).rows[0]!.port
      expect(await port()).toBe(pair.primary.port)
      pair.primary.kill()
      await pair.standby.ask('select pg_promote()')
      // The pooler of the dead server goes on taking connections.
      await expect
        .poll(() => port().catch((error: { code?: string }) => error.code), { timeout: 180_000 })
        .toBe(pair.standby.port)
    },
    SLOW_MS,
  )

  it(
    'workers do the work, with the server itself for what needs a session',
    async () => {
      const pooler = await bouncer(4)
      const env = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: database.url, NEWSLOOM_CONNECTIONS: '12' }
      const worker = await startWorker(['scheduler', 'extract', 'cluster', 'notify'], env)
      endings.push(worker.kill)
      const started = await pooler.transactions()
      const rows = Array.from({ length: 60 }, (_, n) =>
        JSON.stringify({
          url: `https://a.example/${n}`,
          title: `T${n}`,
          body: Array.from({ length: 50 }, (_, i) => `w${n}x${i}`).join(' '),
        }),
      )
      const loaded = await newsloom(['load', '-', '--wait', '--json'], { env, stdin: rows.join('\n') })
      expect([loaded.code, loaded.stderr]).toEqual([0, expect.any(String)])
      expect(JSON.parse(loaded.stdout)).toMatchObject({ new: 60, refused: 0 })
      const direct = open(database.url, { max: 1 })
      const count = async (text: string) => (await direct.query<{ n: number }>(text)).rows[0]!.n
      while ((await count(`select count(*) as n from articles where stage = 'clustered'`)) < 60)
        await sleep(50)
      expect([...worker.done.values()].filter((times) => times > 1)).toEqual([])
      // The work went through the pooler.
      while ((await pooler.transactions()) - started < 60) await sleep(50)
      // One lock shows that the process lives, on a session of its own: not one of the pooler's four.
      const { rows: holders } = await direct.query(
        `select application_name from pg_locks join pg_stat_activity using (pid)
         where locktype = 'advisory' and datname = current_database()`,
      )
      expect(holders).toEqual([{ application_name: 'newsloom-session' }])
      const doctor = await newsloom(['doctor'], { env })
      expect([doctor.code, doctor.stdout]).toEqual([0, expect.not.stringContaining('WRONG')])
      expect(await worker.stop()).toBe(0)
      // Nothing of it stayed on the pooler's connections.
      expect(
        await count(`select count(*) as n from pg_locks where locktype = 'advisory' and database =
                      (select oid from pg_database where datname = current_database())`),
      ).toBe(0)
      expect(worker.warnings).toEqual([])
    },
    SLOW_MS,
  )
})
