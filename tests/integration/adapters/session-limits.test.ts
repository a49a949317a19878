import { createServer } from 'node:net'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPool, isDatabaseTrouble, transaction } from '../../../src/adapters/postgres/db.ts'
import { type ConnectionUse, defaultLimits } from '../../../src/adapters/postgres/session.ts'
import { readConfig } from '../../../src/runtime/config.ts'
import { sessionLimits } from '../../../src/runtime/database/reach.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
const pools: pg.Pool[] = []

beforeAll(async () => {
  database = await cloneDatabase()
})
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end()
})
afterAll(() => database.drop())

const open = (...[options]: [Parameters<typeof createPool>[1]?]) => {
  const pool = createPool(database.url, options)
  pools.push(pool)
  return pool
}
const shown = async (pool: pg.Pool, names: readonly string[]) => {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [names],
  )
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
}

describe('every connection has the limits of its use', () => {
  it.each<[ConnectionUse, string, string, string]>([
    ['work', '120000', '30000', '45000'],
    ['queue', '120000', '30000', '45000'],
    ['command', '600000', '30000', '45000'],
    ['stream', '0', '30000', '45000'],
    ['hold', '15000', '30000', '45000'],
    ['migrate', '0', '120000', '45000'],
  ])('%s: statement %s ms, lock %s ms, idle in transaction %s ms', async (use, statement, lock, idle) => {
    expect(
      await shown(open({ use }), [
        'statement_timeout',
        'lock_timeout',
        'idle_in_transaction_session_timeout',
        'tcp_keepalives_idle',
        'tcp_keepalives_count',
      ]),
    ).toMatchObject({
      statement_timeout: statement,
      lock_timeout: lock,
      idle_in_transaction_session_timeout: idle,
    })
  })

  it('the limits are settings', () => {
    const config = readConfig({
      NEWSLOOM_STATEMENT_TIMEOUT_S: '3',
      NEWSLOOM_COMMAND_TIMEOUT_S: '4',
      NEWSLOOM_LOCK_TIMEOUT_S: '5',
      NEWSLOOM_IDLE_TRANSACTION_S: '6',
    })
    expect(sessionLimits(config)).toEqual({
      statementMs: 3_000,
      commandMs: 4_000,
      lockMs: 5_000,
      idleInTransactionMs: 6_000,
    })
    expect(sessionLimits(readConfig({}))).toEqual(defaultLimits)
  })

  it('what the database has set for itself does not matter', async () => {
    const name = new URL(database.url).pathname.slice(1)
    await open().query(
      `alter database ${name} set datestyle = 'SQL, DMY';
       alter database ${name} set statement_timeout = '50ms';
       alter database ${name} set search_path = 'news';
       alter database ${name} set default_transaction_isolation = 'serializable'`,
    )
    const pool = open()
    expect(
      await shown(pool, ['DateStyle', 'statement_timeout', 'search_path', 'default_transaction_isolation']),
    ).toEqual({
      DateStyle: 'ISO, YMD',
      statement_timeout: '120000',
      search_path: 'public',
      default_transaction_isolation: 'read committed',
    })
  })

  it('sends no startup parameter "options", which poolers refuse', async () => {
    let first = ''
    const listener = createServer((socket) => {
      socket.once('data', (bytes) => {
        first = bytes.toString('latin1')
        socket.destroy()
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const url = new URL(database.url)
    url.port = String((listener.address() as { port: number }).port)
    const pool = createPool(url.href, { searchPath: 'bullmq', planOnce: true, use: 'queue' })
    await pool.query('select 1').catch(() => {})
    await pool.end()
    listener.close()
    expect(first).toContain('application_name')
    expect(first).not.toContain('options')
  })
})

describe('a client that vanishes inside a transaction', () => {
  const limits = { ...defaultLimits, idleInTransactionMs: 700, lockMs: 400 }

  it('has its locks freed, and who waited for them goes on', async () => {
    const vanished = await open({ limits }).connect()
    const lost = new Promise<Error>((resolve) => vanished.once('error', resolve))
    await vanished.query('begin; lock table articles in access exclusive mode')
    const others = open({ limits })
    // A lock is waited for as long as the limit says, and not longer: the step is tried again.
    const refused = await transaction(others, (tx) => tx.query('lock table articles')).catch(
      (error: unknown) => error,
    )
    expect(refused).toMatchObject({ code: '55P03' })
    expect(isDatabaseTrouble(refused)).toBe(true)
    expect(isDatabaseTrouble(await lost)).toBe(true)
    await transaction(others, (tx) => tx.query('lock table articles'))
    vanished.release(true)
  })

  it('a statement that takes too long is ended by the server', async () => {
    const pool = open({ limits: { ...limits, statementMs: 200 } })
    const ended = await pool.query('select pg_sleep(60)').catch((error: unknown) => error)
    expect(ended).toMatchObject({ code: '57014' })
    expect(isDatabaseTrouble(ended)).toBe(true)
  })
})

describe('a server that says nothing', () => {
  it('is not waited for after the login', async () => {
    // Logs in whoever comes, and is silent from then on.
    const listener = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        const ok = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0])
        const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])
        socket.write(Buffer.concat([ok, ready]))
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as { port: number }
    const pool = createPool(`postgres://a:b@127.0.0.1:${port}/x`, { connectTimeoutMs: 300 })
    const error = await pool.query('select 1').catch((caught: unknown) => caught)
    expect(isDatabaseTrouble(error)).toBe(true)
    await pool.end()
    listener.close()
  })
})
